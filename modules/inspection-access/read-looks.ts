import type { Records } from '@chedun/records';
import { sql, type SqlBool } from 'kysely';
import type { z } from 'zod';
import type { LookPage, LookQuery } from './contract.ts';
import { decodeCursor, encodeCursor } from './domain/cursor.ts';
import type { AccessTables } from './tables.ts';

type Query = z.output<typeof LookQuery>;
/** Whose looks: of one account, or of everybody. */
export type LookFilter = Query & { readonly account?: string };

const found = (records: Records, { inspection, outcome, account }: LookFilter) =>
  records
    .read<AccessTables>()
    .selectFrom('inspection_access.looks as look')
    .leftJoin('inspection_access.inspections as inspection', 'inspection.id', 'look.inspection')
    .$if(inspection !== undefined, (q) => q.where('look.inspection', '=', inspection ?? null))
    .$if(account !== undefined, (q) => q.where('look.account', '=', account ?? ''))
    .$if(outcome === 'answered', (q) => q.where('look.refused', '=', ''))
    .$if(outcome === 'refused', (q) => q.where('look.refused', '<>', ''));

/** Who looked at what, newest first. Throws `inspection-access.cursor-invalid`. */
export const listLooks =
  (records: Records) =>
  async (filter: LookFilter): Promise<LookPage> => {
    const { cursor, limit } = filter;
    const from = decodeCursor(cursor);
    const [rows, counted] = await Promise.all([
      found(records, filter)
        .selectAll('look')
        .select('inspection.number as number')
        .$if(from !== undefined, (q) =>
          q.where(sql<SqlBool>`(look.at, look.id) < (${from?.at}::timestamptz, ${from?.id}::uuid)`),
        )
        .orderBy('look.at', 'desc')
        .orderBy('look.id', 'desc')
        .limit(limit + 1)
        .execute(),
      found(records, filter)
        .select(({ fn }) => fn.countAll<number>().as('total'))
        .executeTakeFirst(),
    ]);
    const shown = rows.slice(0, limit);
    const last = rows.length > limit ? shown.at(-1) : undefined;
    return {
      items: shown.map(({ number, at, ...line }) => ({
        ...line,
        number: number ?? '',
        at: at.toISOString(),
      })),
      next: last === undefined ? null : encodeCursor(last.at, last.id),
      total: counted?.total ?? 0,
    };
  };
