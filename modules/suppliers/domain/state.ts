import { addDays, addYears } from '@chedun/kernel';
import {
  FIRST_REVIEW_DAYS,
  REVIEW_YEARS,
  type Agreement,
  type Importance,
  type Problem,
  type ProblemKind,
  type ReviewResult,
} from '../contract.ts';

type Term = Pick<Agreement, 'validFrom' | 'validTo' | 'securityTerms' | 'confidentiality'>;

/** What rules look at: a supplier in use, on a day. */
export interface SupplierState {
  /** The day in China, `2026-11-28`. */
  readonly today: string;
  readonly id: string;
  readonly name: string;
  readonly importance: Importance;
  readonly createdOn: string;
  readonly endedOn: string | null;
  readonly contactPerson: string;
  readonly contactPhone: string;
  readonly contactEmail: string;
  readonly agreements: readonly Term[];
  /** The newest review. */
  readonly newest: { readonly day: string; readonly result: ReviewResult } | undefined;
  readonly conditions: readonly {
    readonly id: string;
    readonly text: string;
    readonly dueOn: string;
    readonly metOn: string | null;
  }[];
}
/** Decides one thing that can be wrong; none: it is not. */
export type Rule = (state: SupplierState) => readonly Problem[];

/** The last day of a relation belongs to it. */
export const isInUse = ({ endedOn, today }: Pick<SupplierState, 'endedOn' | 'today'>): boolean =>
  endedOn === null || endedOn >= today;

/** Agreements whose term holds today; the last day belongs to it. */
export const inForce = ({ agreements, today }: Pick<SupplierState, 'agreements' | 'today'>): readonly Term[] =>
  agreements.filter(({ validFrom, validTo }) => validFrom <= today && (validTo === null || validTo >= today));

/** The day to which agreements hold without a break from today on; null: until they are ended; undefined: none is in force. */
export const agreedTo = (state: Pick<SupplierState, 'agreements' | 'today'>): string | null | undefined => {
  const ends = inForce(state).map(({ validTo }) => validTo);
  if (ends.length === 0) return undefined;
  if (ends.includes(null)) return null;
  let last = ends.reduce<string>((day, end) => (end !== null && end > day ? end : day), '');
  const later = state.agreements.filter(({ validFrom }) => validFrom > state.today);
  for (const { validFrom, validTo } of later.toSorted((a, b) => a.validFrom.localeCompare(b.validFrom))) {
    if (validFrom > addDays(last, 1)) break;
    if (validTo === null) return null;
    if (validTo > last) last = validTo;
  }
  return last;
};

/** When the next review is due: years after the newest by importance, or days after the dossier began. */
export const nextReviewOn = ({
  newest,
  importance,
  createdOn,
}: Pick<SupplierState, 'newest' | 'importance' | 'createdOn'>): string =>
  newest === undefined ? addDays(createdOn, FIRST_REVIEW_DAYS) : addYears(newest.day, REVIEW_YEARS[importance]);

const BY_IMPORTANCE = { critical: 'high', important: 'medium', ordinary: 'low' } as const;
const WHEN_FAILED = { critical: 'critical', important: 'high', ordinary: 'medium' } as const;

/** A problem with its stable fingerprint; `part` tells several of a kind apart. */
export const problemOf = (
  { id, importance }: Pick<SupplierState, 'id' | 'importance'>,
  kind: ProblemKind,
  text: Problem['text'],
  part?: string,
): Problem => ({
  kind,
  severity: (kind === 'review-failed' ? WHEN_FAILED : BY_IMPORTANCE)[importance],
  text,
  fingerprint: `suppliers:${id}:${kind}${part === undefined ? '' : `:${part}`}`,
});
