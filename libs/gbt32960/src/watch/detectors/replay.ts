import { say } from '@chedun/kernel';
import { COMMAND } from '../../codes.ts';
import { at, type Detector } from '../detector.ts';
import { REPORT_WORDS } from '../phrases.ts';

/** The same live report again, byte for byte: its time says that it was sent once. */
export const replay: Detector = {
  id: 'gbt32960.replay',
  zh: '重放：收到与上一帧完全相同的实时上报',
  en: 'Replay: a live report that equals the one before it in every byte',
  level: 'high',
  judge: ({ columns: { scalar }, row, before, known, hash }) => {
    if (!known || scalar.command[row] !== COMMAND.realtime) return undefined;
    if (before.hash !== hash || before.time !== scalar.time[row]) return undefined;
    return {
      rule: replay.id,
      expected: say(REPORT_WORDS.laterReport, { time: at(before.time) }),
      seen: say(REPORT_WORDS.sameBytes, {}),
    };
  },
};
