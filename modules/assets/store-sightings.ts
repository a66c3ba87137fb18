import { type Tx, toJsonText } from '@chedun/records';
import { sql } from 'kysely';
import type { Sighting } from './contract.ts';
import type { AssetsTables } from './tables.ts';

const CHUNK = 1_000;

/** Writes the newest sighting of each vehicle in one statement; answers the VINs that were not known before. */
const upsert = async (tx: Tx, sightings: readonly Sighting[]): Promise<readonly string[]> => {
  const column = <T>(pick: (sighting: Sighting) => T): T[] => sightings.map(pick);
  const result = await sql<{ vin: string; added: boolean }>`
    insert into assets.vehicles as v
      (vin, status, first_seen_at, seen_at, seen_source, latitude, longitude, state, updated_at)
    select s.vin, 'discovered', s.at, s.at, s.source, s.latitude, s.longitude, s.state, s.at
    from unnest(
      ${column((s) => s.vin)}::text[],
      ${column((s) => new Date(s.at))}::timestamptz[],
      ${column((s) => s.source.slice(0, 128))}::text[],
      ${column((s) => s.position?.latitude ?? null)}::float8[],
      ${column((s) => s.position?.longitude ?? null)}::float8[],
      ${column((s) => toJsonText({ ...s.state }))}::jsonb[]
    ) as s (vin, at, source, latitude, longitude, state)
    on conflict (vin) do update set
      first_seen_at = least(v.first_seen_at, excluded.first_seen_at),
      seen_at = greatest(v.seen_at, excluded.seen_at),
      seen_source = case when excluded.seen_at >= coalesce(v.seen_at, '-infinity') then excluded.seen_source else v.seen_source end,
      latitude = case when excluded.seen_at >= coalesce(v.seen_at, '-infinity') then coalesce(excluded.latitude, v.latitude) else v.latitude end,
      longitude = case when excluded.seen_at >= coalesce(v.seen_at, '-infinity') then coalesce(excluded.longitude, v.longitude) else v.longitude end,
      state = case when excluded.seen_at >= coalesce(v.seen_at, '-infinity') then v.state || excluded.state else excluded.state || v.state end
    returning v.vin, (v.xmax = 0) as added`.execute(tx.as<AssetsTables>());
  return result.rows.filter(({ added }) => added).map(({ vin }) => vin);
};

/** Writes sightings, one per vehicle, in an order that two writers share; answers the VINs that were not known before. */
export const saveSightings = async (tx: Tx, sightings: readonly Sighting[]): Promise<readonly string[]> => {
  const ordered = sightings.toSorted((a, b) => (a.vin < b.vin ? -1 : 1));
  const added: string[] = [];
  for (let at = 0; at < ordered.length; at += CHUNK) added.push(...(await upsert(tx, ordered.slice(at, at + CHUNK))));
  return added;
};

/** Writes software versions that a vehicle itself reported into its list of ECUs, adding the ECUs it does not have yet. */
export const saveSoftware = async (tx: Tx, vin: string, software: Readonly<Record<string, string>>): Promise<void> => {
  const db = tx.as<AssetsTables>();
  const row = await db
    .selectFrom('assets.vehicles')
    .select('ecus')
    .where('vin', '=', vin)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined) return;
  const names = new Set([...row.ecus.map(({ name }) => name), ...Object.keys(software)]);
  const blank = { supplier: '', partNumber: '', hardwareVersion: '', softwareVersion: '' };
  const ecus = [...names].slice(0, 200).map((name) => {
    const known = row.ecus.find((ecu) => ecu.name === name) ?? { name, ...blank };
    return { ...known, softwareVersion: software[name] ?? known.softwareVersion };
  });
  await db
    .updateTable('assets.vehicles')
    .set({ ecus: toJsonText(ecus) })
    .where('vin', '=', vin)
    .execute();
};
