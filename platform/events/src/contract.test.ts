import { encodeBlock, string } from '@chedun/native-block';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventBlock, eventsTable } from './event-block.ts';
import { blankEvent, type EventRow } from './event-row.ts';
import type { BoundQuery } from './events.ts';
import { migrationsFolder } from './migrations-folder.ts';
import { contractStores, type TestStore } from './testing/stores.ts';

const DAY = Date.UTC(2026, 10, 23);

const blockOf = (rows: readonly Partial<EventRow>[]): Uint8Array => {
  const block = eventBlock();
  for (const [idx, row] of rows.entries()) block.add({ ...blankEvent, received: DAY, time: DAY, idx, ...row });
  return block.finish();
};

const sql = (text: string, params: BoundQuery['params'] = {}): BoundQuery => ({ sql: text, params });

// The payload that runs as SQL when foreign bytes reach chDB's own insert call.
const INJECTION = '{"a":"x"}\n\nDROP TABLE events\n';

for (const { name, open } of contractStores(process.env['CHEDUN_EVENTS_URL'])) {
  describe.skipIf(open === undefined)(`the event store: ${name}`, () => {
    let store: TestStore;

    beforeAll(async () => {
      if (open !== undefined) store = await open();
    });
    afterAll(() => store.stop());

    const count = async (journal: string): Promise<number | undefined> => {
      const query = sql('SELECT count() AS n FROM events WHERE journal = {j:String}', { j: journal });
      return (await store.events.query<{ n: number }>(query))[0]?.n;
    };

    test('gives every column back as it was written', async () => {
      const row: Partial<EventRow> = {
        journal: 'columns',
        seq: Number.MAX_SAFE_INTEGER,
        idx: 4_294_967_295,
        time: DAY + 7,
        severityId: 255,
        srcPort: 65_535,
        classUid: 4_294_967_295,
        host: '主机"\\',
        body: INJECTION,
        message: 'first line\nsecond',
        raw: Uint8Array.of(0x7b, 0x0a, 0x0a, 0x7d),
      };
      await store.events.insertBlocks(eventsTable, [blockOf([row])], { token: 'columns' });
      const [found] = await store.events.query(
        sql(`SELECT seq, idx, toUnixTimestamp64Milli(time) AS at, severity_id, src_port, class_uid, host, body, message,
          hex(raw) AS raw FROM events WHERE journal = 'columns'`),
      );
      expect(found).toEqual({
        seq: Number.MAX_SAFE_INTEGER,
        idx: 4_294_967_295,
        at: DAY + 7,
        severity_id: 255,
        src_port: 65_535,
        class_uid: 4_294_967_295,
        host: '主机"\\',
        body: INJECTION,
        message: 'first line',
        raw: '7B0A0A7D',
      });
    });

    test('SQL in stored data does nothing', async () => {
      const texts: Partial<EventRow> = {
        host: INJECTION,
        message: INJECTION,
        body: INJECTION,
        vin: "'; DROP TABLE events",
      };
      await store.events.insertBlocks(eventsTable, [blockOf([{ ...texts, journal: 'injection' }])], {
        token: INJECTION,
      });
      expect(await count('injection')).toBe(1);
      const column = string();
      column.push(INJECTION);
      const partial = encodeBlock([{ name: 'body', column }]);
      await store.events.insertBlocks({ name: 'events', columns: ['body'] }, [partial], {
        token: "x') DROP TABLE events",
      });
      expect(await count('')).toBe(1);
    });

    test('a token stores its rows once, also in the counts', async () => {
      const block = blockOf(Array.from({ length: 50 }, () => ({ journal: 'token', source: 'token', severityId: 4 })));
      for (const token of ['one', 'one', 'two', 'one', 'two'])
        await store.events.insertBlocks(eventsTable, [block], { token });
      expect(await count('token')).toBe(100);
      const counted = await store.events.query(
        sql("SELECT sum(events) AS n, severity_id FROM event_counts WHERE source = 'token' GROUP BY severity_id"),
      );
      expect(counted).toEqual([{ n: 100, severity_id: 4 }]);
    });

    test('blocks in files of the spool are stored in the order of their names, once', async () => {
      const rows = 3000;
      const names = Array.from({ length: 4 }, (_, at) => `spooled.000${at}.native`);
      const seqs = names.map((_, at) => Array.from({ length: rows }, (__, n) => at * rows + n));
      names.forEach((name, at) => {
        const block = blockOf((seqs[at] ?? []).map((seq) => ({ journal: 'spooled', source: 'spooled', seq })));
        writeFileSync(join(store.events.spool, name), block);
      });
      for (let time = 0; time < 2; time += 1)
        await store.events.insertFiles(eventsTable, names, { token: 'spooled', rows: 4 * rows });
      expect(await count('spooled')).toBe(4 * rows);
      const found = await store.events.query<{ seq: number }>(
        sql("SELECT seq FROM events WHERE journal = 'spooled' ORDER BY _part, _part_offset"),
      );
      expect(found.map(({ seq }) => seq)).toEqual(seqs.flat());
    });

    test('a file of the spool that is not there, damaged or named from outside is refused', async () => {
      const refused = { code: 'events.insert-refused' };
      const insert = (name: string) => store.events.insertFiles(eventsTable, [name], { token: `bad ${name}`, rows: 1 });
      writeFileSync(join(store.events.spool, 'damaged.native'), 'DROP TABLE events');
      for (const name of ['damaged.native', 'nowhere.native', '../status', '/etc/passwd', '{a,b}.native'])
        await expect(insert(name), name).rejects.toMatchObject(refused);
    });

    test('blocks that are cut or belong to another table are refused whole', async () => {
      const block = blockOf([{ journal: 'cut' }, { journal: 'cut' }]);
      const refused = { code: 'events.insert-refused' };
      const insert = (bytes: Uint8Array, token: string) => store.events.insertBlocks(eventsTable, [bytes], { token });
      await expect(insert(block.subarray(0, block.length - 9), 'cut 1')).rejects.toMatchObject(refused);
      await expect(insert(Buffer.from('DROP TABLE events'), 'cut 2')).rejects.toMatchObject(refused);
      expect(await count('cut')).toBe(0);
    });

    test('parameters come back as they went in', async () => {
      const texts = ["a\t'\\\n\r\u0000;DROP TABLE events --", '车辆', '', "'", '\\', '\\N', '{x:String}', '\\t'];
      const [row] = await store.events.query(
        sql(`SELECT ${texts.map((_, i) => `{t${i}:String} AS t${i}`).join(', ')}, {list:Array(String)} AS list`, {
          ...Object.fromEntries(texts.map((text, i) => [`t${i}`, text])),
          list: texts,
        }),
      );
      expect(row).toEqual({ ...Object.fromEntries(texts.map((text, i) => [`t${i}`, text])), list: texts });
    });

    test('queries run side by side, each with its own parameters', async () => {
      const values = Array.from({ length: 40 }, (_, i) => i);
      const rows = await Promise.all(
        values.map((x) => store.events.query<{ x: number }>(sql('SELECT {x:UInt32} AS x', { x }))),
      );
      expect(rows.map(([row]) => row?.x)).toEqual(values);
    });

    test('limits end a query with an error of its own', async () => {
      const tooMuch = { code: 'events.query-too-expensive' };
      const slow = sql('SELECT sum(sipHash64(number)) AS s FROM numbers(100000000000)');
      await expect(store.events.query(slow, { maxMs: 1_000 })).rejects.toMatchObject(tooMuch);
      await expect(store.events.query(sql('SELECT number FROM numbers(1000)'), { maxRows: 10 })).rejects.toMatchObject(
        tooMuch,
      );
      await expect(store.events.query(sql('SELECT nothing FROM events'))).rejects.toMatchObject({
        code: 'events.query-failed',
      });
    });

    test('a stream gives all rows in pieces', async () => {
      let rows = 0;
      let pieces = 0;
      const stream = store.events.stream<{ number: number }>(sql('SELECT number FROM numbers(300000)'), {
        maxRows: 1_000_000,
      });
      for await (const piece of stream) {
        rows += piece.length;
        pieces += 1;
      }
      expect(rows).toBe(300_000);
      expect(pieces).toBeGreaterThan(1);
    });

    test('the tables flush what they store', async () => {
      const rows = await store.events.query<{ create: string }>(
        sql(
          "SELECT create_table_query AS create FROM system.tables WHERE database = currentDatabase() AND name IN ('events', 'event_counts')",
        ),
      );
      expect(rows).toHaveLength(2);
      for (const { create } of rows) {
        for (const setting of [
          'fsync_after_insert = 1',
          'fsync_part_directory = 1',
          'min_rows_to_fsync_after_merge = 1',
        ]) {
          expect(create).toContain(setting);
        }
        expect(create).not.toContain('TTL');
      }
    });

    test('an insert flushes its files and folders before it is acknowledged', async () => {
      const flushed = async (): Promise<Record<string, number>> => {
        const rows = await store.events.query<{ event: string; value: number }>(
          sql("SELECT event, value FROM system.events WHERE event IN ('FileSync', 'DirectorySync')"),
        );
        return Object.fromEntries(rows.map(({ event, value }) => [event, value]));
      };
      const before = await flushed();
      await store.events.insertBlocks(eventsTable, [blockOf([{ journal: 'flush' }])], { token: 'flush' });
      const after = await flushed();
      // One part of events and one of event_counts, each with at least its data and its checksums.
      expect((after['FileSync'] ?? 0) - (before['FileSync'] ?? 0)).toBeGreaterThanOrEqual(4);
      expect((after['DirectorySync'] ?? 0) - (before['DirectorySync'] ?? 0)).toBeGreaterThanOrEqual(2);
    });

    test('migrations run once', async () => {
      expect(await store.events.migrate(migrationsFolder)).toEqual([]);
    });

    test('health counts events and broken parts', async () => {
      expect(await store.events.health()).toMatchObject({ detachedParts: 0, version: expect.stringMatching(/^\d+\./) });
    });

    test('clear empties the tables, and the same tokens count as new', async () => {
      const block = blockOf([{ journal: 'clear' }]);
      await store.events.insertBlocks(eventsTable, [block], { token: 'clear' });
      await store.events.clear();
      expect(await count('clear')).toBe(0);
      await store.events.insertBlocks(eventsTable, [block], { token: 'clear' });
      expect(await count('clear')).toBe(1);
    });
  });
}
