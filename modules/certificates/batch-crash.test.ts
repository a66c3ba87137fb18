import { spawn } from 'node:child_process';
import path from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LogVerdict } from './contract/operate.ts';
import { batchNeeds } from './testing/batch-needs.ts';
import { base64, sm2Device } from './testing/requests.ts';
import { hierarchy } from './testing/stand-ins.ts';
import { certificatesWorld, type CertificatesWorld } from './testing/world.ts';
import type { CertificateTables } from './tables.ts';
import { startBatch } from './use-cases/batches.ts';

const CHILD = fileURLToPath(new URL('./testing/batch-child.ts', import.meta.url));
const ROWS = 2_000;
/** The word of the child that is waited for, how often, and a pause after it. */
const KILLS = [
  { word: 'begin', times: 1, ms: 0 },
  { word: 'begin', times: 1, ms: 20 },
  { word: 'ready', times: 1, ms: 0 },
  { word: 'end', times: 1, ms: 0 },
  { word: 'begin', times: 2, ms: 5 },
  { word: 'ready', times: 1, ms: 2 },
] as const;
const vinOf = (at: number): string => `LSVAA49J1320${String(at).padStart(5, '0')}`;

describe('a batch and kill -9', () => {
  let world: CertificatesWorld;
  let id = '';
  beforeAll(async () => {
    world = await certificatesWorld();
    await world.hold(hierarchy());
    const lines = await Promise.all(
      Array.from({ length: ROWS }, async (_, at) => `${vinOf(at)},${base64(await sm2Device().request(vinOf(at)))}`),
    );
    const asker = { kind: 'user', id: 'hanmei', name: 'hanmei', roles: [] } as const;
    const start = startBatch(batchNeeds(world.platform.platform));
    const query = { profile: 'vehicle', authority: 'vehicle-ca', name: 'crash' };
    id = await start(query, Readable.from([Buffer.from(lines.join('\n'))]), asker);
  }, 300_000);
  afterAll(() => world.close(), 60_000);

  const run = async (kill?: (typeof KILLS)[number]): Promise<'killed' | 'done'> => {
    const { platform } = world;
    const order = { url: platform.database.url, keys: path.join(platform.folder, 'keys'), id };
    const child = spawn(process.execPath, [CHILD, JSON.stringify(order)], { stdio: ['ignore', 'pipe', 'pipe'] });
    let [said, wrong] = ['', ''];
    child.stdout.on('data', (data: Buffer) => (said += data.toString()));
    child.stderr.on('data', (data: Buffer) => (wrong += data.toString()));
    const ended = new Promise<number | null>((end) => child.once('exit', (code) => end(code)));
    if (kill === undefined) {
      expect(await ended, wrong).toBe(0);
      return 'done';
    }
    const heard = (): number => said.split(`${kill.word}\n`).length - 1;
    while (heard() < kill.times && child.exitCode === null) await sleep(1);
    await sleep(kill.ms);
    child.kill('SIGKILL');
    await ended;
    expect(wrong).toBe('');
    return said.includes('done') ? 'done' : 'killed';
  };

  const count = async (table: keyof CertificateTables, where: string): Promise<number> => {
    const { rows } = await sql<{ count: number }>`select count(*) as count from ${sql.table(table)}
      where ${sql.raw(where)}`.execute(world.platform.platform.records.read());
    return Number(rows[0]?.count ?? 0);
  };
  const counts = async () => ({
    rows: await count('certificates.batch_rows', `batch = '${id}' and serial is not null and code is null`),
    certificates: await count('certificates.certificates', `batch = '${id}'`),
    bindings: await count('certificates.bindings', `kind = 'bound'`),
    leaves: await count('certificates.log', `entry like '%issued%'`),
  });

  it('ends with exactly one certificate a row, and log and bindings say the same', { timeout: 600_000 }, async () => {
    const partly: number[] = [];
    for (const kill of KILLS) {
      expect(await run(kill)).toBe('killed');
      const { rows, certificates, bindings, leaves } = await counts();
      expect({ certificates, bindings, leaves }).toEqual({ certificates: rows, bindings: rows, leaves: rows });
      partly.push(rows);
    }
    expect(partly.some((rows) => rows > 0 && rows < ROWS)).toBe(true);
    await run();
    expect(await counts()).toEqual({ rows: ROWS, certificates: ROWS, bindings: ROWS, leaves: ROWS });
    const { rows: twice } = await sql`select vin from certificates.certificates where batch = ${id}
      group by vin having count(*) <> 1`.execute(world.platform.platform.records.read());
    expect(twice).toEqual([]);
    expect(await count('certificates.batches', `id = '${id}' and state = 'done'`)).toBe(1);
    const verdict = (await world.call('hanmei', 'GET /certificates/log')).as(LogVerdict);
    expect(verdict).toMatchObject({ intact: true, certificates: ROWS, leaves: ROWS });
    await run();
    expect((await counts()).certificates).toBe(ROWS);
  });
});
