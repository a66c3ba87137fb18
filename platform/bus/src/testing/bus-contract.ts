import { fixedClock } from '@chedun/kernel';
import { openJournal } from '@chedun/journal';
import type { Journal } from '@chedun/journal';
import { describe, expect, it } from 'vitest';
import type { Bus, FrameBatch } from '../bus.ts';

/** One bus over one journal; `reopen` is what a new process would do after the old one was killed. */
export interface BusHarness {
  readonly journal: Journal;
  readonly bus: Bus;
  readonly reopen: () => Promise<Bus>;
}

/** Opens a journal for a test of the bus. */
export const testJournal = (dir: string): Promise<Journal> =>
  openJournal({ dir, stream: 'network', clock: fixedClock(1_790_000_000_000) });

/** Appends frames whose payloads are the numbers from `from` to `to`. */
export const appendNumbers = async (journal: Journal, from: number, to: number): Promise<void> => {
  const numbers = Array.from({ length: to - from + 1 }, (_, at) => from + at);
  const frame = { source: 's', format: 'text', count: 1, flags: 0, receivedAt: 1 };
  await Promise.all(numbers.map((number) => journal.append({ ...frame, payload: Buffer.from(`${number}`) })));
};

/** Collects payload numbers, and resolves when the last one wanted has come. */
export class Collector {
  readonly numbers: number[] = [];
  readonly journals = new Set<string>();
  readonly errors: unknown[] = [];
  #wake: (() => void) | undefined;

  readonly handle = async (batch: FrameBatch): Promise<void> => {
    this.journals.add(batch.journal);
    for (const frame of batch.frames) this.numbers.push(Number(Buffer.from(frame.payload).toString()));
    this.#wake?.();
  };

  readonly onError = (error: unknown): void => {
    this.errors.push(error);
  };

  async until(last: number): Promise<void> {
    while (this.numbers.at(-1) !== last) await new Promise<void>((resolve) => (this.#wake = resolve));
  }
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, at) => from + at);

/** The promises of bus.ts, for one adapter. */
export const busContract = (name: string, make: () => Promise<BusHarness>, run: { readonly skip: boolean }): void => {
  describe.skipIf(run.skip)(name, () => {
    it('delivers what was there before and what comes later, in order', async () => {
      const { journal, bus } = await make();
      await appendNumbers(journal, 1, 50);
      const seen = new Collector();
      const consumption = await bus.consume({ name: 'reader', ...seen });
      await seen.until(50);
      await appendNumbers(journal, 51, 400);
      await seen.until(400);
      await consumption.stop();
      expect(seen.numbers).toEqual(range(1, 400));
      expect([...seen.journals]).toEqual([journal.id]);
      expect(seen.errors).toEqual([]);
    });

    it('goes on after the last handled batch when a consumer comes back', async () => {
      const { journal, bus, reopen } = await make();
      await appendNumbers(journal, 1, 20);
      const before = new Collector();
      const first = await bus.consume({ name: 'reader', ...before });
      await before.until(20);
      await first.stop();
      const again = await reopen();
      await appendNumbers(journal, 21, 30);
      const after = new Collector();
      const second = await again.consume({ name: 'reader', ...after });
      await after.until(30);
      await second.stop();
      expect(after.numbers).toEqual(range(21, 30));
    });

    it('offers a batch again when handling it failed, and nothing overtakes it', async () => {
      const { journal, bus } = await make();
      const seen = new Collector();
      let failures = 3;
      const handle = async (batch: FrameBatch): Promise<void> => {
        if (failures > 0) {
          failures -= 1;
          throw new Error('not now');
        }
        await seen.handle(batch);
      };
      const consumption = await bus.consume({ name: 'reader', handle, onError: seen.onError, retryMs: 5 });
      await appendNumbers(journal, 1, 10);
      await appendNumbers(journal, 11, 20);
      await seen.until(20);
      await consumption.stop();
      expect(seen.numbers).toEqual(range(1, 20));
      expect(seen.errors).toHaveLength(3);
    });

    it('delivers a batch again that was being handled when the consumer stopped without finishing it', async () => {
      const { journal, bus, reopen } = await make();
      await appendNumbers(journal, 1, 5);
      const offered = Promise.withResolvers<void>();
      const handle = async (): Promise<void> => {
        offered.resolve();
        throw new Error('stopped in the middle');
      };
      const first = await bus.consume({ name: 'reader', handle, onError: () => undefined, retryMs: 60_000 });
      await offered.promise;
      await first.stop();
      const seen = new Collector();
      const second = await (await reopen()).consume({ name: 'reader', ...seen });
      await seen.until(5);
      await second.stop();
      expect(seen.numbers).toEqual(range(1, 5));
    });

    it('keeps consumers apart: a stuck one holds up nobody', async () => {
      const { journal, bus } = await make();
      const stuck = await bus.consume({
        name: 'stuck',
        handle: async () => Promise.reject(new Error('stuck')),
        onError: () => undefined,
        retryMs: 60_000,
      });
      const seen = new Collector();
      const healthy = await bus.consume({ name: 'healthy', ...seen });
      await appendNumbers(journal, 1, 100);
      await seen.until(100);
      await Promise.all([stuck.stop(), healthy.stop()]);
      expect(seen.numbers).toEqual(range(1, 100));
    });
  });
};
