import { DomainError, fixedClock } from '@chedun/kernel';
import { silentLog, TEST_TIME } from '@chedun/records/testing';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { testJournals, textsOf, type TestJournals } from '../testing/journals.ts';
import { gatherer, type GatherOptions, type Gatherer } from './gather.ts';

const PEER = { ip: '10.0.0.1', port: 514 };
const line = (at: number): string => `{"at":${at}}`;

describe('gathering records of many connections', () => {
  let world: TestJournals;
  let made: Gatherer;
  const open = (given: Partial<GatherOptions> = {}): Gatherer => {
    made = gatherer({
      source: 's',
      format: 'ndjson',
      waitMs: 20,
      journal: () => world.journals.network,
      clock: fixedClock(TEST_TIME),
      log: silentLog,
      ...given,
    });
    return made;
  };
  const addAll = (count: number): void => {
    for (let at = 0; at < count; at += 1) made.add(Buffer.from(line(at)), PEER);
  };
  beforeEach(async () => {
    world = await testJournals(fixedClock(TEST_TIME));
  });
  afterEach(async () => {
    await made.close();
    await world.close();
  });

  it('writes few frames, all records in order, and says when they are on disk', async () => {
    let written = 0;
    open({ onWritten: (records) => (written += records) });
    addAll(1050);
    await made.durable();
    expect(written).toBe(1050);
    expect((await world.frames()).map(({ count }) => count)).toEqual([200, 200, 200, 200, 200, 50]);
    expect(textsOf(await world.decoded())).toEqual(Array.from({ length: 1050 }, (_, at) => line(at)));
    await made.durable();
  });

  it('closes a frame at a mebibyte', async () => {
    open({ waitMs: 60_000 });
    const big = Buffer.alloc(400_000, 'a');
    for (let at = 0; at < 3; at += 1) made.add(big, PEER);
    await made.durable();
    expect((await world.frames()).map(({ count }) => count)).toEqual([3]);
  });

  it('does not share memory with its caller', async () => {
    open();
    const record = Buffer.from(line(1));
    made.add(record);
    record.fill(0);
    await made.durable();
    expect(textsOf(await world.decoded())).toEqual([line(1)]);
  });

  it('is full until half of what waits is written, and then says so', async () => {
    const gate = Promise.withResolvers<void>();
    const { network } = world.journals;
    open({
      maxBytes: 10_000,
      journal: () => ({ append: async (frame) => gate.promise.then(() => network.append(frame)) }),
    });
    let rooms = 0;
    made.onRoom(() => (rooms += 1));
    addAll(100);
    expect(made.full()).toBe(false);
    addAll(1000);
    expect(made.full()).toBe(true);
    gate.resolve();
    await made.durable();
    await vi.waitFor(() => expect(made.full()).toBe(false));
    expect(rooms).toBe(1);
  });

  it('tries again while the journal is busy, in any pattern, and loses nothing', async () => {
    const pattern = fc.array(fc.constantFrom('journal.busy', 'journal.full', 'journal.write_failed', 'ok'), {
      maxLength: 4,
    });
    await fc.assert(
      fc.asyncProperty(pattern, async (outcomes) => {
        const left = [...outcomes];
        const before = (await world.frames()).length;
        open({
          waitMs: 1,
          journal: () => ({
            append: (frame) => {
              const next = left.shift() ?? 'ok';
              return next === 'ok' ? world.journals.network.append(frame) : Promise.reject(new DomainError(next));
            },
          }),
        });
        addAll(450);
        await made.durable();
        const texts = textsOf((await world.decoded()).slice(before));
        expect(texts.toSorted()).toEqual(Array.from({ length: 450 }, (_, at) => line(at)).toSorted());
      }),
      { numRuns: 8 },
    );
  });

  it('tells those who wait when the journal closes before their records are on disk', async () => {
    open({ journal: () => ({ append: () => Promise.reject(new DomainError('journal.closed')) }) });
    addAll(1);
    await expect(made.durable()).rejects.toMatchObject({ code: 'journal.closed' });
  });

  it('writes what is left when it is closed', async () => {
    open({ waitMs: 60_000 });
    addAll(3);
    await made.close();
    expect(textsOf(await world.decoded())).toHaveLength(3);
  });
});
