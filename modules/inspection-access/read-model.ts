import { decodeCursor, encodeCursor } from './domain/cursor.ts';
import type { InspectionOrder } from '@chedun/inspection';
import type { Records } from '@chedun/records';
import { sql, type SqlBool } from 'kysely';
import type { z } from 'zod';
import type { Access, AccessLine, AccessPage, AccessQuery, Evidence } from './contract.ts';
import { stateOf } from './domain/state.ts';
import { accessError } from './errors.ts';
import { EVIDENCE, GUESTS, INSPECTIONS, LOOKS, type AccessRow, type AccessTables, type GuestRow } from './tables.ts';

export interface ReadNeeds {
  readonly records: Records;
  readonly now: () => number;
}

/** What may be read, as people see it. */
export const scopeOf = ({ kinds, obligations, units, from, until }: InspectionOrder) => ({
  kinds: [...kinds],
  obligations: [...obligations],
  units: [...units],
  from,
  until,
});

const countsOf = async ({ records }: ReadNeeds, ids: readonly string[]) => {
  if (ids.length === 0) return { guests: [], looks: [], evidence: [] };
  const db = records.read<AccessTables>();
  const [guests, looks, evidence] = await Promise.all([
    db
      .selectFrom(GUESTS)
      .selectAll()
      .where('inspection', 'in', [...ids])
      .orderBy('let_in_at', 'desc')
      .execute(),
    db
      .selectFrom(LOOKS)
      .select(({ fn }) => [
        'inspection',
        fn.countAll<number>().filterWhere('refused', '=', '').as('seen'),
        fn.countAll<number>().filterWhere('refused', '<>', '').as('refused'),
      ])
      .where('inspection', 'in', [...ids])
      .groupBy('inspection')
      .execute(),
    db
      .selectFrom(EVIDENCE)
      .select(({ fn }) => ['inspection', fn.countAll<number>().as('count')])
      .where('inspection', 'in', [...ids])
      .groupBy('inspection')
      .execute(),
  ]);
  return { guests, looks, evidence };
};

const inspectorsOf = ({ order }: AccessRow, guests: readonly GuestRow[]): AccessLine['inspectors'] =>
  order.inspectors.map(({ name, organisation }, position) => {
    // the newest comes first: whoever was shown out and let in again is in
    const guest = guests.find((each) => each.position === position);
    return {
      position,
      name,
      organisation,
      login: guest?.login ?? '',
      letInAt: guest?.let_in_at.toISOString() ?? null,
      letInBy: guest?.let_in_by ?? '',
      withdrawnAt: guest?.withdrawn_at?.toISOString() ?? null,
    };
  });

const headOf = (row: AccessRow, now: number) => ({
  id: row.id,
  number: row.number,
  authority: row.order.authority,
  basis: row.order.basis,
  state: stateOf(row, now),
  ordered: scopeOf(row.order),
  opened: row.opened === null ? null : scopeOf(row.opened),
  signer: {
    sm3: row.state === 'accepted' || row.state === 'withdrawn' ? row.signer_sm3 : null,
    subject: row.signer_subject,
  },
  manifestSm3: row.manifest_sm3,
  broughtAt: row.brought_at.toISOString(),
  broughtBy: row.brought_by,
  decidedAt: row.decided_at?.toISOString() ?? null,
  decidedBy: row.decided_by,
  compared: row.compared,
  withdrawnAt: row.withdrawn_at?.toISOString() ?? null,
  withdrawnBy: row.withdrawn_by,
  why: row.why,
});

const linesOf = async (needs: ReadNeeds, rows: readonly AccessRow[]): Promise<AccessLine[]> => {
  const { guests, looks, evidence } = await countsOf(
    needs,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => {
    const counted = looks.find(({ inspection }) => inspection === row.id);
    return {
      ...headOf(row, needs.now()),
      inspectors: inspectorsOf(
        row,
        guests.filter(({ inspection }) => inspection === row.id),
      ),
      looks: counted?.seen ?? 0,
      refused: counted?.refused ?? 0,
      evidence: evidence.find(({ inspection }) => inspection === row.id)?.count ?? 0,
    };
  });
};

/** Inspections, newest first. Throws `inspection-access.cursor-invalid`. */
export const listAccess =
  (needs: ReadNeeds) =>
  async ({ cursor, limit }: z.output<typeof AccessQuery>): Promise<AccessPage> => {
    const from = decodeCursor(cursor);
    const rows = await needs.records
      .read<AccessTables>()
      .selectFrom(INSPECTIONS)
      .selectAll()
      .$if(from !== undefined, (q) =>
        q.where(sql<SqlBool>`(brought_at, id) < (${from?.at}::timestamptz, ${from?.id}::uuid)`),
      )
      .orderBy('brought_at', 'desc')
      .orderBy('id', 'desc')
      .limit(limit + 1)
      .execute();
    const shown = rows.slice(0, limit);
    const last = rows.length > limit ? shown.at(-1) : undefined;
    return {
      items: await linesOf(needs, shown),
      next: last === undefined ? null : encodeCursor(last.brought_at, last.id),
    };
  };

/** Evidence that was taken in an inspection, newest first, at most 500; of one account where it is given. */
export const evidenceOf = async (
  { records }: Pick<ReadNeeds, 'records'>,
  inspection: string,
  account?: string,
): Promise<Evidence[]> => {
  const rows = await records
    .read<AccessTables>()
    .selectFrom(EVIDENCE)
    .selectAll()
    .where('inspection', '=', inspection)
    .$if(account !== undefined, (q) => q.where('account', '=', account ?? ''))
    .orderBy('at', 'desc')
    .limit(500)
    .execute();
  return rows.map(({ id, at, inspector, paths, sm3, note }) => ({
    id,
    at: at.toISOString(),
    inspector,
    paths,
    sm3,
    note,
  }));
};

/** An inspection with the evidence that was taken. Throws `inspection-access.unknown`. */
export const readAccess =
  (needs: ReadNeeds) =>
  async (id: string): Promise<Access> => {
    const query = needs.records.read<AccessTables>().selectFrom(INSPECTIONS).selectAll().where('id', '=', id);
    const [line] = await linesOf(needs, await query.execute());
    if (line === undefined) throw accessError('inspection-access.unknown');
    return { inspection: line, evidence: await evidenceOf(needs, id) };
  };
