import type { AssetsAsks } from '@chedun/assets/contract';
import type { IngestAsks } from '@chedun/ingest/contract';
import { DomainError, type ActorRef, type Json } from '@chedun/kernel';
import type { Platform } from '@chedun/module';
import { readUnits } from '../domain/read-units.ts';
import type { NewRoadUnit, RoadUnitList, RoadUnitsImported } from '../road-contract.ts';
import type { GatewayTables } from '../tables.ts';

/** What the register of roadside units stands on. */
export interface RoadNeeds extends Pick<Platform, 'records' | 'clock' | 'config'> {
  readonly ingest: Pick<IngestAsks, 'registerRoadUnits' | 'roadUnitsHeard'>;
  readonly readTable: AssetsAsks['readTable'];
}

const MOST_UNITS = 4096;
const MOST_REFUSED = 200;
const MOST_STRANGERS = 200;

const rowsOf = ({ records }: Pick<RoadNeeds, 'records'>) =>
  records.read<GatewayTables>().selectFrom('gateway.road_units').selectAll().orderBy('id').execute();

/** Hands the register to the listeners. */
export const loadRoadUnits = async (needs: Pick<RoadNeeds, 'records' | 'ingest'>): Promise<void> => {
  const rows = await rowsOf(needs);
  needs.ingest.registerRoadUnits(rows.map(({ id, sender, lat, lon }) => ({ id, from: sender, lat, lon })));
};

/** Units of the register and of the configuration, and who else was heard. */
export const listRoadUnits = (needs: RoadNeeds) => async (): Promise<RoadUnitList> => {
  const heard = needs.ingest.roadUnitsHeard();
  const heardAt = (sender: string): string | null => {
    const at = heard.get(sender);
    return at === undefined ? null : new Date(at).toISOString();
  };
  const configured = needs.config.ingest.roadsideUnits;
  const taken = new Set(configured.map(({ from }) => from));
  const rows = (await rowsOf(needs)).filter(({ sender }) => !taken.has(sender));
  const items: RoadUnitList['items'] = [
    ...configured.map(({ id, from, lat, lon }) => ({
      id,
      title: '',
      sender: from,
      lat,
      lon,
      changedAt: null,
      lastHeard: heardAt(from),
      origin: 'config' as const,
    })),
    ...rows.map(({ changed_at, ...row }) => ({
      ...row,
      lastHeard: heardAt(row.sender),
      changedAt: changed_at.toISOString(),
      origin: 'register' as const,
    })),
  ];
  const known = new Set(items.map(({ sender }) => sender));
  const strangers = [...heard]
    .filter(([sender]) => !known.has(sender))
    .toSorted(([, one], [, other]) => other - one)
    .slice(0, MOST_STRANGERS)
    .map(([sender, at]) => ({ sender, lastHeard: new Date(at).toISOString() }));
  return { items, strangers };
};

const save = async (
  needs: RoadNeeds,
  units: readonly NewRoadUnit[],
  audit: { readonly actor: ActorRef; readonly action: string; readonly id: string; readonly after: Json },
): Promise<void> => {
  const changed_at = new Date(needs.clock.now());
  const { actor, action, id, after } = audit;
  await needs.records.transaction(async (tx) => {
    const db = tx.as<GatewayTables>();
    for (const { sender, ...unit } of units) {
      const owner = await db
        .selectFrom('gateway.road_units')
        .select('id')
        .where('sender', '=', sender)
        .where('id', '<>', unit.id)
        .executeTakeFirst();
      if (owner) throw new DomainError('gateway.road-sender-taken', { field: 'sender', value: sender, unit: owner.id });
      await db
        .insertInto('gateway.road_units')
        .values({ ...unit, sender, changed_at })
        .onConflict((conflict) => conflict.column('id').doUpdateSet({ ...unit, sender, changed_at }))
        .execute();
    }
    const { total } = await db
      .selectFrom('gateway.road_units')
      .select((eb) => eb.fn.countAll<string>().as('total'))
      .executeTakeFirstOrThrow();
    if (Number(total) > MOST_UNITS) throw new DomainError('gateway.too-many-units', { limit: MOST_UNITS });
    await tx.audit({ actor, action, target: { kind: 'road-unit', id }, outcome: 'done', after });
  });
  await loadRoadUnits(needs);
};

/** Adds a unit or changes it. */
export const saveRoadUnit =
  (needs: RoadNeeds) =>
  (unit: NewRoadUnit, actor: ActorRef): Promise<void> =>
    save(needs, [unit], { actor, action: 'gateway.road-unit-saved', id: unit.id, after: unit });

/** Forgets a unit. */
export const removeRoadUnit =
  (needs: RoadNeeds) =>
  async (id: string, actor: ActorRef): Promise<void> => {
    await needs.records.transaction(async (tx) => {
      const row = await tx
        .as<GatewayTables>()
        .deleteFrom('gateway.road_units')
        .where('id', '=', id)
        .returning(['title', 'sender', 'lat', 'lon'])
        .executeTakeFirst();
      if (row === undefined) throw new DomainError('gateway.no-such-unit', { field: id });
      const target = { kind: 'road-unit', id };
      await tx.audit({ actor, action: 'gateway.road-unit-removed', target, outcome: 'done', before: row });
    });
    await loadRoadUnits(needs);
  };

/** Imports a table; rows that cannot be read are told and the others taken. */
export const importRoadUnits =
  (needs: RoadNeeds) =>
  async (bytes: Uint8Array, actor: ActorRef): Promise<RoadUnitsImported> => {
    const { units, refused } = readUnits(await needs.readTable(bytes));
    const after = { imported: units.length, refused: refused.length };
    await save(needs, units, { actor, action: 'gateway.road-units-imported', id: 'table', after });
    return { imported: units.length, refused: refused.slice(0, MOST_REFUSED) };
  };
