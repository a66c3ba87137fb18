import { fixedClock } from '@chedun/kernel';
import { describe, expect, it } from 'vitest';
import { openJournal } from './journal.ts';
import type { Journal } from './journal.ts';
import { SimDisk, seeded } from './testing/sim-disk.ts';
import type { SimFaults } from './testing/sim-disk.ts';
import { readAll, record, textOf } from './testing/records.ts';

interface World {
  readonly disk: SimDisk;
  readonly random: () => number;
  /** Acknowledged: sequence number by payload. */
  readonly acked: Map<string, number>;
  /** Seen by a tail: payload by sequence number. What a reader has seen must never change or vanish. */
  readonly seen: Map<number, string>;
  /** Length of every payload; 0: each has its own. Equal frames fit exactly where a torn one lay. */
  readonly length: number;
  sent: number;
}

const LIMITS = { segmentBytes: 3000, recentBytes: 2000, queuedBytes: 20_000 };

const open = ({ disk }: World): Promise<Journal> =>
  openJournal({
    dir: '/sim',
    stream: 'network',
    clock: fixedClock(0),
    files: disk.files,
    limits: LIMITS,
    newId: () => 'ab'.repeat(16),
  });

const watch = async (world: World, journal: Journal, signal: AbortSignal): Promise<void> => {
  const from = 1 + Math.floor(world.random() * journal.head().seq);
  for await (const frame of journal.tail({ from, signal })) {
    const before = world.seen.get(frame.seq);
    if (before !== undefined) expect(textOf(frame)).toBe(before);
    world.seen.set(frame.seq, textOf(frame));
  }
};

const send = async (world: World, journal: Journal, count: number): Promise<void> => {
  for (let sent = 0; sent < count && !world.disk.isOff; sent += 1) {
    world.sent += 1;
    const text = String(world.sent).padEnd(world.length || 10 + Math.floor(world.random() * 900), ' x');
    try {
      world.acked.set(text, (await journal.append(record(text))).seq);
    } catch (error) {
      expect(error).toMatchObject({ code: expect.stringMatching(/^journal\.(busy|full|write_failed)$/) });
    }
  }
};

/** One life of the process: opens, sends from several callers with a reader beside them, loses power at some operation. */
const live = async (world: World, faults: SimFaults, crash: boolean): Promise<void> => {
  const { disk, random } = world;
  disk.faults = faults;
  disk.crashAt = crash ? disk.operations + 1 + Math.floor(random() * 60) : Infinity;
  const stop = new AbortController();
  try {
    const journal = await open(world);
    const reader = watch(world, journal, stop.signal).catch((error: unknown) => {
      if (!disk.isOff) throw error;
    });
    await Promise.all([send(world, journal, 8), send(world, journal, 8), send(world, journal, 8)]);
    stop.abort();
    await reader;
    await journal.close();
  } catch (error) {
    // Opening may meet the power cut or a fault; anything else is a bug.
    expect(error).toMatchObject({ code: expect.stringMatching(/^(EPOWER|EIO)$/) });
  }
};

const check = async (world: World): Promise<void> => {
  world.disk.faults = { eio: 0, shortWrite: 0 };
  if (world.random() < 0.5) world.disk.reboot();
  else world.disk.restart();
  const journal = await open(world);
  const frames = await readAll(journal);
  expect(journal.recovery.damage).toEqual([]);
  expect(frames.map((frame) => frame.seq)).toEqual(frames.map((_, at) => at + 1));
  const texts = frames.map(textOf);
  expect(new Set(texts).size, 'a frame is there twice').toBe(texts.length);
  for (const [text, seq] of world.acked) expect(texts[seq - 1], `acknowledged frame ${seq}`).toBe(text);
  for (const [seq, text] of world.seen) expect(texts[seq - 1], `frame ${seq} that a reader saw`).toBe(text);
  for (const frame of frames) world.seen.set(frame.seq, textOf(frame));
  expect(await journal.verify()).toMatchObject({ kind: 'intact', to: frames.length });
  await journal.close();
};

const simulate = async (seed: number): Promise<World> => {
  const random = seeded(seed);
  const world: World = {
    disk: new SimDisk(random),
    random,
    acked: new Map(),
    seen: new Map(),
    length: (seed % 4) * 90,
    sent: 0,
  };
  const faulty = seed % 2 === 1;
  const faults = faulty ? { eio: 0.05, shortWrite: 0.2 } : { eio: 0, shortWrite: 0 };
  for (let life = 0; life < 6; life += 1) {
    await live(world, faults, seed % 3 !== 2);
    await check(world);
  }
  return world;
};

describe('a journal on a simulated disk', () => {
  it.each(Array.from({ length: 12 }, (_, block) => block * 25))(
    'loses nothing acknowledged and shows nothing twice, whatever fails (seeds from %i)',
    async (from) => {
      let acked = 0;
      for (let seed = from; seed < from + 25; seed += 1) {
        try {
          acked += (await simulate(seed)).acked.size;
        } catch (cause) {
          throw new Error(`seed ${seed}`, { cause });
        }
      }
      expect(acked).toBeGreaterThan(500);
    },
  );
});
