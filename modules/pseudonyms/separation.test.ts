import { decodeResolved, encodeResolve, fromHex, openFrom, sealFor, toHex } from '@chedun/v2x-pki';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enrolled, pseudonymsOf, roleWorld } from './testing/index.ts';
import type { EnrolledDevice, RoleWorld } from './testing/index.ts';

const ROLES = [
  'pseudonyms_eca',
  'pseudonyms_ra',
  'pseudonyms_aca',
  'pseudonyms_la1',
  'pseudonyms_la2',
  'pseudonyms_ma',
];
/** Tables that all may read stand beside every role. */
const PUBLIC = 'pseudonyms';

/** Cells of a row as comparable text. */
type Row = readonly string[];

const textOf = (cell: unknown): string => {
  if (Buffer.isBuffer(cell)) return cell.toString('hex');
  if (cell instanceof Date) return cell.toISOString();
  return typeof cell === 'object' ? JSON.stringify(cell) : String(cell);
};

/** Every row of every table of a schema. */
const rowsOf = async ({ platform }: RoleWorld, schema: string): Promise<readonly Row[]> => {
  const db = platform.platform.records.read();
  const { rows: tables } = await sql<{ name: string }>`select table_name as name from information_schema.tables
    where table_schema = ${schema}`.execute(db);
  const rows: Row[] = [];
  for (const { name } of tables) {
    const { rows: found } = await sql<Record<string, unknown>>`select * from ${sql.table(`${schema}.${name}`)}`.execute(
      db,
    );
    rows.push(
      ...found.map((row) =>
        Object.values(row)
          .filter((cell) => cell !== null)
          .map(textOf),
      ),
    );
  }
  return rows;
};

/**
 * Everything that joins over equal values reach from a value, in any number of steps. A value that stands in the rows of
 * every vehicle (a period, the name of the profile, the time of a common transaction) tells vehicles not apart and is no
 * step: `isCommon` says which.
 */
const reach = (rows: readonly Row[], start: string, isCommon: (value: string) => boolean): ReadonlySet<string> => {
  const byValue = new Map<string, Row[]>();
  for (const row of rows) for (const value of row) byValue.set(value, [...(byValue.get(value) ?? []), row]);
  const seen = new Set([start]);
  const open = [start];
  for (let value = open.pop(); value !== undefined; value = open.pop())
    for (const row of byValue.get(value) ?? [])
      for (const next of row)
        if (!seen.has(next) && !isCommon(next)) {
          seen.add(next);
          open.push(next);
        }
  return seen;
};

/** Values that stand in a tenth of the rows of some table or more come from no single vehicle among two dozen. */
const commonIn = (rows: readonly Row[]): ((value: string) => boolean) => {
  const counts = new Map<string, number>();
  for (const row of rows) for (const value of new Set(row)) counts.set(value, (counts.get(value) ?? 0) + 1);
  const most = 2 * PER_PERIOD + 4;
  return (value) => (counts.get(value) ?? 0) > most;
};

const PER_PERIOD = 3;
const VEHICLES = 24;

