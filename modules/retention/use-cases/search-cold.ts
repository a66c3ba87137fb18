import type { SearchAsks } from '@chedun/search/contract';
import type { z } from 'zod';
import type { ColdPage, ColdQuery, RetentionAsks } from '../contract.ts';

/** Searches records whose rows have left the event store, in their Parquet files. */
export const searchCold =
  ({ coldFiles, searchFiles }: Pick<RetentionAsks, 'coldFiles'> & Pick<SearchAsks, 'searchFiles'>) =>
  async (asked: z.output<typeof ColdQuery>): Promise<z.input<typeof ColdPage>> => {
    const names = await coldFiles({ from: Date.parse(asked.from), to: Date.parse(asked.to) });
    if (names.length === 0) return { items: [], next: null, tookMs: 0, files: 0 };
    return { ...(await searchFiles(asked, names)), files: names.length };
  };
