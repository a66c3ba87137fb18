import { COMMAND } from '../../codes.ts';
import { at, type Detector } from '../detector.ts';

/** A live report that is older than the one before it. */
export const timeBack: Detector = {
  id: 'gbt32960.time_back',
  zh: '实时上报的采集时间倒退',
  en: 'The collection time of live reports goes back',
  level: 'medium',
  judge: ({ columns: { scalar }, row, before: { time: before }, known }, { timeBackS }) => {
    if (!known || scalar.command[row] !== COMMAND.realtime) return undefined;
    const now = scalar.time[row] ?? 0;
    if (now >= before - timeBackS * 1000) return undefined;
    return { rule: timeBack.id, expected: `>= ${at(before)}`, seen: at(now) };
  },
};
