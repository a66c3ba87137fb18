import type { AssetRef, FindingStatus } from '@chedun/governance/contract';
import { queryTerm } from './lucene.ts';

/** Statuses of work that is not finished. */
const OPEN_STATUSES = ['open', 'triaging', 'in-progress'] as const satisfies readonly FindingStatus[];
/** Statuses that end the work and need a comment that says why. */
const CLOSED_STATUSES = ['resolved', 'false-positive', 'risk-accepted'] as const satisfies readonly FindingStatus[];

export const ALL_STATUSES = [...OPEN_STATUSES, ...CLOSED_STATUSES] as const;

/** Whether a change to this status must carry a comment. */
export const needsVerdict = (status: FindingStatus | undefined): boolean =>
  status !== undefined && (CLOSED_STATUSES as readonly FindingStatus[]).includes(status);

/** `a,b` → the values of it that are allowed; undefined → none. */
export const listOf = <V extends string>(text: string | undefined, allowed: readonly V[]): readonly V[] =>
  (text ?? '').split(',').filter((part): part is V => (allowed as readonly string[]).includes(part));

/** Values → `a,b`; none → undefined, so that the address bar stays short. */
export const listText = (values: readonly string[]): string | undefined =>
  values.length === 0 ? undefined : values.join(',');

/** Status filter of the address bar: nothing means open work, `all` means everything. */
export const statusFilter = (text: string | undefined): string | undefined =>
  text === 'all' ? undefined : (text ?? OPEN_STATUSES.join(','));

const ASSET_FIELD: Readonly<Partial<Record<AssetRef['kind'], string>>> = {
  vehicle: 'vin',
  host: 'host',
  account: 'user',
  source: 'source',
};

/** The query that finds the events of an asset; assets without a field of their own are searched as text. */
export const assetQuery = (asset: AssetRef): string => {
  const field = ASSET_FIELD[asset.kind];
  return field === undefined ? `"${asset.id.replaceAll('"', '')}"` : queryTerm(field, asset.id);
};

const TECHNIQUE = /^attack\.(t\d{4}(?:\.\d{3})?)$/i;

/** Techniques among the tags of a rule: `attack.t1059.001` → `T1059.001`. */
export const techniquesOf = (tags: readonly string[]): readonly string[] =>
  tags.flatMap((tag) => TECHNIQUE.exec(tag)?.[1]?.toUpperCase() ?? []);

/** Tags that are no technique, readable: `attack.defense-evasion` → `defense evasion`. */
export const otherTags = (tags: readonly string[]): readonly string[] =>
  tags.filter((tag) => !TECHNIQUE.test(tag)).map((tag) => tag.replace(/^attack\./, '').replaceAll(/[-_]/g, ' '));

/** What a rule reads: product, category and service, as far as it names them. */
export const logsourceText = (rule: {
  readonly product: string;
  readonly category: string;
  readonly service: string;
}): string => [rule.product, rule.category, rule.service].filter((part) => part !== '').join(' / ');
