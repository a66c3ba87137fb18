import type { Source } from '../contract.ts';

/** Share of records of the last minutes that may go to quarantine before a source counts as failing. */
const FAILING_SHARE = 0.05;

/** Health of a source at `now` (ms): disabled, waiting for its first record, silent, failing or healthy. */
export const healthOf = (
  source: {
    readonly enabled: boolean;
    readonly lastSeen: number | null;
    readonly silentAfterMinutes: number;
    readonly recentEvents: number;
    readonly recentQuarantined: number;
  },
  now: number,
): Source['health'] => {
  if (!source.enabled) return 'disabled';
  if (source.lastSeen === null) return 'waiting';
  if (now - source.lastSeen > source.silentAfterMinutes * 60_000) return 'silent';
  const recent = source.recentEvents + source.recentQuarantined;
  return recent > 0 && source.recentQuarantined / recent > FAILING_SHARE ? 'failing' : 'healthy';
};
