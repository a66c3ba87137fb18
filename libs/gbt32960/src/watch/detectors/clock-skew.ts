import { COMMAND } from '../../codes.ts';
import { at, type Detector } from '../detector.ts';

/** A live report whose time is far from the time at which it was received: a wrong clock, or an old recording. */
export const clockSkew: Detector = {
  id: 'gbt32960.clock_skew',
  zh: '实时上报的采集时间与接收时间相差过大',
  en: 'The collection time of a live report is far from its reception',
  level: 'low',
  judge: ({ columns: { scalar }, row, received }, { clockSkewS }) => {
    const time = scalar.time[row] ?? 0;
    if (scalar.command[row] !== COMMAND.realtime || Math.abs(received - time) <= clockSkewS * 1000) return undefined;
    return { rule: clockSkew.id, expected: at(received), seen: at(time) };
  },
};
