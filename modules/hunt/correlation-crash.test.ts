import { correlation } from '@chedun/correlation';
import { findingsReported, FindingsReported } from '@chedun/governance/contract';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { appendRecords, testWorld, type TestWorld } from './testing/world.ts';

const CHILD = fileURLToPath(new URL('./testing/correlation-child.ts', import.meta.url));
const CONTROL = '0f6b7f3a-9999-4000-8000-000000000001';
const YOUNG = '0f6b7f3a-9999-4000-8000-000000000002';
const RUN = '0f6b7f3a-9999-4000-8000-00000000aaaa';
const FRAMES = 3_000;
const KILLS = 4;
const text = (id: string, n: number) => `title: Locked ${n}
id: 0f6b7f3a-9999-4000-8000-00000000010${n}
name: locked_${n}
status: experimental
logsource:
  category: remote_control
detection:
  selection:
    result: locked
  condition: selection
level: low
---
title: Often locked ${n}
id: ${id}
correlation: {type: event_count, rules: [locked_${n}], group-by: [account], timespan: 5m, condition: {gte: 3}}
level: high
`;

interface Tables {
  readonly 'platform.outbox': { readonly type: string; readonly payload: unknown };
  readonly 'correlation.firings': {
    readonly rule_id: string;
    readonly firing_id: string;
    readonly value: number;
    readonly refs: string[];
    readonly fingerprint: string;
    readonly superseded_at: Date | null;
  };
}

describe('a backfill of a correlation and kill -9', () => {
  let world: TestWorld;
  let from = 0;

  const send = async (frames: number): Promise<void> => {
    const { clock } = world.platform;
    const appended: Promise<number>[] = [];
    for (let n = 0; n < frames; n += 1) {
      const at = clock.now();
      // Twelve accounts, of which some are locked out again and again; times up to nine seconds out of order.
      const record = (place: number) => ({
        ts: new Date(at - ((n * 7 + place * 3) % 10) * 1_000).toISOString(),
        type: 'remote_control',
        account: `u-${(n * (place + 1)) % 12}`,
        result: (n + place) % 3 === 0 ? 'locked' : 'success',
      });
      appended.push(appendRecords(world.journal, [record(0), record(1)], at));
      clock.advance(10_000);
    }
    const last = Math.max(...(await Promise.all(appended)));
    await vi.waitFor(async () => {
      const { streams } = await world.app().asksOf(correlation).engine();
      expect(streams.find(({ stream }) => stream === 'network')?.seq ?? 0).toBeGreaterThanOrEqual(last);
    }, 120_000);
  };

  beforeAll(async () => {
    world = await testWorld();
    from = world.platform.clock.now() - 1;
    await world.call('createCorrelation', { body: { yaml: text(CONTROL, 1), enabled: true } });
    await world.call('createCorrelation', { body: { yaml: text(YOUNG, 2), enabled: false } });
    await send(FRAMES * 0.8);
    await world.call('changeCorrelation', { params: { id: YOUNG }, body: { enabled: true } });
    await send(FRAMES * 0.2);
    await world.leave();
  }, 900_000);
  afterAll(async () => {
    await world.close();
  });

  const db = () => world.platform.platform.records.read<Tables>();
  const fired = async (rule: string) =>
    (await db().selectFrom('correlation.firings').selectAll().where('rule_id', '=', rule).execute()).toSorted((a, b) =>
      a.firing_id < b.firing_id ? -1 : 1,
    );
  const standing = async (rule: string) =>
    (await fired(rule))
      .filter((row) => row.superseded_at === null)
      .map(({ firing_id: id, value, refs }) => ({ id, value, refs }));
  /** Occurrences by alert, as they were told to the ledger, and firings by alert. */
  const told = async (rule: string): Promise<Record<string, number>> => {
    const rows = await db()
      .selectFrom('platform.outbox')
      .select('payload')
      .where('type', '=', findingsReported)
      .execute();
    const counts: Record<string, number> = {};
    for (const { payload } of rows)
      for (const { fingerprint, count, alert } of FindingsReported.parse(payload).findings)
        if (alert?.ruleId === rule) counts[fingerprint] = (counts[fingerprint] ?? 0) + count;
    return counts;
  };
  const byAlert = async (rule: string): Promise<Record<string, number>> => {
    const counts: Record<string, number> = {};
    for (const { fingerprint } of await fired(rule)) counts[fingerprint] = (counts[fingerprint] ?? 0) + 1;
    return counts;
  };

  const run = async (
    pauseMs: number,
    killAfter?: { readonly kept: number; readonly ms: number },
  ): Promise<'killed' | 'done'> => {
    const dir = join(world.platform.folder, 'journal');
    const order = { url: world.platform.database.url, dir, id: YOUNG, run: RUN, from, pauseMs };
    const child = spawn(process.execPath, [CHILD, JSON.stringify(order)], { stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    let wrong = '';
    child.stdout.on('data', (data: Buffer) => (said += data.toString()));
    child.stderr.on('data', (data: Buffer) => (wrong += data.toString()));
    const ended = new Promise<number | null>((end) => child.once('exit', (code) => end(code)));
    if (killAfter === undefined) {
      expect(await ended, wrong).toBe(0);
      return 'done';
    }
    const kept = (): number => said.split('kept').length - 1;
    while (!(said.includes('ready') && kept() >= killAfter.kept) && child.exitCode === null) await sleep(2);
    await sleep(killAfter.ms);
    expect(wrong).toBe('');
    child.kill('SIGKILL');
    await ended;
    return said.includes('done') ? 'done' : 'killed';
  };

  it('ends as if it had never been killed and the correlation had always run', { timeout: 900_000 }, async () => {
    const expected = await standing(CONTROL);
    expect(expected.length).toBeGreaterThan(300);
    expect((await standing(YOUNG)).length).toBeLessThan(expected.length / 2);
    const counts: number[] = [];
    for (let kill = 0; kill < KILLS; kill += 1) {
      expect(await run(30, { kept: 3 + kill * 4, ms: (kill * 17) % 45 })).toBe('killed');
      counts.push((await fired(YOUNG)).length);
    }
    expect(counts.at(-1)).toBeGreaterThan(counts[0] ?? 0);
    expect(counts.at(-1)).toBeLessThan(expected.length);
    await run(0);
    expect(await standing(YOUNG)).toEqual(expected);
    // Every firing was told, and none twice.
    expect(await told(YOUNG)).toEqual(await byAlert(YOUNG));
    await run(0);
    expect(await standing(YOUNG)).toEqual(expected);
    expect(await told(YOUNG)).toEqual(await byAlert(YOUNG));
  });
});
