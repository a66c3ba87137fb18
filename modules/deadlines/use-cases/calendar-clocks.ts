import { beginInChina, dayInChina, dayOfText, textOfDay } from '@chedun/calendar';
import { SYSTEM_ACTOR } from '@chedun/kernel';
import type { DeadlineAsks } from '../contract.ts';

/** Clocks that the calendar starts: the annual report on automotive data security, due on 15 December (ANN-1). */
export const startCalendarClocks =
  ({ start, now }: { readonly start: DeadlineAsks['start']; readonly now: () => number }) =>
  async (): Promise<void> => {
    const year = textOfDay(dayInChina(now())).slice(0, 4);
    const first = dayOfText(`${year}-01-01`);
    if (first === undefined) return;
    await start({
      rule: 'ANN-1',
      subject: { kind: 'year', id: year, title: `${year} 年度汽车数据安全管理情况` },
      records: [{ kind: 'calendar', id: year, at: beginInChina(first) }],
      actor: SYSTEM_ACTOR,
    });
  };
