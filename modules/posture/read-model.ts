import type { Check } from '@chedun/module';
import type { Records } from '@chedun/records';
import type { CheckState, Evidence, Light, ObligationState } from './contract.ts';
import { checkLight, worstLight } from './domain/light.ts';
import type { Obligation } from './domain/obligations.ts';
import { latestEvidence } from './store.ts';

/** The whole posture: obligations, checks, evidence and lights. */
export interface PostureView {
  readonly obligations: ObligationState[];
  readonly counts: Record<Light, number>;
}

const stateOf = (check: Check, latest: Evidence | undefined, now: number): CheckState => ({
  id: check.id,
  title: check.title,
  light: checkLight(latest, now),
  everyMinutes: check.everyMinutes,
  ttlHours: check.ttlHours,
  latest: latest ?? null,
});

/** Reads the posture as it is at `now` (ms). */
export const readPosture = async (
  records: Pick<Records, 'read'>,
  obligations: readonly Obligation[],
  checks: readonly Check[],
  now: number,
): Promise<PostureView> => {
  const latest = await latestEvidence(records);
  const states = obligations.map((obligation): ObligationState => {
    const serving = checks.filter((check) => check.obligations.includes(obligation.id));
    const its = serving.map((check) => stateOf(check, latest.get(check.id), now));
    return { ...obligation, light: worstLight(its.map((check) => check.light)), checks: its };
  });
  const counts = { green: 0, amber: 0, red: 0, none: 0 };
  for (const state of states) counts[state.light] += 1;
  return { obligations: states, counts };
};
