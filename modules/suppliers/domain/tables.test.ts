import { describe, expect, it } from 'vitest';
import type { SupplierInput } from '../contract.ts';
import { changesOf } from './changes.ts';
import { planImport } from './plan-import.ts';
import { readSupplierRows } from './read-rows.ts';

const table = (...lines: string[]) => lines.map((line, at) => ({ row: at + 1, cells: line.split(',') }));
const HEAD = '供应商名称,类别,重要程度,统一社会信用代码,别名,服务,电话';

describe('tables of suppliers', () => {
  it('are read in both languages, and each bad row is named with its line and the column of the file', () => {
    const { taken, refused, rows } = readSupplierRows(
      table(
        `\uFEFF${HEAD}`,
        "甲,零部件、软件,关键,,Jia Co.；甲公司,TSP,'+86 27 1234567",
        '乙,火箭,关键',
        '丙,软件,很高',
        ',软件,一般',
        '丁,软件,一般,91420100MA4KXXXX2P',
        '戊,software,ordinary,,,,abc',
        ',,',
      ),
    );
    expect(rows).toBe(6);
    expect(taken).toMatchObject([
      {
        row: 2,
        supplier: {
          name: '甲',
          kinds: ['component', 'software'],
          importance: 'critical',
          aliases: ['Jia Co.', '甲公司'],
          dependents: [{ kind: 'service', name: 'TSP' }],
          contactPhone: '+86 27 1234567',
          country: 'CN',
        },
      },
    ]);
    expect(refused.map(({ row, column, value }) => [row, column, value])).toEqual([
      [3, '类别', '火箭'],
      [4, '重要程度', '很高'],
      [5, '供应商名称', ''],
      [6, '统一社会信用代码', '91420100MA4KXXXX2P'],
      [7, '电话', 'abc'],
    ]);
    expect(() => readSupplierRows(table('名称,类别'))).toThrow('suppliers.missing-column');
    expect(() => readSupplierRows([])).toThrow('suppliers.missing-column');
  });

  const known: SupplierInput = {
    name: '甲公司',
    creditCode: '',
    country: 'DE',
    kinds: ['component'],
    importance: 'critical',
    supplies: 'BMS',
    aliases: ['Jia'],
    dependents: [{ kind: 'host', name: 'h-1' }],
    contactPerson: '王芳',
    contactPhone: '',
    contactEmail: '',
  };
  const before = {
    keys: new Map([
      ['甲公司', 's1'],
      ['jia', 's1'],
    ]),
    suppliers: new Map([['s1', known]]),
    missing: new Set(['service:不存在']),
  };
  const plan = (...lines: string[]) => {
    const { header, taken } = readSupplierRows(table(HEAD, ...lines));
    return planImport(before, header, taken);
  };

  it('change what is there under any spelling, and leave columns that the table has not', () => {
    const { planned, unchanged } = plan('JIA,软件,重要,,J. Co.');
    expect(unchanged).toBe(0);
    expect(planned).toMatchObject([
      {
        id: 's1',
        input: { name: '甲公司', country: 'DE', supplies: 'BMS', kinds: ['software'], aliases: ['Jia', 'J. Co.'] },
      },
    ]);
    expect(planned[0]?.input.dependents).toEqual([{ kind: 'host', name: 'h-1' }]);
    expect(plan('甲公司,零部件,关键')).toEqual({ planned: [], unchanged: 1, refused: [] });
  });

  it('refuse what stands twice, takes the name of another, or names assets that are not there', () => {
    const { planned, refused } = plan(
      '乙,软件,一般',
      '乙,软件,重要',
      '丙,软件,一般,,JIA',
      '丁,软件,一般,,,不存在',
      'Jia,软件,一般',
    );
    expect(planned.map(({ id, input }) => [id, input.name])).toEqual([
      [null, '乙'],
      ['s1', '甲公司'],
    ]);
    expect(refused.map(({ row, column, text }) => [row, column, text.zh])).toEqual([
      [3, '供应商名称', '与第 2 行重复'],
      [4, '别名', '名称或别名已属于另一家供应商'],
      [5, '服务', '资产台账中没有'],
    ]);
  });

  it('say what changed as texts', () => {
    expect(changesOf(known, { ...known, kinds: ['component', 'cloud'], dependents: [] })).toEqual([
      { field: 'kinds', before: 'component', after: 'component, cloud' },
      { field: 'dependents', before: 'host:h-1', after: '' },
    ]);
    expect(changesOf(known, known)).toEqual([]);
  });
});
