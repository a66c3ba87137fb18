/** One page of a list that the server hands out with a cursor. */
export interface Page<Row> {
  readonly items: readonly Row[];
  readonly next: string | null;
  readonly total?: number;
}

/** Rows that an export holds at most. */
const MOST_EXPORTED = 10_000;

/** All rows of a list, page after page, and whether some are missing because there are more than an export holds. */
export const everyPage = async <Row>(
  load: (cursor: string | undefined, signal: AbortSignal) => Promise<Page<Row>>,
  most = MOST_EXPORTED,
): Promise<{ readonly rows: readonly Row[]; readonly cut: boolean }> => {
  const { signal } = new AbortController();
  const rows: Row[] = [];
  let cursor: string | undefined;
  do {
    const page = await load(cursor, signal);
    rows.push(...page.items);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined && rows.length < most);
  return { rows: rows.slice(0, most), cut: cursor !== undefined || rows.length > most };
};
