import { documentUuid, metadataOf, ownProperty, type DocumentInput } from './document.ts';
import { checkReferences } from './references.ts';
import { lineOf, listed, proseOf, tokenOf } from './text.ts';
import type { Catalog, Control, Group, Part } from './types/control.ts';

/** One duty of a rule. */
export interface ControlInput {
  /** Our id, for example `1.3-i`. */
  readonly id: string;
  readonly title: string;
  /** The words of the rule, exactly. */
  readonly quote: string;
  /** The part of the quote that this duty is about, when it is shorter. */
  readonly focus?: string;
  /** What the product takes as having done it. */
  readonly objective: string;
  readonly guidance?: string;
  /** Who is bound. */
  readonly parties: readonly string[];
  /** Where it corresponds to other rules: `name` of the rule, its number, and whether that was verified. */
  readonly mappings?: readonly { readonly rule: string; readonly number: string; readonly isVerified: boolean }[];
}

export interface GroupInput {
  readonly id: string;
  readonly kind: 'section' | 'article';
  readonly title: string;
  readonly groups: readonly GroupInput[];
  readonly controls: readonly ControlInput[];
}

/** Token of the control of an obligation; its statement ends in `_smt`, its objective in `_obj`. */
export const controlId = (id: string): string => tokenOf('ob', id);

/** Token of the objective of an obligation: what findings aim at. */
export const objectiveId = (id: string): string => `${controlId(id)}_obj`;

const partsOf = (input: ControlInput): readonly Part[] => [
  {
    id: `${controlId(input.id)}_smt`,
    name: 'statement',
    ...listed('props', input.focus === undefined ? [] : [ownProperty('focus', input.focus)]),
    prose: proseOf(input.quote, 'quote'),
  },
  { id: objectiveId(input.id), name: 'assessment-objective', prose: proseOf(input.objective, 'objective') },
  ...(input.guidance === undefined
    ? []
    : [{ id: `${controlId(input.id)}_gdn`, name: 'guidance', prose: proseOf(input.guidance, 'guidance') }]),
];

const controlOf = (input: ControlInput): Control => ({
  id: controlId(input.id),
  class: 'obligation',
  title: lineOf(input.title, 'title'),
  props: [
    ownProperty('obligation-id', input.id),
    ...input.parties.map((party) => ownProperty('bound-party', party)),
    ...(input.mappings ?? []).map(({ rule, number, isVerified }) =>
      ownProperty('corresponds-to', `${rule} ${number}`, isVerified ? 'verified' : 'unverified'),
    ),
  ],
  parts: partsOf(input),
});

const groupOf = (input: GroupInput): Group => ({
  id: tokenOf(input.kind, input.id),
  class: input.kind,
  title: lineOf(input.title, 'title'),
  ...listed('groups', input.groups.map(groupOf)),
  ...listed('controls', input.controls.map(controlOf)),
});

/**
 * Builds an OSCAL 1.2.1 `catalog`. A group holds groups or controls (the model allows one of them). Throws
 * `oscal.text-empty`, `oscal.time-invalid`.
 */
export const buildCatalog = (input: DocumentInput & { readonly groups: readonly GroupInput[] }): Catalog => {
  const body = { metadata: metadataOf(input), ...listed('groups', input.groups.map(groupOf)) };
  return checkReferences({ catalog: { uuid: documentUuid('catalog', input.systemId, body), ...body } });
};
