import { readdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { eventBlock, eventsTable } from './event-block.ts';
import { eventsError } from './errors.ts';
import { blankEvent } from './event-row.ts';
import type { Events } from './events.ts';
import { type JournalBlock, openStoreWriter, rangeToken, type StoreWriter } from './store-writer.ts';
import { openTestStore, silentLog, type TestStore } from './testing/stores.ts';

const JOURNAL = 'j1';
let store: TestStore;
let folder: string;

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.stop());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'writer-'));
  await store.events.clear();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const rangeOf = (fromSeq: number, toSeq: number): JournalBlock => {
  const block = eventBlock();
  for (let seq = fromSeq; seq <= toSeq; seq += 1) block.add({ ...blankEvent, journal: JOURNAL, seq });
  const name = `j.${fromSeq}-${toSeq}.native`;
  writeFileSync(join(store.events.spool, name), block.finish());
  return { fromSeq, toSeq, rows: toSeq - fromSeq + 1, files: [name] };
};

const countStored = async (from: number, to: number): Promise<number> =>
  (await stored()).filter((seq) => seq >= from && seq <= to).length;

const open = (events: Pick<Events, 'insertFiles' | 'spool'> = store.events): Promise<StoreWriter> =>
  openStoreWriter({ events, table: eventsTable, journal: JOURNAL, folder, countStored, log: silentLog });

const stored = async (): Promise<readonly number[]> => {
  const rows = await store.events.query<{ seq: number }>({ sql: 'SELECT seq FROM events ORDER BY seq', params: {} });
  return rows.map(({ seq }) => seq);
};

describe('filling the store from a journal', () => {
  test('goes on where it stopped', async () => {
    const first = await open();
    expect(first.nextSeq()).toBe(1);
    await first.write(rangeOf(1, 3));
    await first.write({ fromSeq: 4, toSeq: 9, rows: 0, files: [] });
    const second = await open();
    expect([second.nextSeq(), second.unfinished()]).toEqual([10, undefined]);
    await second.write(rangeOf(10, 11));
    expect(await stored()).toEqual([1, 2, 3, 10, 11]);
    expect(readdirSync(store.events.spool)).toEqual([]);
  });

  test('a power cut that lost the record of the token but not the part doubles nothing', async () => {
    const forgetful = async (table: Parameters<Events['insertFiles']>[0], files: readonly string[]): Promise<void> => {
      await store.events.insertFiles(table, files, { token: 'a token that is lost', rows: 4 });
      throw new Error('the power is cut here');
    };
    const dying = await open({ insertFiles: forgetful, spool: store.events.spool });
    dying.close();
    await expect(dying.write(rangeOf(1, 4))).rejects.toThrow('cut here');
    const next = await open();
    expect(next.unfinished()).toBe(4);
    await next.write(rangeOf(1, 4));
    await next.write(rangeOf(5, 6));
    expect(await stored()).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test('in a flood the parts of a second wait longer for their merge', async () => {
    const parts = async (): Promise<string | undefined> => {
      const [row] = await store.events.query<{ text: string }>({
        sql: "SELECT create_table_query AS text FROM system.tables WHERE database = currentDatabase() AND name = 'events'",
        params: {},
      });
      return /min_parts_to_merge_at_once = (\d+)/.exec(row?.text ?? '')?.[1];
    };
    const writer = await open();
    await writer.write(rangeOf(1, 2));
    expect(await parts()).toBe('24');
    await writer.write({ ...rangeOf(3, 4), rows: 100_000_000 });
    await expect.poll(parts).toBe('120');
  });

  test('a crash after the insert repeats the range, and the store keeps it once', async () => {
    const crash = async (...insert: Parameters<Events['insertFiles']>): Promise<void> => {
      await store.events.insertFiles(...insert);
      throw new Error('the process dies here');
    };
    const dying = await open({ insertFiles: crash, spool: store.events.spool });
    dying.close();
    await expect(dying.write(rangeOf(1, 4))).rejects.toThrow('dies here');
    expect(await stored()).toEqual([1, 2, 3, 4]);

    const next = await open();
    expect([next.nextSeq(), next.unfinished()]).toEqual([1, 4]);
    await expect(next.write(rangeOf(1, 2))).rejects.toThrow('as one block');
    await next.write(rangeOf(1, 4));
    expect(next.unfinished()).toBeUndefined();
    expect(await stored()).toEqual([1, 2, 3, 4]);
  });

  test('waits for a store that is away', async () => {
    let failures = 2;
    const flaky = async (...insert: Parameters<Events['insertFiles']>): Promise<void> => {
      failures -= 1;
      if (failures >= 0) throw eventsError('events.unavailable', {});
      await store.events.insertFiles(...insert);
    };
    const writer = await open({ insertFiles: flaky, spool: store.events.spool });
    await writer.write(rangeOf(1, 2));
    expect(failures).toBe(-1);
    expect(await stored()).toEqual([1, 2]);
  });

  test('refuses ranges with a gap or an overlap', async () => {
    const writer = await open();
    await writer.write(rangeOf(1, 2));
    for (const [from, to] of [
      [1, 2],
      [4, 5],
      [3, 2],
    ] as const) {
      const block = { fromSeq: from, toSeq: to, rows: 1, files: [] };
      await expect(writer.write(block)).rejects.toThrow('the next frame is 3');
    }
  });

  test('a range always has the same token, and different ranges never share one', () => {
    expect(rangeToken('a', 1, 20)).toBe('a:1-20');
    expect(new Set([rangeToken('a', 1, 20), rangeToken('a', 12, 0), rangeToken('a1', 1, 20)]).size).toBe(3);
  });
});
