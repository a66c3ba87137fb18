import { readCalendarYear, type CalendarYear } from '@chedun/calendar';
import { readdir, readFile } from 'node:fs/promises';

const FOLDER = new URL('../../content/calendar/', import.meta.url);

/** Years that come with the product. */
export const shippedYears = async (): Promise<readonly CalendarYear[]> => {
  const files = (await readdir(FOLDER)).filter((name) => /^cn-\d{4}\.json$/.test(name)).toSorted();
  return Promise.all(
    files.map(async (name) => readCalendarYear(JSON.parse(await readFile(new URL(name, FOLDER), 'utf8')))),
  );
};
