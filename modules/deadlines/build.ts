import { clockOf, type ClockCatalogue } from '@chedun/deadlines';
import type { ModuleParts, Platform } from '@chedun/module';
import type { WorkdayAsks } from '@chedun/workdays/contract';
import { deadlineChecks } from './checks.ts';
import type { DeadlineAsks } from './contract.ts';
import { ruleFacts } from './present.ts';
import { deadlineReadModel } from './read-model.ts';
import { deadlineRoutes } from './routes.ts';
import { readShippedClocks } from './shipped.ts';
import { startCalendarClocks } from './use-cases/calendar-clocks.ts';
import { stopClock, withdrawClock } from './use-cases/end.ts';
import { startClock } from './use-cases/start.ts';
import { warnOfClocks } from './use-cases/warn.ts';

/** The catalogue is read once, when it is first wanted. */
const openCatalogue = (): (() => Promise<ClockCatalogue>) => {
  let read: Promise<ClockCatalogue> | undefined;
  return () => {
    read ??= readShippedClocks();
    return read;
  };
};

/** Builds the module from the platform. */
export const buildDeadlines = (
  { records, clock, newId, blobs }: Pick<Platform, 'records' | 'clock' | 'newId' | 'blobs'>,
  { workdays }: { readonly workdays: WorkdayAsks },
): ModuleParts<DeadlineAsks> => {
  const catalogue = openCatalogue();
  const needs = { records, now: clock.now, newId, blobs, catalogue, calendar: workdays.calendar };
  const screens = deadlineReadModel(needs);
  const start = startClock(needs);
  const stop = stopClock(needs);
  const ofCalendar = startCalendarClocks({ start, now: clock.now });
  return {
    asks: {
      start,
      stop,
      withdraw: withdrawClock(needs),
      of: screens.of,
      rule: async (id) => clockOf(await catalogue(), id),
      countsOf: screens.countsOfRule,
    },
    routes: deadlineRoutes({
      screens,
      start,
      stop,
      rules: async () => [...(await catalogue()).values()].map(ruleFacts),
    }),
    jobs: [
      { name: 'warn', cron: '* * * * *', run: warnOfClocks(needs) },
      { name: 'calendar', cron: '5 0 * * *', run: ofCalendar },
    ],
    checks: deadlineChecks(screens),
    start: ofCalendar,
  };
};