describe('the stores of the roles', () => {
  let world: RoleWorld;
  const vehicles: EnrolledDevice[] = [];
  /** Hex names of the certificates of each vehicle: identity, linkage value, whole bytes. */
  const certificates: (readonly string[])[] = [];
  const ids: (readonly string[])[] = [];
  const stores = new Map<string, readonly Row[]>();

  beforeAll(async () => {
    world = await roleWorld('cn', { perPeriod: PER_PERIOD });
    for (let at = 0; at < VEHICLES; at += 1)
      vehicles.push(
        await enrolled(world, `LSVAA49J13204${String(7100 + at)}`, at % 2 === 0 ? 'original' : 'compactUnified'),
      );
    await world.makeAll(2);
    for (const vehicle of vehicles) {
      const found = [
        ...(await pseudonymsOf(world, vehicle, world.i())),
        ...(await pseudonymsOf(world, vehicle, world.i() + 1)),
      ];
      ids.push(found.map(({ certificate }) => toHex(certificate.hash.subarray(-10))));
      certificates.push(
        found.flatMap(({ certificate }) => {
          const { id } = certificate.value.toBeSigned;
          const value = 'linkageData' in id ? id.linkageData.linkageValue.octets : '';
          return [
            toHex(certificate.hash),
            toHex(certificate.hash.subarray(-10)),
            certificate.id8,
            value,
            toHex(certificate.bytes),
          ];
        }),
      );
    }
    const common = await rowsOf(world, PUBLIC);
    for (const role of ROLES) stores.set(role, [...common, ...(await rowsOf(world, role))]);
  }, 240_000);
  afterAll(() => world?.close());

  const storeOf = (role: string): readonly Row[] => stores.get(role) ?? [];
  /** What of the certificates of vehicle `at` is among values: itself, or inside a longer one. */
  const found = (values: ReadonlySet<string>, at: number): readonly string[] =>
    (certificates[at] ?? []).filter((name) => [...values].some((value) => value.includes(name)));

  it('hold what the test looks for: vehicles, requests, certificates and chains', () => {
    expect(storeOf('pseudonyms_eca').flat()).toContain(vehicles[0]?.vin);
    expect(storeOf('pseudonyms_aca').flat()).toContain(ids[0]?.[0]);
    expect(storeOf('pseudonyms_aca').filter((row) => row.some((cell) => ids.flat().includes(cell)))).toHaveLength(
      VEHICLES * PER_PERIOD * 2,
    );
    expect(storeOf('pseudonyms_la1').length).toBeGreaterThanOrEqual(VEHICLES);
    expect(storeOf('pseudonyms_ra').flat()).toContain(vehicles[0]?.enrolment.id8);
  });

  it.each(ROLES)('%s alone leads from no vehicle, and from no enrolment, to a certificate', (role) => {
    const rows = storeOf(role);
    const isCommon = commonIn(rows);
    for (const [at, { vin, enrolment }] of vehicles.entries())
      for (const start of [vin, enrolment.id8, toHex(enrolment.bytes)])
        expect(found(reach(rows, start, isCommon), at), `${role} ${start}`).toEqual([]);
  });

  it.each(ROLES)('%s alone does not tell which certificates are of one vehicle', (role) => {
    const rows = storeOf(role);
    const isCommon = commonIn(rows);
    for (const own of ids)
      for (const start of own) {
        const values = reach(rows, start, isCommon);
        expect(own.filter((id) => id !== start && values.has(id))).toEqual([]);
      }
  });

  it('each know only their part: vehicles, enrolments, certificates', () => {
    const knows = (role: string, names: readonly string[]) => {
      const cells = storeOf(role).flat();
      return names.some((name) => cells.some((cell) => cell.includes(name)));
    };
    const vins = vehicles.map(({ vin }) => vin);
    const enrolments = vehicles.map(({ enrolment }) => enrolment.id8);
    expect(ROLES.filter((role) => knows(role, vins))).toEqual(['pseudonyms_eca']);
    expect(ROLES.filter((role) => knows(role, enrolments))).toEqual(['pseudonyms_eca', 'pseudonyms_ra']);
    expect(ROLES.filter((role) => knows(role, certificates.flat()))).toEqual(['pseudonyms_aca']);
  });

  it('lead from a vehicle to its certificates, and to no others, only when all are put together', () => {
    const rows = ROLES.flatMap(storeOf);
    const isCommon = commonIn(rows);
    for (const [at, { vin }] of vehicles.entries()) {
      const values = reach(rows, vin, isCommon);
      expect(ids[at]?.every((id) => values.has(id))).toBe(true);
      expect(ids.flat().filter((id) => values.has(id))).toHaveLength(PER_PERIOD * 2);
    }
  });

  it('would be found out by this test if a column joined them', () => {
    const [vehicle] = vehicles;
    const rows = [...storeOf('pseudonyms_aca'), [vehicle?.vin ?? '', ids[0]?.[0] ?? '']];
    expect(found(reach(rows, vehicle?.vin ?? '', commonIn(rows)), 0)).not.toEqual([]);
  });

  it('answer the misbehaviour authority, which reaches the seeds of the device and not its vehicle', async () => {
    const { hierarchy, roles, platform } = world;
    const { suite, certificates: known, verifier } = hierarchy;
    const question = encodeResolve(fromHex(ids[3]?.[0] ?? ''));
    const { randomBytes } = platform.platform;
    const party = hierarchy.party('ma');
    const answer = await roles.aca.resolve(await sealFor(suite, party, known.aca, question, randomBytes));
    const resolved = decodeResolved(openFrom(party, known.aca, answer, verifier));
    expect(storeOf('pseudonyms_ra').flat()).toContain(toHex(resolved?.requestHash ?? new Uint8Array(0)));
    const revoked = await roles.ma.revoke(ids[3]?.[0] ?? '');
    expect([revoked.i, revoked.perPeriod, revoked.seed1.length, revoked.seed2.length]).toEqual([
      world.i(),
      PER_PERIOD,
      16,
      16,
    ]);
    const cells = (await rowsOf(world, 'pseudonyms_ma')).flat();
    expect(vehicles.some(({ vin }) => cells.some((cell) => cell.includes(vin)))).toBe(false);
  });

  it('do not answer it in the name of another authority', async () => {
    const { hierarchy, roles, platform } = world;
    const { suite, certificates: known } = hierarchy;
    const question = encodeResolve(fromHex(ids[3]?.[0] ?? ''));
    const asRa = await sealFor(suite, hierarchy.party('ra'), known.aca, question, platform.platform.randomBytes);
    await expect(roles.aca.resolve(asRa)).rejects.toMatchObject({ code: 'pseudonyms.bad-message' });
  });
});
