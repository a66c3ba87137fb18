import { csvCell } from '@chedun/kernel';
import type { ClockLine } from '../contract.ts';

const HEAD = ['时限', '依据', '核实', '主体', '报送对象', '起算', '截止', '状态', '逾期分钟', '办结'];
const STATES = { running: '进行中', stopped: '已办结', withdrawn: '已撤销' } as const;

/** Clocks as CSV with a byte order mark, which spreadsheets want for Chinese. */
export const clocksCsv = (clocks: readonly ClockLine[]): string => {
  const rows = clocks.map((clock) => [
    clock.rule.id,
    clock.rule.source,
    clock.rule.basis === 'seen' ? '' : '未核实',
    clock.subject.title,
    clock.recipients.join('、'),
    clock.startedAt,
    clock.due,
    clock.overdue ? '已逾期' : STATES[clock.state],
    String(clock.lateMinutes),
    clock.endedAt ?? '',
  ]);
  return `\uFEFF${[HEAD, ...rows].map((row) => row.map(csvCell).join(',')).join('\r\n')}\r\n`;
};
