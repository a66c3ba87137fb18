import type { WarningLevel, WarningPolicy, WarningStatus } from '../contract.ts';
import { rankOf, type Demand } from './demands.ts';

const HOUR = 3_600_000;

/** What is known about the warning of a scope; times are milliseconds since 1970 UTC. */
export interface Standing {
  readonly status: Extract<WarningStatus, 'proposed' | 'issued'>;
  readonly level: WarningLevel;
  readonly pending: WarningLevel | 'lift' | null;
  /** Since when the policy wants less than the level, or nothing. */
  readonly belowSince: number | null;
  /** True for one that a person wrote: only people change it. */
  readonly byHand: boolean;
}

/** What an evaluation does to the warning of a scope. */
export type Step =
  | { readonly kind: 'none' }
  | { readonly kind: 'propose' | 'issue'; readonly level: WarningLevel }
  | { readonly kind: 'change'; readonly level: WarningLevel }
  | { readonly kind: 'ask'; readonly pending: WarningLevel | 'lift' }
  | { readonly kind: 'lift' | 'withdraw' | 'calm' | 'steady' };

const fresh = (demand: Demand, policy: WarningPolicy, mutedUntil: number, now: number): Step => {
  if (mutedUntil > now) return { kind: 'none' };
  const { issue } = policy.levels[demand.level];
  return { kind: issue === 'confirm' ? 'propose' : 'issue', level: demand.level };
};

/** A proposal follows what the policy wants; when that needs no person any more it is issued. */
const ofProposal = (standing: Standing, demand: Demand | undefined, policy: WarningPolicy): Step => {
  if (!demand) return { kind: 'withdraw' };
  if (policy.levels[demand.level].issue === 'automatic') return { kind: 'issue', level: demand.level };
  return demand.level === standing.level ? { kind: 'steady' } : { kind: 'propose', level: demand.level };
};

const upwards = (standing: Standing, level: WarningLevel, policy: WarningPolicy): Step => {
  if (policy.levels[level].issue === 'automatic') return { kind: 'change', level };
  return standing.pending === level ? { kind: 'steady' } : { kind: 'ask', pending: level };
};

const downwards = (standing: Standing, wanted: WarningLevel | undefined, policy: WarningPolicy, now: number): Step => {
  const { issue, calmHours } = policy.levels[standing.level];
  if (standing.belowSince === null && calmHours > 0) return { kind: 'calm' };
  if (standing.belowSince !== null && now - standing.belowSince < calmHours * HOUR) return { kind: 'none' };
  const pending = wanted ?? 'lift';
  if (issue === 'confirm') return standing.pending === pending ? { kind: 'none' } : { kind: 'ask', pending };
  return wanted === undefined ? { kind: 'lift' } : { kind: 'change', level: wanted };
};

/**
 * The next step of one scope. Up: at once, or asked for where the new level needs a person. Down and lifting: only after
 * the reason was gone for the calm hours of the present level, and asked for where the present level needs a person.
 */
export const nextStep = (
  standing: Standing | undefined,
  demand: Demand | undefined,
  policy: WarningPolicy,
  { now, mutedUntil }: { readonly now: number; readonly mutedUntil: number },
): Step => {
  if (!standing) return demand ? fresh(demand, policy, mutedUntil, now) : { kind: 'none' };
  if (standing.byHand) return { kind: 'none' };
  if (standing.status === 'proposed') return ofProposal(standing, demand, policy);
  if (demand && rankOf(demand.level) > rankOf(standing.level)) return upwards(standing, demand.level, policy);
  if (demand && demand.level === standing.level) return { kind: 'steady' };
  return downwards(standing, demand?.level, policy, now);
};
