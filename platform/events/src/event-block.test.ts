import { readBlocks } from '@chedun/native-block';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { eventBlock, eventsTable, MAX_MESSAGE } from './event-block.ts';
import { blankEvent, columnOf, eventFields, type EventRow } from './event-row.ts';

const read = (rows: readonly Partial<EventRow>[]): Record<string, unknown>[] => {
  const builder = eventBlock();
  for (const row of rows) builder.add({ ...blankEvent, ...row });
  const [block] = readBlocks(builder.finish());
  return rows.map((_, index) =>
    Object.fromEntries((block?.columns ?? []).map(({ name, values }) => [name, values[index]])),
  );
};

describe('a block of events', () => {
  test('has the columns of the table in their order', () => {
    const [block] = readBlocks(eventBlock().finish());
    expect(block?.columns.map(({ name }) => name)).toEqual(eventsTable.columns);
    expect(eventFields).toHaveLength(33);
    expect(columnOf('parentProcess')).toBe('parent_process');
  });

  test('keeps what it is given', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 40 });
    const row = fc.record({
      host: text,
      commandLine: text,
      url: text,
      srcPort: fc.integer({ min: 0, max: 65_535 }),
      seq: fc.maxSafeNat(),
    });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 20 }), (rows) => {
        expect(read(rows)).toMatchObject(
          rows.map(({ host, commandLine, url, srcPort, seq }) => ({
            host,
            command_line: commandLine,
            url,
            src_port: srcPort,
            seq: BigInt(seq),
          })),
        );
      }),
    );
  });

  test('moves numbers to the bounds of their column instead of throwing', () => {
    const wild = [Number.NaN, -1, 1e300, Infinity, 0.5, -Infinity, 2 ** 53];
    const rows = wild.map((value) => ({ seq: value, time: value, severityId: value, srcPort: value, classUid: value }));
    expect(read(rows).map((row) => row['severity_id'])).toEqual([0, 0, 255, 255, 0, 0, 255]);
    expect(read(rows).map((row) => row['time'])).toEqual([0, 0, 4294967295000, 4294967295000, 0, 0, 4294967295000]);
  });

  test('keeps the first line of the message', () => {
    const messages = ['one\r\ntwo', 'x'.repeat(600), '', '\nempty'];
    expect(read(messages.map((message) => ({ message }))).map((row) => row['message'])).toEqual([
      'one',
      'x'.repeat(MAX_MESSAGE),
      '',
      '',
    ]);
  });

  test('spells out the letters of the body and keeps the original with it', () => {
    const body = String.raw`{"a":"\u003cscript\u8f66","n":1.0}`;
    expect(read([{ body }, { body, raw: 'as it came' }, { body: String.raw`not json \u003c` }])).toMatchObject([
      { body: '{"a":"<script车","n":1}', raw: body },
      { body: '{"a":"<script车","n":1}', raw: 'as it came' },
      { body: String.raw`not json \u003c`, raw: '' },
    ]);
  });

  test('can be built again and again', () => {
    const builder = eventBlock();
    const make = (host: string): string => {
      builder.add({ ...blankEvent, host });
      expect(builder.rows()).toBe(1);
      expect(builder.size()).toBeGreaterThan(33);
      return Buffer.from(builder.finish()).toString('hex');
    };
    expect(make('a')).not.toBe(make('b'));
    expect(make('a')).toBe(make('a'));
    expect(builder.rows()).toBe(0);
  });
});
