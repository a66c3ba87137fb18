import type { ActorRef, Json } from '@chedun/kernel';
import { jsonb, toText, type Records, type Tx } from '@chedun/records';
import type { Selectable } from 'kysely';
import type { Change, Dependent, SupplierInput, UnknownName } from './contract.ts';
import { keyOf } from './domain/names.ts';
import type { SupplierState } from './domain/state.ts';
import { suppliersError } from './errors.ts';
import type { SuppliersTables } from './tables.ts';

/** What reads and changes stand on. */
export interface Needs {
  readonly records: Records;
  readonly now: () => number;
  readonly newId: () => string;
}
export type SupplierRow = Selectable<SuppliersTables['suppliers.suppliers']>;
/** A row with what rules look at. */
export interface Known {
  readonly row: SupplierRow;
  readonly state: SupplierState;
}

/** Tables, inside a transaction or outside. */
export const tablesOf = (tables: Tx | Pick<Records, 'read'>) =>
  'as' in tables ? tables.as<SuppliersTables>() : tables.read<SuppliersTables>();

/** One change or look at a time. */
export const lock = async (tx: Tx): Promise<void> => {
  await tablesOf(tx).selectFrom('suppliers.state').select('id').forUpdate().execute();
};

/** One dossier. Throws `suppliers.unknown`. */
export const readRow = async (tables: Tx | Pick<Records, 'read'>, id: string): Promise<SupplierRow> => {
  const row = await tablesOf(tables)
    .selectFrom('suppliers.suppliers')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst();
  if (row === undefined) throw suppliersError('suppliers.unknown');
  return row;
};

const grouped = <T extends { readonly supplier: string }>(rows: readonly T[]): ReadonlyMap<string, T[]> => {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(row.supplier);
    if (group === undefined) groups.set(row.supplier, [row]);
    else group.push(row);
  }
  return groups;
};

/** What rules look at, for these rows. */
export const readStates = async (
  tables: Tx | Pick<Records, 'read'>,
  rows: readonly SupplierRow[],
  today: string,
): Promise<readonly Known[]> => {
  const db = tablesOf(tables);
  const ids = rows.map(({ id }) => id);
  if (ids.length === 0) return [];
  const agreements = grouped(
    await db
      .selectFrom('suppliers.agreements')
      .select(['supplier', 'valid_from', 'valid_to', 'security_terms', 'confidentiality'])
      .where(({ eb, fn, val }) => eb('supplier', '=', fn.any(val(ids))))
      .execute(),
  );
  const newest = grouped(
    await db
      .selectFrom('suppliers.reviews')
      .select(['supplier', 'day', 'result'])
      .distinctOn('supplier')
      .where(({ eb, fn, val }) => eb('supplier', '=', fn.any(val(ids))))
      .orderBy('supplier')
      .orderBy('day', 'desc')
      .orderBy('created_at', 'desc')
      .execute(),
  );
  const conditions = grouped(
    await db
      .selectFrom('suppliers.conditions as condition')
      .innerJoin('suppliers.reviews as review', 'review.id', 'condition.review')
      .select(['condition.id', 'review.supplier', 'condition.text', 'condition.due_on', 'condition.met_on'])
      .where('condition.met_on', 'is', null)
      .where(({ eb, fn, val }) => eb('review.supplier', '=', fn.any(val(ids))))
      .execute(),
  );
  return rows.map((row) => ({
    row,
    state: {
      today,
      id: row.id,
      name: row.name,
      importance: row.importance,
      createdOn: row.created_on,
      endedOn: row.ended_on,
      contactPerson: row.contact_person,
      contactPhone: row.contact_phone,
      contactEmail: row.contact_email,
      agreements: (agreements.get(row.id) ?? []).map((each) => ({
        validFrom: each.valid_from,
        validTo: each.valid_to,
        securityTerms: each.security_terms,
        confidentiality: each.confidentiality,
      })),
      newest: newest.get(row.id)?.[0],
      conditions: (conditions.get(row.id) ?? []).map(({ due_on: dueOn, met_on: metOn, id, text }) => {
        return { id, text, dueOn, metOn };
      }),
    },
  }));
};

/** The dossier as it was written. */
export const inputOf = (row: SupplierRow): SupplierInput => ({
  name: row.name,
  creditCode: row.credit_code,
  country: row.country,
  kinds: row.kinds,
  importance: row.importance,
  supplies: row.supplies,
  aliases: row.aliases,
  dependents: row.dependents as Dependent[],
  contactPerson: row.contact_person,
  contactPhone: row.contact_phone,
  contactEmail: row.contact_email,
});

/** Columns of what was written. */
export const columnsOf = (input: SupplierInput, now: number) => ({
  name: toText(input.name),
  credit_code: input.creditCode,
  country: input.country,
  kinds: [...new Set(input.kinds)],
  importance: input.importance,
  supplies: toText(input.supplies),
  aliases: input.aliases.map(toText),
  dependents: jsonb(input.dependents),
  contact_person: toText(input.contactPerson),
  contact_phone: input.contactPhone,
  contact_email: toText(input.contactEmail),
  updated_at: new Date(now),
});

/** Folded name and spellings, each once. */
export const keysOf = ({ name, aliases }: Pick<SupplierInput, 'name' | 'aliases'>): readonly string[] => [
  ...new Set([name, ...aliases].map((each) => keyOf(toText(each)))),
];

/** Which dossier each folded name belongs to. */
export const readKeys = async (tables: Tx | Pick<Records, 'read'>): Promise<ReadonlyMap<string, string>> => {
  const rows = await tablesOf(tables).selectFrom('suppliers.keys').selectAll().execute();
  return new Map(rows.map(({ key, supplier }) => [key, supplier]));
};

/** Names of the register of assets at the last look. */
export const readNames = (tables: Tx | Pick<Records, 'read'>): Promise<UnknownName[]> =>
  tablesOf(tables).selectFrom('suppliers.names').select(['name', 'vehicles', 'ecus', 'parts']).execute();

/** Keeps in the dossier who changed what. */
export const noteChange = async (
  tx: Tx,
  changes: readonly { readonly supplier: string; readonly kind: Change['kind']; readonly fields: Change['fields'] }[],
  { now, actor }: { readonly now: number; readonly actor: ActorRef },
): Promise<void> => {
  if (changes.length === 0) return;
  await tablesOf(tx)
    .insertInto('suppliers.changes')
    .values(
      changes.map(({ fields, ...each }) => ({ ...each, at: new Date(now), by: actor.name, fields: jsonb(fields) })),
    )
    .execute();
};

/** A line of the audit trail about a supplier. */
export const auditOf = (actor: ActorRef, action: string, id: string, after: object) =>
  ({ actor, action, target: { kind: 'supplier', id }, outcome: 'done', after: { ...after } as Json }) as const;
