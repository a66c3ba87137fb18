import { isDomainError, SYSTEM_ACTOR } from '@chedun/kernel';
import { compose, type Composition } from '@chedun/module';
import { testPlatform, type TestPlatform } from '@chedun/module/testing';
import { readAudit } from '@chedun/records';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import type { CountResult, ImportResult, YearDetail, YearList } from './contract.ts';
import { workdays } from './module.ts';

interface AnyHandler {
  readonly handle: (call: object) => Promise<unknown>;
}

const DAY = 86_400_000;
const CSV_2027 = '日期,类型,名称\n2027-01-01,休,元旦\n2027-01-02,休,元旦\n2027-01-03,休,元旦\n2027-01-09,班,\n';
const SOURCE = '国务院办公厅关于2027年部分节假日安排的通知';

describe('the calendar of working days', () => {
  let world: TestPlatform;
  let app: Composition;
  beforeAll(async () => {
    world = await testPlatform();
    app = await compose([workdays], world.platform);
    await app.start();
  });
  afterAll(async () => {
    await app.stop();
    await world.close();
  });

  const call = async <Answer>(operationId: string, request: object = {}): Promise<Answer> => {
    const found = app.routes.find(({ route }) => route.operationId === operationId);
    if (!found) throw new Error(`no route ${operationId}`);
    const handler = found.route as unknown as AnyHandler;
    return (await handler.handle({ query: {}, params: {}, actor: SYSTEM_ACTOR, ...request })) as never;
  };
  const put = (year: number, file: string, format = 'csv') =>
    call<ImportResult>('importCalendarYear', {
      params: { year },
      query: { format, source: SOURCE },
      body: Readable.from([file]),
    });
  const count = (query: object) => call<z.infer<typeof CountResult>>('countWorkingDays', { query });
  const check = async () => {
    const found = app.registry.checks().find(({ id }) => id === 'workdays.years-known');
    return found?.run();
  };

  it('knows the year that comes with the product', async () => {
    const { items, missing, today } = await call<YearList>('listCalendarYears');
    expect([today, missing]).toEqual(['2026-11-23', []]);
    expect(items).toMatchObject([{ year: 2026, origin: 'shipped', workdays: 6, importedBy: null }]);
    const year = await call<YearDetail>('getCalendarYear', { params: { year: 2026 } });
    expect(year.days.find(({ date }) => date === '2026-10-10')).toEqual({
      date: '2026-10-10',
      kind: 'make-up',
      name: '',
    });
    expect(year.days.filter(({ kind }) => kind === 'holiday')).toHaveLength(year.holidays);
    expect(year.workingDays).toBe(
      365 -
        104 -
        year.days.filter(({ kind, date }) => kind === 'holiday' && new Date(date).getUTCDay() % 6 !== 0).length +
        6,
    );
  });

  it('counts where a limit ends, and does not guess', async () => {
    expect(await count({ from: '2026-09-18', days: 10, direction: 'forward' })).toEqual({
      kind: 'known',
      date: '2026-10-09',
      dueAt: '2026-10-09T16:00:00.000Z',
    });
    expect(await count({ from: '2026-12-31', days: 60, direction: 'back' })).toMatchObject({ date: '2026-10-09' });
    expect(await count({ from: '2026-12-24', days: 10, direction: 'forward' })).toEqual({
      kind: 'year-unknown',
      year: 2027,
    });
  });

  it('asks for the next year from December on, and takes it as a file', async () => {
    expect((await check())?.outcome).toBe('pass');
    world.clock.advance(10 * DAY);
    expect(await check()).toMatchObject({ outcome: 'fail', facts: { calendarMissing: '2027' } });
    const asked = app.asksOf(workdays).calendar;
    const result = await put(2027, CSV_2027);
    expect(result).toMatchObject({ origin: 'imported', source: SOURCE, holidays: 3, workdays: 1, unclear: [] });
    expect(asked().years).toEqual([2026, 2027]);
    expect((await check())?.outcome).toBe('pass');
    expect(await count({ from: '2026-12-24', days: 10, direction: 'forward' })).toMatchObject({ date: '2027-01-08' });
    const { lines } = await readAudit(world.platform.records, { limit: 5 });
    expect(lines[0]).toMatchObject({ action: 'workdays.year-imported' });
  });

  it('an import replaces what is shipped, and removing it brings that back', async () => {
    const ics = `BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20261001\nSUMMARY:国庆节（休）\nEND:VEVENT\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20260214\nSUMMARY:情人节\nEND:VEVENT\nEND:VCALENDAR\n`;
    expect(await put(2026, ics, 'ics')).toMatchObject({ origin: 'imported', holidays: 1, unclear: ['情人节'] });
    await call('removeCalendarYear', { params: { year: 2026 } });
    expect(await call('getCalendarYear', { params: { year: 2026 } })).toMatchObject({ origin: 'shipped', workdays: 6 });
  });

  it('refuses what cannot be, with the line', async () => {
    const code = async (work: Promise<unknown>) =>
      work.catch((error: unknown) => (isDomainError(error) ? [error.code, error.detail.line] : error));
    expect(await code(put(2028, '2028-10-01,休,国庆节\n2028-10-32,休,国庆节\n'))).toEqual(['calendar.row-invalid', 2]);
    expect(await code(put(2028, 'no calendar', 'ics'))).toEqual(['calendar.ics-invalid', 1]);
    expect(await code(call('getCalendarYear', { params: { year: 2028 } }))).toEqual([
      'workdays.year-unknown',
      undefined,
    ]);
    expect(await code(call('removeCalendarYear', { params: { year: 2028 } }))).toEqual([
      'workdays.year-unknown',
      undefined,
    ]);
    expect(await code(call('removeCalendarYear', { params: { year: 2026 } }))).toEqual([
      'workdays.year-shipped',
      undefined,
    ]);
  });

  it('is there again after a start', async () => {
    const again = await compose([workdays], world.platform);
    await again.start();
    expect(again.asksOf(workdays).calendar().years).toEqual([2026, 2027]);
    await again.stop();
  });
});
