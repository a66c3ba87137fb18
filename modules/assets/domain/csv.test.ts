import { DomainError } from '@chedun/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvField, decodeText, parseCsv } from './csv.ts';

const cells = (text: string) => parseCsv(text).map((row) => row.cells);
const line = (row: readonly string[]): string => `${row.map(csvField).join(',')}\r\n`;
/** Cells that a formula guard leaves alone and that are not all blank. */
const plain = fc.string({ maxLength: 20 }).filter((text) => !/^[=+\-@\t\r]/.test(text));
const codeOf = (work: () => unknown): string => {
  try {
    work();
    return 'none';
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
};

describe('CSV', () => {
  it.each([
    [
      'a,b\n1,2',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'a;b\r\n1,5;2\r\n',
      [
        ['a', 'b'],
        ['1,5', '2'],
      ],
    ],
    [
      'a\tb\r1\t2',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      '\uFEFFa,b\n\n , \n1,',
      [
        ['a', 'b'],
        ['1', ''],
      ],
    ],
    ['a\n"x ""y"" z\nw"', [['a'], ['x "y" z\nw']]],
    ['a,"",b', [['a', '', 'b']]],
  ])('%j', (text, expected) => {
    expect(cells(text)).toEqual(expected);
  });

  it('numbers lines as an editor shows them, across line breaks in cells', () => {
    const rows = parseCsv('h\n"one\ntwo"\n\nthree');
    expect(rows.map(({ row }) => row)).toEqual([1, 2, 5]);
  });

  it.each([
    ['h\n"never closed', 'a quote is never closed', 2],
    ['h\n"a"b', 'text follows a closing quote', 2],
    [`h\n${','.repeat(64)}`, 'more than 64 columns', 2],
    [`h\n${'x'.repeat(4_097)}`, 'a cell is longer than 4096 characters', 2],
    [`h\n\n"${'x'.repeat(4_097)}"`, 'a cell is longer than 4096 characters', 3],
  ])('refuses %#', (text, reason, at) => {
    expect(() => parseCsv(text)).toThrow(expect.objectContaining({ detail: { line: at, reason } }));
  });

  it('stops at the limit of rows', () => {
    expect(codeOf(() => parseCsv('h\n1\n2\n3', { rows: 2, columns: 4, cellLength: 9 }))).toBe(
      'assets.import-too-large',
    );
  });

  it('reads back what it wrote', () => {
    const table = fc.array(fc.array(plain, { minLength: 2, maxLength: 5 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(table, (rows) => {
        const kept = rows.filter((row) => row.some((cell) => cell.trim() !== ''));
        const text = `h,h\r\n${rows.map(line).join('')}`;
        expect(cells(text).slice(1)).toEqual(kept);
      }),
    );
  });

  it('throws nothing but its own errors, whatever it is given', () => {
    const hostile = fc.string({
      unit: fc.constantFrom('"', ',', ';', '\t', '\r', '\n', 'a', '=', '\0', '车'),
      maxLength: 200,
    });
    fc.assert(
      fc.property(hostile, (text) => ['none', 'assets.import-malformed'].includes(codeOf(() => parseCsv(text)))),
    );
  });
});

describe('text encodings', () => {
  it.each([
    ['UTF-8', Buffer.from('车架号')],
    ['UTF-8 with mark', Buffer.from('\uFEFF车架号')],
    ['GB 18030, as Chinese Excel writes it', Buffer.from([0xb3, 0xb5, 0xbc, 0xdc, 0xba, 0xc5])],
    ['UTF-16 with mark', Buffer.from('\uFEFF车架号', 'utf16le')],
  ])('%s', (_name, bytes) => {
    expect(decodeText(bytes)).toBe('车架号');
  });
});

describe('a written field', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['-1.5', '-1.5'],
    ['+86', '+86'],
    ['-cmd', "'-cmd"],
    ['a"b', '"a""b"'],
    ['1;2', '"1;2"'],
  ])('%s → %s', (value, field) => {
    expect(csvField(value)).toBe(field);
  });
});
