import {
  addWorkingDays,
  beginInChina,
  dayOfText,
  readCalendarCsv,
  readCalendarIcs,
  textOfDay,
  workingDaysBefore,
} from '@chedun/calendar';
import { route, uploadRoute, type Route } from '@chedun/http';
import { text } from 'node:stream/consumers';
import type { z } from 'zod';
import {
  CountQuery,
  CountResult,
  ImportQuery,
  ImportResult,
  Removed,
  workdayPermissions,
  YearDetail,
  YearList,
  YearParams,
} from './contract.ts';
import { exampleImport, exampleYear, exampleYears } from './examples.ts';
import { presentYear, presentYears } from './present.ts';
import type { Years } from './years.ts';

interface Uses {
  readonly years: Years;
  readonly now: () => number;
}

const read = { permission: workdayPermissions.read, audit: 'none' } as const;
const write = { permission: workdayPermissions.write } as const;
/** Longest file; the readers take less still. */
const MOST_BYTES = 1024 * 1024;

const counted = ({ years }: Uses, { from, days, direction }: z.output<typeof CountQuery>) => {
  const start = dayOfText(from) ?? 0;
  const count = direction === 'forward' ? addWorkingDays : workingDaysBefore;
  const end = count(years.calendar(), start, days);
  if (end.kind === 'year-unknown') return end;
  const dueAt = new Date(beginInChina(end.day + 1)).toISOString();
  return { kind: 'known' as const, date: textOfDay(end.day), dueAt };
};

const readFile = (file: string, year: number, { format, source }: z.output<typeof ImportQuery>) =>
  format === 'ics'
    ? readCalendarIcs(file, year, source)
    : { year: readCalendarCsv(file, year, source), others: 0, unclear: [] };

const reads = (uses: Uses): Route[] => [
  route({
    ...read,
    method: 'GET',
    path: '/workdays',
    operationId: 'listCalendarYears',
    summary: { zh: '已知的节假日年份', en: 'Years whose holidays are known' },
    response: YearList,
    example: exampleYears,
    handle: async () => presentYears(uses.years, uses.now()),
  }),
  route({
    ...read,
    method: 'GET',
    path: '/workdays/count',
    operationId: 'countWorkingDays',
    summary: { zh: '推算工作日期限', en: 'Where a limit of working days ends' },
    query: CountQuery,
    response: CountResult,
    example: { kind: 'known', date: '2026-10-09', dueAt: '2026-10-09T16:00:00.000Z' },
    handle: async ({ query }) => counted(uses, query),
  }),
  route({
    ...read,
    method: 'GET',
    path: '/workdays/:year',
    operationId: 'getCalendarYear',
    summary: { zh: '一年的节假日与调休', en: 'Holidays and days made up of one year' },
    params: YearParams,
    response: YearDetail,
    example: exampleYear,
    handle: async ({ params }) => presentYear(uses.years, params.year),
  }),
];

/** Routes of the calendar of working days. */
export const workdayRoutes = (uses: Uses): Route[] => [
  ...reads(uses),
  uploadRoute({
    ...write,
    method: 'PUT',
    path: '/workdays/:year',
    operationId: 'importCalendarYear',
    summary: { zh: '导入一年的节假日安排', en: 'Import the holidays of a year (CSV or iCalendar)' },
    audit: 'workdays.year-imported',
    params: YearParams,
    query: ImportQuery,
    maxBytes: MOST_BYTES,
    response: ImportResult,
    example: exampleImport,
    handle: async ({ params, query, body, actor }) => {
      const { year, others, unclear } = readFile(await text(body), params.year, query);
      await uses.years.put(year, actor);
      return { ...presentYear(uses.years, params.year), others, unclear: [...unclear] };
    },
  }),
  route({
    ...write,
    method: 'DELETE',
    path: '/workdays/:year',
    operationId: 'removeCalendarYear',
    summary: { zh: '删除导入的年份', en: 'Remove a year that was imported' },
    audit: 'workdays.year-removed',
    params: YearParams,
    response: Removed,
    example: { removed: true },
    handle: async ({ params, actor }) => {
      await uses.years.remove(params.year, actor);
      return { removed: true };
    },
  }),
];
