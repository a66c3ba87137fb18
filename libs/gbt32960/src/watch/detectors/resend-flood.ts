import { COMMAND } from '../../codes.ts';
import type { Detector } from '../detector.ts';

/** More re-sent reports in a minute than a link failure explains. */
export const resendFlood: Detector = {
  id: 'gbt32960.resend_flood',
  zh: '补发上报过多',
  en: 'A flood of re-sent reports',
  level: 'medium',
  judge: ({ columns: { scalar }, row, before }, { resentPerMinute }) => {
    const count = before.resent + 1;
    if (scalar.command[row] !== COMMAND.resent || count <= resentPerMinute) return undefined;
    return { rule: resendFlood.id, expected: `<= ${resentPerMinute}/min`, seen: `${count}/min` };
  },
};
