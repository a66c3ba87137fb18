import { isSentinel } from '../../layout.ts';
import type { Detector } from '../detector.ts';

/** Odometer steps of rounding and of a late report that are no jump, 0.1 km. */
const SLACK = 20;

/** The odometer runs backwards, or further than any car drives in the time. */
export const odometer: Detector = {
  id: 'gbt32960.odometer_jump',
  zh: '里程倒退或跳变',
  en: 'The odometer goes back or jumps',
  level: 'medium',
  judge: ({ columns: { scalar }, row, before: { odometer: before, time }, known }, { odometerKmh }) => {
    const now = scalar.odometer[row] ?? 0;
    const hours = ((scalar.time[row] ?? 0) - time) / 3_600_000;
    if (!known || isSentinel(now, 4) || isSentinel(before, 4) || hours < 0) return undefined;
    const most = before + hours * odometerKmh * 10 + SLACK;
    if (now >= before && now <= most) return undefined;
    return { rule: odometer.id, expected: `${before / 10} .. ${Math.round(most) / 10} km`, seen: `${now / 10} km` };
  },
};
