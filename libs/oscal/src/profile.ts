import { controlId } from './catalog.ts';
import { documentUuid, metadataOf, type DocumentInput } from './document.ts';
import { oscalError } from './errors.ts';
import { checkReferences } from './references.ts';
import { lineOf } from './text.ts';
import type { Catalog, Profile } from './types/control.ts';
import { uuidOf } from './uuid.ts';

/** A choice of the duties of a catalog, for example those of a carmaker. */
export interface ProfileInput extends DocumentInput {
  readonly catalog: Catalog;
  /** Where the catalog is found, a URI reference. */
  readonly catalogHref: string;
  /** Our ids of the duties, at least one. */
  readonly obligations: readonly string[];
}

const known = (catalog: Catalog): ReadonlySet<string> =>
  new Set(
    (catalog.catalog.groups ?? []).flatMap(function ids(group): string[] {
      return [...(group.controls ?? []).map(({ id }) => id), ...(group.groups ?? []).flatMap(ids)];
    }),
  );

/** Builds an OSCAL 1.2.1 `profile`. Throws `oscal.reference-unknown` for a duty that the catalog does not hold. */
export const buildProfile = (input: ProfileInput): Profile => {
  const ids = known(input.catalog);
  const chosen = input.obligations.map(controlId);
  const stranger = chosen.find((id) => !ids.has(id));
  if (stranger !== undefined || chosen.length === 0)
    throw oscalError('oscal.reference-unknown', { field: 'imports', reason: stranger ?? 'no control is chosen' });
  const resource = uuidOf('resource', input.systemId, input.catalogHref);
  const body = {
    metadata: metadataOf(input),
    imports: [{ href: `#${resource}`, 'include-controls': [{ 'with-ids': chosen }] }],
    merge: { 'as-is': true },
    'back-matter': {
      resources: [
        {
          uuid: resource,
          title: lineOf(input.catalog.catalog.metadata.title, 'title'),
          description: `catalog ${input.catalog.catalog.uuid}`,
          rlinks: [{ href: input.catalogHref, 'media-type': 'application/oscal.catalog+json' }],
        },
      ],
    },
  } as const;
  return checkReferences({ profile: { uuid: documentUuid('profile', input.systemId, body), ...body } });
};
