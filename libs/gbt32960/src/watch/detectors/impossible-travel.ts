import { say } from '@chedun/kernel';
import type { Detector } from '../detector.ts';
import { move } from '../distance.ts';
import { REPORT_WORDS } from '../phrases.ts';

/** Two valid positions further apart than any car drives in the time between them. */
export const impossibleTravel: Detector = {
  id: 'gbt32960.impossible_travel',
  zh: '位置跳变：不可能的移动速度',
  en: 'Impossible travel between two positions',
  level: 'high',
  judge: (seen, { travelKmh, jumpKm }) => {
    const way = move(seen);
    if (!way || way.km < jumpKm) return undefined;
    const kmh = way.km / (way.seconds / 3600);
    if (kmh <= travelKmh) return undefined;
    return {
      rule: impossibleTravel.id,
      expected: `<= ${travelKmh} km/h`,
      seen: say(REPORT_WORDS.way, { km: way.km.toFixed(1), seconds: way.seconds }),
    };
  },
};
