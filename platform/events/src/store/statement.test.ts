import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readerSettings } from './limits.ts';
import { quoted } from './quote.ts';
import { readStatement } from './statement.ts';

describe('statements', () => {
  test('a read gives its format away', () => {
    expect(readStatement('SELECT 1 \nFORMAT JSONEachRow')).toEqual({
      kind: 'read',
      sql: 'SELECT 1',
      format: 'JSONEachRow',
    });
    expect(readStatement('with x as (select 1) select * from x')).toMatchObject({
      kind: 'read',
      format: 'TabSeparated',
    });
  });

  test('an insert has one form', () => {
    expect(readStatement('INSERT INTO events (a, b_1) FORMAT Native')).toEqual({
      kind: 'insert',
      table: 'events',
      columns: ['a', 'b_1'],
    });
    for (const other of [
      'INSERT INTO events FORMAT Native',
      'INSERT INTO events (a) FORMAT JSONEachRow',
      'INSERT INTO events (a) SELECT 1',
      'INSERT INTO events (a,b) FORMAT Native',
      'INSERT INTO "events" (a) FORMAT Native',
      'INSERT INTO events (a) FORMAT Native; DROP TABLE events',
      'INSERT INTO system.x (a) FORMAT Native',
      "INSERT INTO FUNCTION file('x') (a) FORMAT Native",
    ]) {
      expect(readStatement(other), other).toMatchObject({ kind: 'refused' });
    }
  });

  test('changes are told from reads', () => {
    for (const change of [
      'CREATE TABLE a (b Int8) ENGINE = MergeTree ORDER BY b',
      'TRUNCATE TABLE a',
      'OPTIMIZE TABLE a',
    ]) {
      expect(readStatement(change)).toEqual({ kind: 'change', sql: change });
    }
    for (const odd of [
      'SET readonly = 0',
      'ATTACH TABLE x',
      'USE system',
      'BACKUP TABLE a TO Disk(1)',
      '',
      '--',
      'KILL QUERY',
    ]) {
      expect(readStatement(odd), odd).toMatchObject({ kind: 'refused' });
    }
  });

  test('nothing reaches files or the network', () => {
    for (const sql of [
      "SELECT file('/etc/passwd')",
      "SELECT FILE ('/etc/passwd')",
      "select * from url('http://a', 'CSV')",
      "SELECT * FROM remote('host', system.one)",
      "SELECT * FROM events INTO OUTFILE 'x'",
      "CREATE TABLE x (a Int8) ENGINE = URL('http://a')",
      "CREATE TABLE x (a Int8) ENGINE=File(CSV, 'x')",
      "WITH file('/etc/passwd') AS f SELECT f",
      "SELECT 'a' || file('b')",
      "SELECT * FROM s3('http://a')",
      "SELECT 'it''s', file('b')",
    ]) {
      expect(readStatement(sql), sql).toMatchObject({ kind: 'refused' });
    }
  });

  test('words in literals and columns are only words', () => {
    expect(readStatement("SELECT file, url FROM events WHERE a = 'file(1); DROP TABLE x'")).toMatchObject({
      kind: 'read',
    });
  });

  test('a second statement is refused, a closing semicolon is not', () => {
    expect(readStatement('SELECT 1; SELECT 2')).toMatchObject({ kind: 'refused' });
    expect(readStatement("SELECT ';' ;")).toMatchObject({ kind: 'read' });
  });

  test('any text gets an answer', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (text) => {
        expect(['read', 'insert', 'change', 'refused']).toContain(readStatement(text).kind);
      }),
    );
  });
});

describe('literals', () => {
  test('quotes and backslashes cannot end them', () => {
    expect(quoted("a'b\\")).toBe(String.raw`'a\'b\\'`);
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(quoted(text).slice(1, -1).replace(/\\(.)/gs, '$1')).toBe(text);
        expect(/^'(?:[^'\\]|\\.)*'$/s.test(quoted(text))).toBe(true);
      }),
    );
  });
});

describe('settings of a reader', () => {
  const settings = (...entries: [string, string][]) => readerSettings(new Map(entries), 1000);

  test('have defaults and stay within bounds', () => {
    expect(settings()).toMatchObject({ max_execution_time: 10, max_result_rows: 100_000, max_memory_usage: 1000 });
    expect(settings(['max_execution_time', '3'])).toMatchObject({ max_execution_time: 3 });
    expect(settings(['max_execution_time', '99999'])).toMatchObject({ max_execution_time: 600 });
    expect(settings(['max_memory_usage', '5000'])).toMatchObject({ max_memory_usage: 1000 });
  });

  test('zero, which means no limit, is not passed on', () => {
    expect(settings(['max_execution_time', '0'], ['max_memory_usage', '0'])).toMatchObject({
      max_execution_time: 600,
      max_memory_usage: 1000,
    });
    expect(settings(['use_query_condition_cache', '0'])).toMatchObject({ use_query_condition_cache: 0 });
  });

  test('anything else is dropped', () => {
    expect(settings(['readonly', '0'], ['max_threads', 'x'], ['max_execution_time', '-1'])).toEqual(settings());
  });
});
