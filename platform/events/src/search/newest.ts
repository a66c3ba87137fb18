import type { Events, QueryLimits } from '../events.ts';
import type { SearchQuery } from './ast.ts';
import { listSql, type SearchCursor } from './queries.ts';
import type { ListRow } from './rows.ts';

/** A page of a list. */
export interface Page {
  readonly limit: number;
  readonly after?: SearchCursor;
}

/** Shares of a range that are searched one after the other, from its newest end. */
const SHARES = [1 / 64, 1 / 8, 1];
/** Shorter ranges are read at once. */
const LEAST_SPAN_MS = 3_600_000;

const slicesOf = ({ where, from, to }: SearchQuery, newest: number): readonly SearchQuery[] => {
  const end = Math.min(to, newest);
  const span = end - from;
  if (span < LEAST_SPAN_MS) return [{ where, from, to: end }];
  const edges = SHARES.map((share) => (share === 1 ? from : Math.floor(end - span * share)));
  return edges.map((edge, at) => ({ where, from: edge, to: edges[at - 1] ?? end }));
};

/**
 * The newest events that match, as rows of `readListRow`. It goes back in time in steps and ends with the first
 * that fills the page: many hits cost a part of the range, few cost all of it and two more look-ups.
 * `limits` hold for each step. Rejects as `Events.query` does.
 */
export const readNewest = async (
  events: Pick<Events, 'query'>,
  query: SearchQuery,
  page: Page,
  limits: QueryLimits = {},
): Promise<readonly ListRow[]> => {
  const after = page.after === undefined ? {} : { after: page.after };
  const rows: ListRow[] = [];
  for (const slice of slicesOf(query, page.after === undefined ? Infinity : page.after.time + 1)) {
    const part = listSql(slice, { limit: page.limit - rows.length, ...after });
    rows.push(...(await events.query<ListRow>(part, limits)));
    if (rows.length >= page.limit) break;
  }
  return rows;
};
