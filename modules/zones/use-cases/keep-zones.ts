import type { ActorRef, Json } from '@chedun/kernel';
import { toText, type Tx } from '@chedun/records';
import { MOST_ZONES, type ZoneInput, type ZonesImported } from '../contract.ts';
import { networkKey, readNetwork } from '../domain/address.ts';
import { readZoneRows, refusal, type TableRow } from '../domain/read-zones.ts';
import { zonesError } from '../errors.ts';
import { lock, readZones, type Needs } from '../store.ts';
import type { ZonesTables } from '../tables.ts';
import { judge } from './judge.ts';

type Known = { readonly id: string; readonly name: string; readonly cidrs: readonly string[] };

const keysOf = (cidrs: readonly string[]): readonly string[] =>
  cidrs.map((text) => {
    const network = readNetwork(text);
    if (network === undefined) throw zonesError('zones.bad-network', { field: 'cidrs', value: text });
    return networkKey(network);
  });

/** Refuses what cannot be read, and networks and names that others have. */
const examine = (zones: readonly Known[], input: ZoneInput, id: string | undefined): void => {
  const others = zones.filter((zone) => zone.id !== id);
  if (others.some(({ name }) => name === input.name)) throw zonesError('zones.duplicate', { field: 'name' });
  const taken = new Map(others.flatMap(({ name, cidrs }) => keysOf(cidrs).map((key) => [key, name] as const)));
  const keys = keysOf(input.cidrs);
  keys.forEach((key, at) => {
    if (taken.has(key))
      throw zonesError('zones.taken-network', { field: 'cidrs', value: `${input.cidrs[at]} · ${taken.get(key)}` });
  });
  if (id === undefined && zones.length >= MOST_ZONES) throw zonesError('zones.too-many');
};

const columnsOf = ({ name, kind, cidrs, description, owner }: ZoneInput, now: number) => ({
  name: toText(name),
  kind,
  cidrs: [...new Set(cidrs)],
  description: toText(description),
  owner: toText(owner),
  updated_at: new Date(now),
});

const auditOf = (
  actor: ActorRef,
  action: string,
  id: string,
  what: { readonly after?: Json; readonly before?: Json },
) => ({ actor, action, target: { kind: 'zone', id }, outcome: 'done', ...what }) as const;

const write = async (tx: Tx, input: ZoneInput, id: string, needs: Needs): Promise<void> => {
  const columns = columnsOf(input, needs.now());
  await tx
    .as<ZonesTables>()
    .insertInto('zones.zones')
    .values({ id, ...columns })
    .onConflict((on) => on.column('id').doUpdateSet(columns))
    .execute();
};

/** Adds a zone, and judges everything again. Throws `zones.*`. */
export const addZone =
  (needs: Needs) =>
  (input: ZoneInput, actor: ActorRef): Promise<void> =>
    needs.records.transaction(async (tx) => {
      await lock(tx);
      examine(await readZones(tx), input, undefined);
      const id = needs.newId();
      await write(tx, input, id, needs);
      await judge(tx, needs);
      await tx.audit(auditOf(actor, 'zones.added', id, { after: { ...input } }));
    });

/** Changes a zone, and judges everything again. Throws `zones.*`. */
export const changeZone =
  (needs: Needs) =>
  (id: string, input: ZoneInput, actor: ActorRef): Promise<void> =>
    needs.records.transaction(async (tx) => {
      await lock(tx);
      const zones = await readZones(tx);
      const before = zones.find((zone) => zone.id === id);
      if (before === undefined) throw zonesError('zones.unknown');
      examine(zones, input, id);
      await write(tx, input, id, needs);
      await judge(tx, needs);
      const old = { name: before.name, kind: before.kind, cidrs: before.cidrs };
      await tx.audit(auditOf(actor, 'zones.changed', id, { before: old, after: { ...input } }));
    });

/** Removes a zone with the permissions from and to it, and judges everything again. Throws `zones.unknown`. */
export const removeZone =
  (needs: Needs) =>
  (id: string, actor: ActorRef): Promise<void> =>
    needs.records.transaction(async (tx) => {
      await lock(tx);
      const removed = await tx
        .as<ZonesTables>()
        .deleteFrom('zones.zones')
        .where('id', '=', id)
        .returning(['name', 'cidrs'])
        .executeTakeFirst();
      if (removed === undefined) throw zonesError('zones.unknown');
      await judge(tx, needs);
      await tx.audit(auditOf(actor, 'zones.removed', id, { before: removed }));
    });

/** Takes a table of zones: a zone of the same name is changed. Rows that are wrong are named, the others are taken. */
export const importZones =
  (needs: Needs & { readonly readTable: (bytes: Uint8Array) => Promise<readonly TableRow[]> }) =>
  async (bytes: Uint8Array, actor: ActorRef): Promise<ZonesImported> => {
    const { taken, refused, rows } = readZoneRows(await needs.readTable(bytes));
    return needs.records.transaction(async (tx) => {
      await lock(tx);
      const zones: Known[] = [...(await readZones(tx))];
      const wrong: ZonesImported['refused'] = [...refused];
      let [added, changed] = [0, 0];
      for (const { row, zone } of taken) {
        const at = zones.findIndex(({ name }) => name === zone.name);
        const id = zones[at]?.id ?? needs.newId();
        const place = refusal(zones, zone, { row, id, isNew: at < 0 });
        if (place !== undefined) {
          wrong.push(place);
          continue;
        }
        await write(tx, zone, id, needs);
        if (at < 0) added += 1;
        else changed += 1;
        zones.splice(at < 0 ? zones.length : at, at < 0 ? 0 : 1, { id, name: zone.name, cidrs: zone.cidrs });
      }
      await judge(tx, needs);
      await tx.audit(auditOf(actor, 'zones.imported', String(rows), { after: { rows, added, changed } }));
      return { rows, added, changed, refused: wrong.toSorted((a, b) => a.row - b.row).slice(0, 10_000) };
    });
  };
