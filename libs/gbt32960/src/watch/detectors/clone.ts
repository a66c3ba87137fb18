import { say } from '@chedun/kernel';
import type { Detector } from '../detector.ts';
import { REPORT_WORDS } from '../phrases.ts';

/** One VIN that alternates between two sources within minutes: two devices report under one identity. */
export const clone: Detector = {
  id: 'gbt32960.clone',
  zh: '同一 VIN 从两个来源交替上报，疑似克隆',
  en: 'One VIN alternates between two sources: a clone',
  level: 'high',
  judge: ({ before, known, received, source }, { sourceAlternatesS }) => {
    if (!known || source === before.source || source !== before.sourceBefore) return undefined;
    const seconds = (received - before.sourceChanged) / 1000;
    if (seconds > sourceAlternatesS) return undefined;
    return {
      rule: clone.id,
      expected: say(REPORT_WORDS.oneSource, {}),
      seen: say(REPORT_WORDS.backAtSource, { seconds: Math.round(seconds) }),
    };
  },
};
