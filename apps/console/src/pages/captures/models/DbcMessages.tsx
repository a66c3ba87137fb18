import type { DbcDetail, DbcFile } from '@chedun/captures/contract';
import { useQuery } from '@tanstack/react-query';
import { Alert } from 'antd';
import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { getDbcFile } from '../../../api/captures.ts';
import { monoColumn, textColumn } from '../../../ui/columns.tsx';
import type { Column } from '../../../ui/columns.tsx';
import { DataTable } from '../../../ui/DataTable.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';

type Message = DbcDetail['messageList'][number];
type Signal = Message['signals'][number];

const messageColumns = (t: TFunction): readonly Column<Message>[] => [
  monoColumn('id', t('can.id'), (row) => row.idHex, { width: 100 }),
  textColumn('name', t('can.message'), (row) => row.name, { clip: 'clip' }),
  textColumn('length', t('can.length'), (row) => row.length, { width: 70, align: 'right' }),
  textColumn('sender', t('dbc.sender'), (row) => row.sender, { width: 130, clip: 'clip' }),
  textColumn('cycle', t('can.period'), (row) => row.cycleMs ?? '–', { width: 96, align: 'right' }),
  textColumn('signals', t('dbc.signals'), (row) => row.signals.length, { width: 80, align: 'right' }),
];

const signalColumns = (t: TFunction): readonly Column<Signal>[] => [
  textColumn('name', t('dbc.signal'), (row) => row.name, { clip: 'clip' }),
  textColumn('bits', t('dbc.bits'), (row) => `${row.start}|${row.length}`, { width: 80 }),
  textColumn('order', t('dbc.byteOrder'), (row) => t(`dbc.orderOf.${row.byteOrder}`), { width: 110 }),
  textColumn('formula', t('dbc.formula'), (row) => `× ${row.factor} + ${row.offset}`, { width: 130 }),
  textColumn('range', t('dbc.range'), (row) => `${row.minimum} … ${row.maximum}`, { width: 150 }),
  textColumn('unit', t('dbc.unit'), (row) => row.unit, { width: 70 }),
];

/** Messages and signals of a DBC file, and the lines that were left out. */
export const DbcMessages = ({ file }: { readonly file: DbcFile }) => {
  const { t } = useTranslation();
  const messages = useMemo(() => messageColumns(t), [t]);
  const signals = useMemo(() => signalColumns(t), [t]);
  const dbc = useQuery({ queryKey: ['dbc-file', file.id], queryFn: ({ signal }) => getDbcFile(file.id, signal) });
  const lines = file.problems.map(({ line }) => line).join(', ');
  return (
    <div className="stack">
      {file.problems.length > 0 && <Alert type="warning" showIcon title={t('dbc.leftOut', { lines })} />}
      <DataTable
        columns={messages}
        rows={dbc.data?.messageList}
        rowKey={({ idHex }) => idHex}
        error={dbc.error}
        sorting="browser"
        exportName={`chedun-dbc-${file.id}`}
        minWidth={700}
        expand={(message) => (
          <DataTable
            columns={signals}
            rows={message.signals}
            rowKey={({ name }) => name}
            minWidth={640}
            empty={<EmptyState size="small" title={t('dbc.noSignals')} />}
          />
        )}
        empty={<EmptyState size="small" title={t('dbc.noMessages')} hint={t('dbc.emptyHint')} />}
      />
    </div>
  );
};
