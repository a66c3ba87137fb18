import { say } from '@chedun/kernel';
import { isSentinel } from '../../layout.ts';
import type { Detector } from '../detector.ts';
import { move } from '../distance.ts';
import { REPORT_WORDS } from '../phrases.ts';

/** Only neighbours in time: over a longer stretch a car turns, stops and starts. */
const LEAST_S = 5;
const MOST_S = 60;

/** Positions that move much faster than the speed that the vehicle reports, at both ends of the stretch. */
export const positionSpeed: Detector = {
  id: 'gbt32960.position_speed_mismatch',
  zh: '定位推算的速度与上报车速不符',
  en: 'Positions move at another speed than the one reported',
  level: 'medium',
  judge: (seen, { speedGapKmh }) => {
    const { columns, row } = seen;
    const now = columns.scalar.speed[row] ?? 0xffff;
    const before = seen.before.speed;
    if (isSentinel(now, 2) || isSentinel(before, 2)) return undefined;
    const way = move(seen);
    if (!way || way.seconds < LEAST_S || way.seconds > MOST_S) return undefined;
    const kmh = way.km / (way.seconds / 3600);
    const told = Math.max(now, before) / 10;
    if (kmh - told <= speedGapKmh) return undefined;
    return {
      rule: positionSpeed.id,
      expected: say(REPORT_WORDS.aboutSpeed, { speed: told }),
      seen: say(REPORT_WORDS.speedByPosition, { speed: Math.round(kmh) }),
    };
  },
};
