import { readCalendarYear } from '@chedun/calendar';
import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { z } from 'zod';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const Day = z.iso.date();
const Year = z.strictObject({
  year: z.int(),
  source: z.string().regex(/^国务院办公厅关于\d{4}年部分节假日安排的通知/),
  holidays: z.array(z.strictObject({ name: z.string().regex(/\p{Script=Han}/u), from: Day, to: Day })).min(7),
  workdays: z.array(Day),
});

test.each(globSync('*.json', { cwd: HERE }))('%s names the notice it was taken from and holds together', (file) => {
  const value: unknown = JSON.parse(readFileSync(`${HERE}${file}`, 'utf8'));
  const year = Year.parse(value);
  expect(readCalendarYear(value)).toEqual(year);
  expect(basename(file)).toBe(`cn-${year.year}.json`);
  expect(year.source).toContain(`${year.year}年`);
});
