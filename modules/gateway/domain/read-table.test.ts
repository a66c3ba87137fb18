import { describe, expect, it } from 'vitest';
import { readBindings, valueOf } from './read-table.ts';

const VIN = 'LSVAA0000N0000017';
const rows = (...lines: readonly (readonly string[])[]) => lines.map((cells, at) => ({ row: at + 1, cells }));

describe('a table of bindings', () => {
  it('is read by the names of its columns, in either language and any order', () => {
    const chinese = rows(
      ['平台账号', 'ICCID', '车辆识别代号', '备注'],
      ['east', '89860000000000000001', VIN.toLowerCase(), 'x'],
    );
    expect(readBindings(chinese)).toEqual({
      bindings: [
        { subject: VIN, kind: 'platform', value: 'east' },
        { subject: VIN, kind: 'iccid', value: '89860000000000000001' },
      ],
      refused: [],
    });
  });

  it('needs no header', () => {
    const { bindings } = readBindings(rows([VIN, '', 'vehicle-17']));
    expect(bindings).toEqual([{ subject: VIN, kind: 'certificate', value: 'vehicle-17' }]);
  });

  it('may name the account of a platform, whose case counts', () => {
    const { bindings } = readBindings(rows(['platform:East', '', 'AB:'.repeat(31) + 'AB']));
    expect(bindings).toEqual([{ subject: 'platform:East', kind: 'certificate', value: 'ab'.repeat(32) }]);
  });

  it('tells the rows that it cannot take and takes the others', () => {
    const { bindings, refused } = readBindings(
      rows(
        ['vin', 'platform', 'iccid'],
        ['', 'east', ''],
        [VIN, '', ''],
        [VIN, 'east', '12'],
        ['A B', 'east', ''],
        [VIN, 'west', ''],
      ),
    );
    expect(bindings).toEqual([{ subject: VIN, kind: 'platform', value: 'west' }]);
    expect(refused).toEqual([
      { row: 2, reason: 'no_subject', value: '' },
      { row: 3, reason: 'nothing_bound', value: VIN },
      { row: 4, reason: 'bad_value', value: '12' },
      { row: 5, reason: 'bad_subject', value: 'A B' },
    ]);
  });

  it('of nothing is empty', () => {
    expect(readBindings([])).toEqual({ bindings: [], refused: [] });
  });
});

describe('a value', () => {
  it('of a certificate is a fingerprint or a name', () => {
    expect(valueOf('certificate', ' AB CD '.repeat(16))).toBe('abcd'.repeat(16));
    expect(valueOf('certificate', ' car 7 ')).toBe('car 7');
    expect(valueOf('certificate', 'x'.repeat(129))).toBeUndefined();
  });
});
