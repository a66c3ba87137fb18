import type { FilingKind } from './kinds.ts';
import { TRANSITIONS, type Action, type Office, type Party, type State } from './machine.ts';

/** An opinion of an office; the newest of an office counts. */
export interface Opinion {
  readonly office: Office;
  readonly account: string;
  readonly agrees: boolean;
}

/** What the rules of a step look at. All of it is of the round under way; the side that does not know something leaves it empty. */
export interface CaseFacts {
  /** Accounts that wrote this version. */
  readonly authors: readonly string[];
  /** Machine-found problems of the form that were not answered. */
  readonly openProblems: number;
  /** Things to supplement 补正事项 that were not answered. */
  readonly openItems: number;
  readonly opinions: readonly Opinion[];
  /** Votes of experts. */
  readonly votes: { readonly for: number; readonly against: number };
}

/** Why a step is refused. */
export type Refusal =
  | 'not-now'
  | 'not-this-party'
  | 'own-work'
  | 'problems-open'
  | 'items-open'
  | 'nothing-to-supplement'
  | 'no-experts'
  | 'experts-missing'
  | 'experts-against'
  | 'opinion-missing'
  | 'opinion-against'
  | 'same-account';

/** The answer of the machine. */
export type Step =
  | { readonly kind: 'moved'; readonly to: State }
  | { readonly kind: 'refused'; readonly reason: Refusal };

/** What is done, by whom; `account` is the acting account, `items` counts what is asked for with `ask-supplement`. */
export interface Deed {
  readonly action: Action;
  readonly party: Party;
  readonly account: string;
  readonly office?: Office;
  readonly items?: number;
}

const newestOf = (opinions: readonly Opinion[], office: Office): Opinion | undefined =>
  opinions.findLast((each) => each.office === office);

const numberRefusal = (
  { experts, offices }: FilingKind,
  { votes, opinions, openItems }: CaseFacts,
): Refusal | undefined => {
  const heard = votes.for + votes.against > 0;
  if (openItems > 0) return 'items-open';
  if (experts === 'needed' && !heard) return 'experts-missing';
  if (heard && votes.for <= votes.against) return 'experts-against';
  const found = offices.map((office) => newestOf(opinions, office));
  if (found.includes(undefined)) return 'opinion-missing';
  if (found.some((each) => each?.agrees === false)) return 'opinion-against';
  return new Set(found.map((each) => each?.account)).size < found.length ? 'same-account' : undefined;
};

/** Rules that look at more than the state. */
const RULES: Partial<Record<Action, (kind: FilingKind, facts: CaseFacts, deed: Deed) => Refusal | undefined>> = {
  'request-approval': (_, { openItems }) => (openItems > 0 ? 'items-open' : undefined),
  approve: (_, { authors }, { account }) => (authors.includes(account) ? 'own-work' : undefined),
  sign: (_, { openProblems }) => (openProblems > 0 ? 'problems-open' : undefined),
  'ask-supplement': (_kind, _facts, { items = 0 }) => (items < 1 ? 'nothing-to-supplement' : undefined),
  'call-experts': ({ experts }) => (experts === 'none' ? 'no-experts' : undefined),
  // Two offices, two accounts: one person never speaks for both.
  'give-opinion': (_, { opinions }, { account, office }) =>
    opinions.some((each) => each.account === account && each.office !== office) ? 'same-account' : undefined,
  number: numberRefusal,
};

/** Takes a step of the machine. The same input gives the same answer; nothing is changed. */
export const stepOf = (kind: FilingKind, state: State, facts: CaseFacts, deed: Deed): Step => {
  const rows = TRANSITIONS.filter(({ action }) => action === deed.action);
  const row = rows.find(({ from }) => from.includes(state));
  if (row === undefined) return { kind: 'refused', reason: 'not-now' };
  if (row.by !== deed.party) return { kind: 'refused', reason: 'not-this-party' };
  const reason = RULES[deed.action]?.(kind, facts, deed);
  if (reason !== undefined) return { kind: 'refused', reason };
  return { kind: 'moved', to: row.to === 'same' ? state : row.to };
};

/** What a party may try in a state, in the order of the table; rules that look at more may still refuse. */
export const actionsIn = (state: State, party: Party): readonly Action[] =>
  TRANSITIONS.filter(({ by, from }) => by === party && from.includes(state)).map(({ action }) => action);
