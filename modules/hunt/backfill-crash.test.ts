import { detection } from '@chedun/detection';
import { findingsReported, FindingsReported } from '@chedun/governance/contract';
import { spawn } from 'node:child_process';
import { cp, rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appendRecords, testWorld, type TestWorld } from './testing/world.ts';

const CHILD = fileURLToPath(new URL('./testing/backfill-child.ts', import.meta.url));
const RULE = '0f6b7f3a-3333-4000-8000-000000000001';
const CONTROL = '0f6b7f3a-3333-4000-8000-000000000002';
const FRAMES = 2_000;
const KILLS = 6;
const yaml = (id: string) => `title: Every unlock of mallory
id: ${id}
status: experimental
logsource:
  category: remote_control
detection:
  selection:
    account: mallory
  condition: selection
level: high
`;

interface Outbox {
  readonly 'platform.outbox': { readonly type: string; readonly payload: unknown };
}

describe('a backfill and kill -9', () => {
  let world: TestWorld;
  let from = 0;
  beforeAll(async () => {
    world = await testWorld();
    const { clock } = world.platform;
    await world.call('createRule', { body: { yaml: yaml(CONTROL), enabled: true } });
    await world.live(CONTROL);
    from = clock.now();
    const appended: Promise<number>[] = [];
    for (let n = 0; n < FRAMES; n += 1) {
      const record = (account: string) => ({
        ts: new Date(clock.now()).toISOString(),
        type: 'remote_control',
        vin: `LCDCDA1E0RW${String(n % 50).padStart(6, '0')}`,
        account,
        command: 'unlock',
      });
      appended.push(appendRecords(world.journal, [record('mallory'), record('bob')], clock.now()));
      clock.advance(10_000);
    }
    await world.judged(Math.max(...(await Promise.all(appended))));
    await world.call('createRule', { body: { yaml: yaml(RULE), enabled: true } });
    await world.judged(await world.append([{ quiet: true }]));
  }, 400_000);
  afterAll(async () => {
    await world.close();
  });

  /** Occurrences by alert, as they were told to the ledger. */
  const told = async (rule: string): Promise<Record<string, number>> => {
    const rows = await world.platform.platform.records
      .read<Outbox>()
      .selectFrom('platform.outbox')
      .select('payload')
      .where('type', '=', findingsReported)
      .execute();
    const counts: Record<string, number> = {};
    for (const { payload } of rows)
      for (const { fingerprint, count, alert } of FindingsReported.parse(payload).findings) {
        if (alert?.ruleId !== rule) continue;
        const key = fingerprint.replace(rule, 'rule');
        counts[key] = (counts[key] ?? 0) + count;
      }
    return counts;
  };

  const run = async (
    pauseMs: number,
    killAfter?: { readonly kept: number; readonly ms: number },
  ): Promise<'killed' | 'done'> => {
    const order = {
      url: world.platform.database.url,
      dir: join(world.platform.folder, 'journal-copy'),
      rule: RULE,
      from,
      to: world.platform.clock.now() + 1,
      pauseMs,
    };
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

  it(
    'raises each alert as often as live detection does, however often it is killed',
    { timeout: 400_000 },
    async () => {
      // The journal of the world is locked by its process: the child reads a copy.
      const copy = join(world.platform.folder, 'journal-copy');
      await cp(join(world.platform.folder, 'journal'), copy, { recursive: true });
      await rm(join(copy, 'network', 'lock'));
      const expected = await told(CONTROL);
      expect(Object.values(expected).reduce((sum, each) => sum + each, 0)).toBe(FRAMES);
      const covered: number[] = [];
      for (let kill = 0; kill < KILLS; kill += 1) {
        expect(await run(40, { kept: kill % 4, ms: (kill * 17) % 45 })).toBe('killed');
        const ranges = await world.app().asksOf(detection).judged(RULE);
        covered.push(ranges.reduce((sum, { from: first, to }) => sum + (to ?? first) - first, 0));
      }
      expect(covered.at(-1)).toBeGreaterThan(0);
      expect(covered.at(-1)).toBeLessThan(FRAMES);
      await run(0);
      expect(await told(RULE)).toEqual(expected);
      await run(0);
      expect(await told(RULE)).toEqual(expected);
    },
  );
});
