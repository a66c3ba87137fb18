import { describe, expect, it } from 'vitest';
import { mergePace } from './merge-pace.ts';

const paced = (fails: readonly boolean[] = []) => {
  let now = 0;
  const sent: string[] = [];
  const errors: unknown[] = [];
  const pace = mergePace({
    change: async (sql) => {
      if (fails[sent.push(sql) - 1] === true) throw new Error('away');
    },
    monotonic: () => now,
    floodRowsPerSecond: 1000,
    onError: (error) => errors.push(error),
  });
  const store = async (seconds: number, rowsPerSecond: number): Promise<void> => {
    for (let at = 0; at < seconds; at += 1) {
      now += 1000;
      pace.note(rowsPerSecond);
      await pace.settled();
    }
  };
  const settings = () => sent.map((sql) => Number(/min_parts_to_merge_at_once = (\d+)$/.exec(sql)?.[1]));
  const wait = async (seconds: number): Promise<void> => {
    for (let at = 0; at < seconds; at += 10) {
      now += 10_000;
      pace.look();
      await pace.settled();
    }
  };
  return { store, wait, settings, errors };
};

describe('pace of merges', () => {
  it('sets the value of a calm table with the first rows, and once', async () => {
    const { store, settings } = paced();
    await store(60, 300);
    expect(settings()).toEqual([24]);
  });

  it('waits in a flood and stops to wait when it is over', async () => {
    const { store, settings } = paced();
    await store(5, 10);
    await store(20, 4000);
    expect(settings()).toEqual([24, 120]);
    await store(60, 10);
    expect(settings()).toEqual([24, 120, 24]);
  });

  it('ends the waiting when nothing comes any more, and asks for nothing before the first row', async () => {
    const { store, wait, settings } = paced();
    await wait(60);
    expect(settings()).toEqual([]);
    await store(20, 4000);
    await wait(60);
    expect(settings().slice(-2)).toEqual([120, 24]);
  });

  it('does not take one large batch for a flood', async () => {
    const { store, settings } = paced();
    await store(20, 10);
    await store(1, 5000);
    await store(20, 10);
    expect(settings()).toEqual([24]);
  });

  it('stays in the flood while the rate swings around the mark', async () => {
    const { store, settings } = paced();
    await store(30, 2000);
    for (let at = 0; at < 10; at += 1) await store(2, at % 2 === 0 ? 700 : 1300);
    expect(settings().slice(-1)).toEqual([120]);
    expect(settings().length).toBeLessThanOrEqual(2);
  });

  it('tries again when the store did not take it', async () => {
    const { store, settings, errors } = paced([true]);
    await store(2, 10);
    expect(settings()).toEqual([24, 24]);
    expect(errors).toHaveLength(1);
  });
});
