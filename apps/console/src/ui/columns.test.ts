import { describe, expect, it } from 'vitest';
import { compareBy, exportRows, shownColumn, textColumn } from './columns.tsx';

interface Row {
  readonly name: string;
  readonly count: number;
}

const rows: readonly Row[] = [
  { name: '主机 10', count: 2 },
  { name: '车辆', count: 10 },
  { name: '主机 9', count: 1 },
];

describe('columns', () => {
  it('sort Chinese by pinyin and numbers inside texts by value', () => {
    expect(rows.toSorted(compareBy((row) => row.name)).map(({ name }) => name)).toEqual(['车辆', '主机 9', '主机 10']);
  });

  it('sort numbers as numbers', () => {
    expect(rows.toSorted(compareBy((row) => row.count)).map(({ count }) => count)).toEqual([1, 2, 10]);
  });

  it('export what has a value, under its title', () => {
    const columns = [
      textColumn<Row>('name', '名称', (row) => row.name),
      shownColumn<Row>(
        'count',
        '次数',
        (row) => row.count,
        () => null,
      ),
      { key: 'actions', title: '操作', render: () => null },
    ];
    expect(exportRows(columns, rows.slice(0, 1))).toEqual({ header: ['名称', '次数'], rows: [['主机 10', 2]] });
  });
});
