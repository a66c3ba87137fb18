import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assetsModule } from '../modules/assets/module.ts';
import { governance } from '../modules/governance/module.ts';
import { AssetRun, posturePermissions } from '../modules/posture/contract.ts';
import { loadNotice, type NoticeContent } from '../modules/posture/domain/content.ts';
import { organisation } from '../modules/organisation/module.ts';
import { posture } from '../modules/posture/module.ts';
import { testServer, type TestServer } from '../platform/http/src/testing/index.ts';
import type { Clock } from '../libs/kernel/src/index.ts';
import { compose, defineModule, type Check } from '../platform/module/src/index.ts';
import { testPlatform } from '../platform/module/src/testing/index.ts';
import { uuidV7 } from '../platform/module/src/uuid.ts';
import { openRecords, type Records } from '../platform/records/src/index.ts';
import { silentLog } from '../platform/records/src/testing/index.ts';
import { countBySql, FINDINGS, FLEET, seedAssets, seedFindings } from './posture/fleet.ts';

interface Metric {
  readonly value: number;
  readonly unit: string;
  readonly peer?: string;
  readonly ratio?: number;
}

const ASSETS = FLEET.vehicles + FLEET.hosts + FLEET.services;
const clock: Clock = { now: () => Date.now(), monotonic: () => performance.now() };
const BEARER = Object.values(posturePermissions).join(',');

/** One check for each obligation; one in ten fails, so that not every asset passes. */
const checkOf = (id: string, n: number): Check => ({
  id: `measured.${id}`,
  obligations: [id],
  title: { zh: `检查 ${id}`, en: `check ${id}` },
  everyMinutes: 60,
  ttlHours: 24,
  run: async () => ({
    outcome: n % 10 === 0 ? 'fail' : 'pass',
    summary: { zh: '基准', en: 'bench' },
    facts: { n },
  }),
});

const evaluate = async (server: TestServer): Promise<{ readonly run: AssetRun; readonly seconds: number }> => {
  const began = performance.now();
  const run = (await server.call('POST /posture/assets/run', { bearer: BEARER })).as(AssetRun);
  return { run, seconds: (performance.now() - began) / 1000 };
};

/** Holds every count of the evaluation against what SQL says of the same rows. */
const compare = (run: AssetRun, bySql: ReadonlyMap<string, string>): void => {
  for (const [obligation, expected] of bySql) {
    const { pass, fail, unknown } = run.counts.find((each) => each.obligation === obligation) ?? {
      pass: 0,
      fail: 0,
      unknown: 0,
    };
    const got = `${pass}/${fail}/${unknown}`;
    if (got !== expected) throw new Error(`${obligation}: ${got} pass/fail/unknown, SQL says ${expected}`);
  }
};

const scopePairs = (notice: NoticeContent): string[] =>
  [...notice.scope].flatMap(([id, kinds]) => [...kinds].map((kind) => `${id}/${kind}`));

const measure = async (
  records: Records,
  server: TestServer,
  notice: NoticeContent,
): Promise<Readonly<Record<string, Metric>>> => {
  const obligations = notice.obligations.map(({ id }) => id);
  await seedAssets(records);
  await seedFindings(records, obligations, 1, FINDINGS);
  for (const id of obligations) await server.call(`POST /posture/checks/measured.${id}/run`, { bearer: BEARER });
  // Modules beside the bench bring checks of their own that do not run here.
  const elsewhere = new Set(['1.1-b', '1.1-e', '2.1-i', '3.1-f']);
  // What a check sees a part of only stays open until its part of the product is there.
  const isWhole = (id: string): boolean => notice.gaps.get(id)?.servedInPart !== true;
  const met = obligations.filter((id, n) => n % 10 !== 0 && !elsewhere.has(id) && isWhole(id));
  const cpu = process.cpuUsage();
  const first = await evaluate(server);
  const used = process.cpuUsage(cpu);
  const began = performance.now();
  const bySql = await countBySql(records, { obligations, scope: scopePairs(notice), met });
  const sqlSeconds = (performance.now() - began) / 1000;
  compare(first.run, bySql);
  const again = await evaluate(server);
  await seedFindings(records, obligations, FINDINGS + 1, 1_000);
  const changed = await evaluate(server);
  compare(changed.run, await countBySql(records, { obligations, scope: scopePairs(notice), met }));
  const slowest = Math.max(first.seconds, again.seconds, changed.seconds);
  const seconds = (value: number): Metric => ({ value: Number(value.toFixed(2)), unit: 's' });
  return {
    evaluate_s: {
      ...seconds(slowest),
      peer: `one SQL statement over the same pairs, nothing kept: ${sqlSeconds.toFixed(2)} s`,
      ratio: Number((slowest / sqlSeconds).toFixed(3)),
    },
    first_s: seconds(first.seconds),
    unchanged_s: seconds(again.seconds),
    after_1000_findings_s: seconds(changed.seconds),
    cpu_s: seconds((used.user + used.system) / 1e6),
    verdicts: { value: obligations.length * ASSETS, unit: 'pairs of obligation and asset' },
    pages_written: { value: first.run.changedPages, unit: 'pages of 1,024 assets' },
  };
};

/**
 * 113 obligations over 50,000 assets (vehicles, hosts, services), 20,000 findings: the evaluation of the product through its
 * route, on PostgreSQL with the settings of the product. Every count is held against SQL in the same run.
 */
export const run = async (): Promise<{ bench: string; metrics: Readonly<Record<string, Metric>> }> => {
  const folder = await mkdtemp(join(tmpdir(), 'chedun-bench-posture-'));
  const newId = uuidV7(clock, (length) => randomBytes(length));
  const records = await openRecords({ dataDir: folder, log: silentLog, clock, newId });
  const notice = await loadNotice(new URL('../content/notice/', import.meta.url));
  const measured = defineModule({
    name: 'measured',
    needs: [],
    permissions: [],
    errors: {},
    tells: [],
    build: () => ({ asks: {}, checks: notice.obligations.map(({ id }, n) => checkOf(id, n)) }),
  });
  const world = await testPlatform({ records, clock, newId });
  try {
    const app = await compose([governance, assetsModule, organisation, posture, measured], world.platform);
    const server = await testServer(
      app.routes.map(({ route }) => route),
      { errors: [app.errors] },
    );
    const metrics = await measure(records, server, notice);
    await server.close();
    return { bench: 'posture', metrics };
  } finally {
    await world.close();
    await records.close();
    await rm(folder, { recursive: true, force: true });
  }
};
