import { Input } from 'antd';
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { Query } from '../../api/client.ts';
import { useCursorList } from '../../app/useCursorList.ts';
import type { Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';

interface Page<Row> {
  readonly items: readonly Row[];
  readonly next: string | null;
  readonly total: number;
}

interface ServerTableProps<Row> {
  /** Name of the list among the cached answers, with everything that it depends on. */
  readonly name: readonly unknown[];
  readonly load: (query: Query, signal: AbortSignal) => Promise<Page<Row>>;
  readonly columns: readonly Column<Row>[];
  readonly rowKey: (row: Row) => string;
  /** Column by which the server sorts first, and those that rise instead of fall. */
  readonly sort: { readonly by: string; readonly rising: readonly string[] };
  readonly find?: string;
  /** What the filters ask for. */
  readonly query?: Query;
  readonly filters?: ReactNode;
  readonly empty: { readonly title: string; readonly hint: string };
  /** What to say when a filter leaves nothing. */
  readonly noMatch: string;
  readonly exportName: string;
  readonly minWidth?: number;
  readonly onRow?: (row: Row) => void;
  readonly expand?: (row: Row) => ReactNode;
}

const PAGE = 100;

/** A list of a recording that the server sorts, filters and hands out in pages. */
export const ServerTable = <Row extends object>(props: ServerTableProps<Row>) => {
  const { name, load, query = {}, empty } = props;
  const [by, setBy] = useState(props.sort.by);
  const [q, setQ] = useState<string>();
  const order = props.sort.rising.includes(by) ? 'asc' : 'desc';
  const list = useCursorList([...name, query, by, q], (cursor, signal) =>
    load({ ...query, q, sort: by, order, cursor, limit: PAGE }, signal),
  );
  const filtered = q !== undefined || Object.values(query).some((value) => value !== undefined);
  return (
    <>
      <TableBar find={props.find} filters={props.filters} onFind={setQ} />
      <DataTable<Row>
        {...list}
        columns={props.columns}
        rowKey={props.rowKey}
        sorting={{ by, onChange: setBy }}
        exportName={props.exportName}
        minWidth={props.minWidth ?? 1000}
        {...(props.onRow === undefined ? {} : { onRow: props.onRow })}
        {...(props.expand === undefined ? {} : { expand: props.expand })}
        empty={<EmptyState size="small" title={filtered ? props.noMatch : empty.title} hint={empty.hint} />}
      />
    </>
  );
};

interface TableBarProps {
  readonly find: string | undefined;
  readonly filters: ReactNode;
  readonly onFind: (text: string | undefined) => void;
}

const TableBar = ({ find, filters, onFind }: TableBarProps) => {
  if (find === undefined && filters === undefined) return null;
  return (
    <div className="toolbar">
      {find !== undefined && (
        <Input.Search
          allowClear
          style={{ width: 240 }}
          placeholder={find}
          onSearch={(text) => onFind(text.trim() === '' ? undefined : text.trim())}
        />
      )}
      {filters}
    </div>
  );
};
