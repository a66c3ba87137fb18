import type { ReactNode } from 'react';

/** One column of a {@link DataTable}. */
export interface Column<Row> {
  readonly key: string;
  readonly title: string;
  readonly render: (row: Row) => ReactNode;
  /** Value for sorting in the browser and for the CSV export; a column without it does neither. */
  readonly value?: (row: Row) => string | number;
  readonly width?: number;
  readonly align?: 'left' | 'right' | 'center';
  readonly clip?: 'clip' | 'wrap';
  /** `none` switches sorting off. */
  readonly sort?: 'browser' | 'none';
}

/** Orders rows by text (Chinese by pinyin) or by number. */
export const compareBy =
  <Row>(value: (row: Row) => string | number) =>
  (a: Row, b: Row): number => {
    const left = value(a);
    const right = value(b);
    if (typeof left === 'number' && typeof right === 'number') return left - right;
    return String(left).localeCompare(String(right), 'zh-CN', { numeric: true });
  };

/** Header and rows for the CSV export: every column that has a value. */
export const exportRows = <Row>(columns: readonly Column<Row>[], rows: readonly Row[]) => {
  const kept = columns.filter((column) => column.value !== undefined);
  return {
    header: kept.map(({ title }) => title),
    rows: rows.map((row) => kept.map(({ value }) => value?.(row) ?? '')),
  };
};
