import type { DetectorStatus } from '@chedun/behaviour';
import type { DetectorState } from '../contract.ts';

const DAY = 86_400_000;

/** State of a detector with its reason. */
export interface Standing {
  readonly state: DetectorState;
  readonly reason: { readonly zh: string; readonly en: string } | null;
}

/**
 * How a detector stands. `fedAt`: when an observation that it looks at last arrived, milliseconds since 1970 UTC; undefined
 * when none ever did. `status`: undefined for detectors that other parts run.
 */
export const standingOf = (
  enabled: boolean,
  status: DetectorStatus | undefined,
  fedAt: number | undefined,
  now: number,
): Standing => {
  if (!enabled) return { state: 'off', reason: null };
  const { unready } = status ?? {};
  const why = unready && { zh: unready.zh, en: unready.en };
  if (unready?.state === 'not-ready') return { state: 'not-ready', reason: why ?? null };
  if (fedAt === undefined || now - fedAt > DAY)
    return {
      state: 'waiting',
      reason:
        fedAt === undefined
          ? { zh: '尚未收到它所需的数据。', en: 'Nothing that it looks at has arrived yet.' }
          : { zh: '一天内没有收到它所需的数据。', en: 'Nothing that it looks at arrived within a day.' },
    };
  return unready ? { state: 'learning', reason: why ?? null } : { state: 'watching', reason: null };
};
