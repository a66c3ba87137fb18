import { openCalendar, type Calendar, type CalendarYear } from '@chedun/calendar';
import { DomainError, type ActorRef } from '@chedun/kernel';
import { jsonb, toText, type Records } from '@chedun/records';

import type { WorkdayTables } from './tables.ts';

/** A year with where it came from. */
export type KeptYear = CalendarYear &
  (
    | { readonly origin: 'shipped' }
    | { readonly origin: 'imported'; readonly importedBy: string; readonly importedAt: Date }
  );

/** Years in memory, with the calendar that they make. */
export interface Years {
  readonly load: () => Promise<void>;
  readonly all: () => readonly KeptYear[];
  readonly calendar: () => Calendar;
  readonly put: (year: CalendarYear, actor: ActorRef) => Promise<void>;
  readonly remove: (year: number, actor: ActorRef) => Promise<void>;
}

interface Needs {
  readonly records: Records;
  readonly shipped: () => Promise<readonly CalendarYear[]>;
  readonly now: () => number;
}

const readImported = async (records: Pick<Records, 'read'>): Promise<readonly KeptYear[]> => {
  const rows = await records.read<WorkdayTables>().selectFrom('workdays.years').selectAll().execute();
  return rows.map(({ year, source, holidays, workdays, imported_by, imported_at }) => ({
    year,
    source,
    holidays,
    workdays,
    origin: 'imported',
    importedBy: imported_by,
    importedAt: imported_at,
  }));
};

const keep = async ({ records, now }: Needs, year: CalendarYear, actor: ActorRef): Promise<void> => {
  const values = {
    source: toText(year.source),
    holidays: jsonb(year.holidays),
    workdays: [...year.workdays],
    imported_by: actor.name,
    imported_at: new Date(now()),
  };
  await records.transaction(async (tx) => {
    await tx
      .as<WorkdayTables>()
      .insertInto('workdays.years')
      .values({ year: year.year, ...values })
      .onConflict((conflict) => conflict.column('year').doUpdateSet(values))
      .execute();
    await tx.audit({
      actor,
      action: 'workdays.year-imported',
      target: { kind: 'calendar-year', id: String(year.year) },
      outcome: 'done',
      after: { source: year.source, holidays: year.holidays.length, workdays: year.workdays.length },
    });
  });
};

const forget = async ({ records }: Needs, year: number, actor: ActorRef): Promise<void> =>
  records.transaction(async (tx) => {
    const gone = await tx
      .as<WorkdayTables>()
      .deleteFrom('workdays.years')
      .where('year', '=', year)
      .returning('source')
      .executeTakeFirst();
    if (!gone) throw new DomainError('workdays.year-shipped', { field: String(year) });
    await tx.audit({
      actor,
      action: 'workdays.year-removed',
      target: { kind: 'calendar-year', id: String(year) },
      outcome: 'done',
      before: { source: gone.source },
    });
  });

/** Keeps imported years in the records store; `load` before the first question. */
export const openYears = (needs: Needs): Years => {
  let years: readonly KeptYear[] = [];
  let calendar = openCalendar([]);
  const load = async (): Promise<void> => {
    const byYear = new Map<number, KeptYear>();
    for (const year of await needs.shipped()) byYear.set(year.year, { ...year, origin: 'shipped' });
    for (const year of await readImported(needs.records)) byYear.set(year.year, year);
    years = [...byYear.values()].toSorted((a, b) => b.year - a.year);
    calendar = openCalendar(years);
  };
  return {
    load,
    all: () => years,
    calendar: () => calendar,
    put: async (year, actor) => {
      await keep(needs, year, actor);
      await load();
    },
    remove: async (year, actor) => {
      if (!years.some((each) => each.year === year))
        throw new DomainError('workdays.year-unknown', { field: String(year) });
      await forget(needs, year, actor);
      await load();
    },
  };
};
