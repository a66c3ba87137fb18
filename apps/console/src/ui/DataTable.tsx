import { DownloadOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { Button, Skeleton, Table } from 'antd';
import type { TableColumnType } from 'antd';
import type { Key, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { saveBlob } from '../api/download.ts';
import { csvText } from '../lib/csv.ts';
import { formatCount } from '../lib/format.ts';
import { compareBy, exportRows } from './columns.tsx';
import type { Column } from './columns.tsx';
import { ErrorState } from './ErrorState.tsx';
import { useSay } from './useSay.ts';

interface DataTableProps<Row> {
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[] | undefined;
  readonly rowKey: (row: Row) => string;
  readonly error?: unknown;
  readonly onRetry?: () => void;
  /** What to say when there are no rows: an {@link EmptyState} that says what to do next. */
  readonly empty: ReactNode;
  readonly onRow?: (row: Row) => void;
  readonly selection?: { readonly keys: readonly string[]; readonly onChange: (keys: readonly string[]) => void };
  readonly expand?: (row: Row) => ReactNode;
  /** Cursor paging: more rows exist. With `all` an export holds them too, not only those that are shown. */
  readonly more?: {
    readonly available: boolean;
    readonly loading: boolean;
    readonly load: () => void;
    readonly all?: () => Promise<{ readonly rows: readonly Row[]; readonly cut: boolean }>;
  };
  readonly total?: number | undefined;
  /** File name of the CSV export without its ending; absent = no export of its own. */
  readonly exportName?: string;
  readonly minWidth?: number;
  /**
   * `browser` sorts the rows at hand (lists that come whole); `none` leaves the order of the server;
   * an object sorts on the server by the columns that it can sort by.
   */
  readonly sorting?: 'browser' | 'none' | ServerSorting;
}

/** Which column the server sorts by, and how to ask for another. */
interface ServerSorting {
  readonly by: string;
  readonly onChange: (by: string) => void;
}

const sorterOf = <Row,>(column: Column<Row>, sorting: DataTableProps<Row>['sorting']): TableColumnType<Row> => {
  if (sorting === 'none') return {};
  if (typeof sorting !== 'object') return column.value === undefined ? {} : { sorter: compareBy(column.value) };
  const name = column.serverSort;
  if (name === undefined) return {};
  return {
    sorter: true,
    sortDirections: ['descend'],
    sortOrder: sorting.by === name ? 'descend' : null,
    onHeaderCell: () => ({ onClick: () => sorting.onChange(name) }),
  };
};

const tableColumns = <Row,>({ columns, sorting }: DataTableProps<Row>): TableColumnType<Row>[] =>
  columns.map((column) => ({
    key: column.key,
    title: column.title,
    render: (_: unknown, row: Row) => column.render(row),
    ellipsis: column.clip === 'clip',
    ...(column.width === undefined ? {} : { width: column.width }),
    ...(column.align === undefined ? {} : { align: column.align }),
    ...sorterOf(column, sorting),
  }));

/** The one table of the console: sorting, selection, cursor paging, CSV export, and its three other faces (loading, empty, error). */
export const DataTable = <Row extends object>(props: DataTableProps<Row>) => {
  const { rows, error, onRetry, selection, expand, onRow } = props;
  if (error !== undefined && error !== null && rows === undefined) {
    return (
      <div style={{ padding: 14 }}>
        <ErrorState error={error} {...(onRetry === undefined ? {} : { onRetry })} />
      </div>
    );
  }
  if (rows === undefined) {
    return (
      <div style={{ padding: '14px 16px' }}>
        <Skeleton active title={false} paragraph={{ rows: 8, width: '100%' }} />
      </div>
    );
  }
  if (rows.length === 0) return <>{props.empty}</>;
  return (
    <>
      <div className="scroll-x">
        <Table<Row>
          className="data-table"
          size="small"
          columns={tableColumns(props)}
          dataSource={[...rows]}
          rowKey={props.rowKey}
          showSorterTooltip={false}
          pagination={false}
          tableLayout="fixed"
          style={{ minWidth: props.minWidth ?? 800 }}
          {...(onRow === undefined
            ? {}
            : { rowClassName: 'clickable', onRow: (row: Row) => ({ onClick: () => onRow(row) }) })}
          {...(selection === undefined
            ? {}
            : {
                rowSelection: {
                  columnWidth: 38,
                  selectedRowKeys: [...selection.keys],
                  onChange: (keys: Key[]) => selection.onChange(keys.map(String)),
                },
              })}
          {...(expand === undefined
            ? {}
            : { expandable: { expandedRowRender: expand, expandRowByClick: true, columnWidth: 34 } })}
        />
      </div>
      <TableFoot {...props} rows={rows} />
    </>
  );
};

const TableFoot = <Row extends object>(props: DataTableProps<Row> & { readonly rows: readonly Row[] }) => {
  const { t } = useTranslation();
  const { rows, total, more, exportName, columns } = props;
  const say = useSay();
  const save = useMutation({
    mutationFn: async () => (more?.available === true ? await more.all?.() : undefined) ?? { rows, cut: false },
    onSuccess: (found) => {
      const table = exportRows(columns, found.rows);
      saveBlob(new Blob([csvText(table.header, table.rows)], { type: 'text/csv;charset=utf-8' }), `${exportName}.csv`);
      if (found.cut) say.done(t('table.exportCut', { count: found.rows.length }));
    },
    onError: say.problem,
  });
  return (
    <div className="table-foot">
      <span>
        {total === undefined
          ? t('table.shown', { shown: formatCount(rows.length) })
          : t('table.shownOf', { shown: formatCount(rows.length), total: formatCount(total) })}
      </span>
      {more?.available === true && (
        <Button size="small" loading={more.loading} onClick={more.load}>
          {t('table.more')}
        </Button>
      )}
      {exportName === undefined ? (
        <span />
      ) : (
        <Button
          size="small"
          type="text"
          icon={<DownloadOutlined />}
          loading={save.isPending}
          onClick={() => save.mutate()}
        >
          {t('table.exportCsv')}
        </Button>
      )}
    </div>
  );
};
