import type { ActorRef } from '@chedun/kernel';
import { jsonb, toText, type Tx } from '@chedun/records';
import { sql } from 'kysely';
import type { UnitInput } from '../contract.ts';
import { filingError } from '../errors.ts';
import { auditOf, keptFile, lockUnit, MOST_FILE, type Base } from '../store.ts';
import type { FilingTables } from '../tables.ts';

const columnsOf = async ({ blobs, clock, content }: Base, unit: UnitInput) => {
  const types = await content.types();
  if (!types.some(({ id }) => id === unit.type)) throw filingError('filing.type-unknown', { field: 'type' });
  const topology = await keptFile(blobs, unit.topology);
  return {
    name: toText(unit.name),
    type: unit.type,
    functions: toText(unit.functions),
    boundary: toText(unit.boundary),
    sites: toText(unit.sites),
    topology_note: toText(unit.topologyNote),
    topology: topology === null ? null : jsonb({ ...topology }),
    zones: unit.zones.map(toText),
    models: unit.models.map(toText),
    updated_at: new Date(clock.now()),
  };
};

/** One name, one unit; one asset, one unit. */
const needFree = async (tx: Tx, id: string, { name, members }: UnitInput): Promise<void> => {
  const db = tx.as<FilingTables>();
  await sql`lock table filing.members in share row exclusive mode`.execute(db);
  const same = await db.selectFrom('filing.units').select('id').where('name', '=', name).executeTakeFirst();
  if (same !== undefined && same.id !== id) throw filingError('filing.unit-taken', { field: 'name', reason: name });
  const keys = members.map(({ kind, asset }) => `${kind}:${asset}`);
  const { rows } = await sql<{ asset: string }>`select asset from filing.members
    where unit <> ${id} and kind || ':' || asset = any(${keys}) order by asset limit 1`.execute(db);
  if (rows[0] !== undefined) throw filingError('filing.unit-taken', { field: 'members', reason: rows[0].asset });
};

const putMembers = async (tx: Tx, unit: string, members: UnitInput['members']): Promise<void> => {
  const db = tx.as<FilingTables>();
  await db.deleteFrom('filing.members').where('unit', '=', unit).execute();
  const unique = [...new Map(members.map((each) => [`${each.kind}:${each.asset}`, each])).values()];
  for (let at = 0; at < unique.length; at += 1000)
    await db
      .insertInto('filing.members')
      .values(unique.slice(at, at + 1000).map(({ kind, asset }) => ({ kind, asset: toText(asset), unit })))
      .execute();
};

const summary = ({ name, type, members }: UnitInput) => ({ name, type, members: members.length });

/** Makes units, all or none. */
const create =
  (needs: Base) =>
  async (units: readonly UnitInput[], actor: ActorRef): Promise<string[]> => {
    const columns = await Promise.all(units.map((unit) => columnsOf(needs, unit)));
    return needs.records.transaction(async (tx) => {
      const ids: string[] = [];
      for (const [at, unit] of units.entries()) {
        const values = columns[at];
        if (values === undefined) continue;
        const id = needs.newId();
        await needFree(tx, id, unit);
        await tx
          .as<FilingTables>()
          .insertInto('filing.units')
          .values({ id, ...values })
          .execute();
        await putMembers(tx, id, unit.members);
        await tx.audit(auditOf(actor, 'unit-created', 'filing-unit', id, summary(unit)));
        ids.push(id);
      }
      return ids;
    });
  };

const save =
  (needs: Base) =>
  async (id: string, unit: UnitInput, actor: ActorRef): Promise<void> => {
    const values = await columnsOf(needs, unit);
    await needs.records.transaction(async (tx) => {
      await lockUnit(tx, id);
      await needFree(tx, id, unit);
      await tx.as<FilingTables>().updateTable('filing.units').set(values).where('id', '=', id).execute();
      await putMembers(tx, id, unit.members);
      await tx.audit(auditOf(actor, 'unit-saved', 'filing-unit', id, summary(unit)));
    });
  };

/** Removes a unit that is neither graded nor in a case. */
const remove =
  ({ records }: Base) =>
  (id: string, actor: ActorRef): Promise<void> =>
    records.transaction(async (tx) => {
      const { level, name } = await lockUnit(tx, id);
      const db = tx.as<FilingTables>();
      const used = await db.selectFrom('filing.cases').select('id').where('unit', '=', id).executeTakeFirst();
      if (level !== null || used !== undefined) throw filingError('filing.unit-busy', { field: 'id' });
      await db.deleteFrom('filing.units').where('id', '=', id).execute();
      await tx.audit(auditOf(actor, 'unit-removed', 'filing-unit', id, { name }));
    });

const upload =
  ({ blobs, newId }: Base) =>
  async (body: AsyncIterable<Uint8Array>) => {
    const blob = `filing/files/${newId()}`;
    const { bytes, sm3 } = await blobs.put(blob, body, { maxBytes: MOST_FILE });
    return { blob, bytes, sm3 };
  };

/** Everything that changes units. */
export const unitUseCases = (needs: Base) => ({
  createUnits: create(needs),
  saveUnit: save(needs),
  removeUnit: remove(needs),
  upload: upload(needs),
});
