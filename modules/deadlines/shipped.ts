import { readClockCatalogue, type ClockCatalogue } from '@chedun/deadlines';
import { readFile } from 'node:fs/promises';

const FILE = new URL('../../content/notice/clocks.json', import.meta.url);

/** The catalogue that comes with the product. */
export const readShippedClocks = async (): Promise<ClockCatalogue> =>
  readClockCatalogue(JSON.parse(await readFile(FILE, 'utf8')));
