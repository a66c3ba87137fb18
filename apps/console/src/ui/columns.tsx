import type { ReactNode } from 'react';

/** One column of a {@link DataTable}. */
export interface Column<Row> {
  readonly key: string;
  readonly title: string;
  readonly render: (row: Row) => ReactNode;
  /** Value for the CSV export and for sorting in the browser; a column without it does neither. */
  readonly value?: (row: Row) => string | number;
  readonly width?: number;
  readonly align?: 'left' | 'right' | 'center';
  readonly clip?: 'clip' | 'wrap';
  /** Name by which the server sorts; lists that come in pages are sorted there and only there. */
  readonly serverSort?: string;
}

type Shape<Row> = Pick<Column<Row>, 'width' | 'align' | 'clip' | 'serverSort'>;

/** A column that shows its value as it is. */
export const textColumn = <Row,>(
  key: string,
  title: string,
  value: (row: Row) => string | number,
  shape: Shape<Row> = {},
): Column<Row> => ({ key, title, value, render: value, ...shape });

/** A column that shows its value in the typewriter face: identifiers, addresses, versions. */
export const monoColumn = <Row,>(
  key: string,
  title: string,
  value: (row: Row) => string | number,
  shape: Shape<Row> = {},
): Column<Row> => ({ key, title, value, render: (row) => <span className="mono">{value(row)}</span>, ...shape });

/** A column that shows something else than the value by which it is sorted and exported. */
export const shownColumn = <Row,>(
  key: string,
  title: string,
  value: (row: Row) => string | number,
  render: (row: Row) => ReactNode,
  shape: Shape<Row> = {},
): Column<Row> => ({ key, title, value, render, ...shape });

/** Orders rows by text (Chinese by pinyin) or by number. */
export const compareBy =
  <Row,>(value: (row: Row) => string | number) =>
  (a: Row, b: Row): number => {
    const left = value(a);
    const right = value(b);
    if (typeof left === 'number' && typeof right === 'number') return left - right;
    return String(left).localeCompare(String(right), 'zh-CN', { numeric: true });
  };

/** Header and rows for the CSV export: every column that has a value. */
export const exportRows = <Row,>(columns: readonly Column<Row>[], rows: readonly Row[]) => {
  const kept = columns.filter((column) => column.value !== undefined);
  return {
    header: kept.map(({ title }) => title),
    rows: rows.map((row) => kept.map(({ value }) => value?.(row) ?? '')),
  };
};
