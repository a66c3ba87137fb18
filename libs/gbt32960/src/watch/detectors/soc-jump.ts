import { say } from '@chedun/kernel';
import { isSentinel } from '../../layout.ts';
import type { Detector } from '../detector.ts';
import { REPORT_WORDS } from '../phrases.ts';

/** A state of charge that changes faster than any charger or motor can do it. */
export const socJump: Detector = {
  id: 'gbt32960.soc_jump',
  zh: 'SOC 跳变',
  en: 'The state of charge jumps',
  level: 'medium',
  judge: ({ columns: { scalar }, row, before: { soc: before, time }, known }, { socStepPct, socStepS }) => {
    const now = scalar.soc[row] ?? 0xff;
    const seconds = ((scalar.time[row] ?? 0) - time) / 1000;
    if (!known || isSentinel(now, 1) || isSentinel(before, 1) || seconds < 0 || seconds > socStepS) return undefined;
    if (Math.abs(now - before) <= socStepPct) return undefined;
    return {
      rule: socJump.id,
      expected: say(REPORT_WORDS.socStep, { percent: before, step: socStepPct, seconds: socStepS }),
      seen: `${now} %`,
    };
  },
};
