import { createDecoder } from '@chedun/logs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ColdSegment } from '@chedun/retention/contract';
import { DomainError } from '@chedun/kernel';
import type { Hunt, HuntDetail } from './contract.ts';
import { testWorld, type TestWorld } from './testing/world.ts';

type Events = TestWorld['events'];

const FROM = Date.UTC(2026, 10, 1);
const EVENTS = 600;
/** Frames up to here lie in two Parquet files, the others in the event store. */
const CUTS = [200, 400] as const;
const STEP = 60_000;
const range = { from: new Date(FROM).toISOString(), to: new Date(FROM + EVENTS * STEP).toISOString() };
const rule = (more = '') => `title: Locked out
id: 0f6b7f3a-8888-4000-8000-000000000001
name: locked_out
logsource:
  category: remote_control
detection:
  selection:
    result: locked
${more}
  condition: selection
level: high
`;
const MANY = `title: Often locked out
id: 0f6b7f3a-8888-4000-8000-000000000002
correlation:
  type: event_count
  rules: [locked_out]
  group-by: [account]
  timespan: 2h
  condition:
    gte: 5
level: critical
`;

describe('hunts over the cold tier', () => {
  let world: TestWorld;
  let damaged = false;
  const segments: ColdSegment[] = [];
  const opened = new Set<string>();

  beforeAll(async () => {
    world = await testWorld(
      () => async (asked) => segments.filter(({ from, to }) => from < asked.to && to >= asked.from),
    );
    const decoder = createDecoder('ndjson');
    await world.stored(
      Array.from({ length: EVENTS }, (_, n) => {
        const time = FROM + n * STEP;
        const body = JSON.stringify({
          ts: new Date(time).toISOString(),
          type: 'remote_control',
          account: `u-${n % 4}`,
          command: 'unlock',
          result: n % 5 === 0 ? 'locked' : 'success',
        });
        const format = decoder.decode(body)?.format ?? 'ndjson';
        return {
          journal: 'network',
          seq: n + 1,
          idx: 0,
          time,
          received: time,
          source: 'tsp',
          format,
          message: `#${n}`,
          body,
        };
      }),
    );
  }, 300_000);
  afterAll(async () => {
    await world.close();
  });

  /** Takes frames out of the event store into a Parquet file, as the retention manager does. */
  const cool = async (events: Events, fromSeq: number, toSeq: number): Promise<void> => {
    const name = `network-${fromSeq}-events.parquet`;
    const pieces: Uint8Array[] = [];
    for await (const piece of events.exportFrames('events', { journal: 'network', fromSeq, toSeq })) pieces.push(piece);
    await mkdir(events.cold, { recursive: true });
    await writeFile(join(events.cold, name), Buffer.concat(pieces));
    await events.removeFrames({ journal: 'network', fromSeq, toSeq });
    segments.push({
      id: `network/${fromSeq}`,
      from: FROM + (fromSeq - 1) * STEP,
      to: FROM + (toSeq - 1) * STEP,
      open: async () => {
        if (damaged) throw new DomainError('retention.cold-damaged', { field: name });
        opened.add(name);
        return { files: [name], close: () => void opened.delete(name) };
      },
    });
  };
  const start = async (body: object): Promise<HuntDetail> => {
    const { id } = await world.call<Hunt>('startHunt', { body: { ...range, thorough: false, ...body } });
    return world.ended(id);
  };
  const shown = ({ found, byRule, histogram, hits, kept }: HuntDetail) => ({ found, byRule, histogram, hits, kept });
  const asked = [
    ['one rule as SQL', { yaml: rule() }],
    ['a rule that the engine alone can run', { yaml: rule('    ts|minute: [0, 10, 20, 30, 40, 50]') }],
    ['a correlation', { yaml: `${rule()}---\n${MANY}` }],
    ['a correlation that reads every event', { yaml: `${rule('    ts|minute: [0, 10, 20, 30, 40, 50]')}---\n${MANY}` }],
  ] as const;

  it(
    'find what they found before it left the event store, and say how much was read there',
    { timeout: 300_000 },
    async () => {
      const before = [];
      for (const [, body] of asked) before.push(await start(body));
      expect(before.map(({ coldRows, hits }) => [coldRows, hits > 0])).toEqual(asked.map(() => [0, true]));
      await cool(world.events, 1, CUTS[0]);
      await cool(world.events, CUTS[0] + 1, CUTS[1]);
      for (const [at, [name, body]] of asked.entries()) {
        const after = await start(body);
        const was = before[at];
        if (was === undefined) throw new Error('no hunt');
        expect(shown(after), name).toEqual(shown(was));
        expect(after.coldRows, name).toBe(CUTS[1]);
      }
      expect(opened.size).toBe(0);
    },
  );

  it('read only the segments of their range', { timeout: 100_000 }, async () => {
    const found = await start({ yaml: rule(), from: new Date(FROM + 300 * STEP).toISOString() });
    expect(found).toMatchObject({ hits: 60, coldRows: 100 });
    expect(await start({ yaml: rule(), from: new Date(FROM + 450 * STEP).toISOString() })).toMatchObject({
      coldRows: 0,
    });
  });

  it('are exported with the events of both places', { timeout: 100_000 }, async () => {
    const { id } = await start({ yaml: rule() });
    const { body } = await world.call<{ body: AsyncIterable<string> }>('exportHunt', {
      params: { id },
      query: { format: 'ndjson' },
    });
    let text = '';
    for await (const piece of body) text += String(piece);
    const lines = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { event: unknown });
    expect(lines.length).toBe(120);
    expect(lines.every(({ event }) => event !== null)).toBe(true);
  });

  it('fail when a file is damaged, instead of finding less', { timeout: 100_000 }, async () => {
    damaged = true;
    const found = await start({ yaml: rule() });
    expect(found.state).toBe('failed');
    expect(found.problem).toContain('retention.cold-damaged');
    damaged = false;
  });
});
