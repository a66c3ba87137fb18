import { given, lineOf, listed, timeOf } from './text.ts';
import type { Metadata, Party, Property } from './types/metadata.ts';
import { uuidOf } from './uuid.ts';

/** Version of the models that the builders write. */
export const OSCAL_VERSION = '1.2.1';

/** Namespace of the properties that are ours. */
export const CHEDUN_NS = 'urn:chedun:oscal';

/** What every document says about itself. */
export interface DocumentInput {
  /** Stable id of the system that the document is about, for example the tenant. */
  readonly systemId: string;
  readonly title: string;
  readonly version: string;
  /** When the content was changed last; ms since 1970. */
  readonly at: number;
  /** Who is responsible for it. */
  readonly organisation?: string;
  readonly remarks?: string;
}

/** UUID of a party that bears this name. */
export const partyUuid = (kind: Party['type'], name: string): string => uuidOf('party', kind, name);

/** A property in our namespace. */
export const ownProperty = (name: string, value: string, kind?: string): Property => ({
  name,
  ns: CHEDUN_NS,
  value: lineOf(value, `props.${name}`),
  ...given('class', kind),
});

/** `metadata` of a document; `people` are named as parties beside the organisation, each once. */
export const metadataOf = (input: DocumentInput, people: readonly string[] = []): Metadata => {
  const persons = [...new Set(people)].toSorted().map((name): Party => ({
    uuid: partyUuid('person', name),
    type: 'person',
    name: lineOf(name, 'metadata.parties.name'),
  }));
  const organisations: Party[] =
    input.organisation === undefined
      ? []
      : [
          {
            uuid: partyUuid('organization', input.organisation),
            type: 'organization',
            name: lineOf(input.organisation, 'metadata.parties.name'),
          },
        ];
  return {
    title: lineOf(input.title, 'metadata.title'),
    'last-modified': timeOf(input.at, 'metadata.last-modified'),
    version: lineOf(input.version, 'metadata.version'),
    'oscal-version': OSCAL_VERSION,
    ...listed('roles', organisations.length === 0 ? [] : [{ id: 'system-owner', title: '责任单位' }]),
    ...listed('parties', [...organisations, ...persons]),
    ...listed(
      'responsible-parties',
      organisations.map(({ uuid }) => ({ 'role-id': 'system-owner', 'party-uuids': [uuid] })),
    ),
    ...given('remarks', input.remarks),
  };
};

/** UUID of a document of `kind`: it changes when anything in the document changes, as OSCAL asks, and only then. */
export const documentUuid = (kind: string, systemId: string, body: unknown): string =>
  uuidOf('document', kind, systemId, JSON.stringify(body));

/** The document as text: the fields in the order of the model, two spaces, one line feed at the end. Same input, same bytes. */
export const writeOscal = (document: object): string => `${JSON.stringify(document, null, 2)}\n`;
