import { UploadOutlined } from '@ant-design/icons';
import { certificatesPermissions } from '@chedun/certificates/contract';
import type { Batch, BatchDetail } from '@chedun/certificates/contract';
import { useQuery } from '@tanstack/react-query';
import { Button, Drawer, Progress } from 'antd';
import type { TFunction } from 'i18next';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { getBatch, listBatches } from '../../api/certificates.ts';
import { apiUrl } from '../../api/client.ts';
import { useMay } from '../../app/session.ts';
import { formatCount } from '../../lib/format.ts';
import { monoColumn, shownColumn, textColumn, type Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { BatchDialog } from './BatchDialog.tsx';

const REFRESH_MS = 2_000;

const shareOf = ({ issued, refused, total }: Batch): number => Math.floor(((issued + refused) / total) * 100);

const columnsOf = (t: TFunction): readonly Column<Batch>[] => [
  textColumn('name', t('certificates.batchName'), ({ name }) => name, { width: 240, clip: 'clip' }),
  shownColumn(
    'state',
    t('certificates.state'),
    ({ state }) => t(`certificates.batchState.${state}`),
    ({ state }) => <Chip tone={state === 'done' ? 'good' : 'low'}>{t(`certificates.batchState.${state}`)}</Chip>,
    { width: 100 },
  ),
  shownColumn(
    'progress',
    t('certificates.progress'),
    shareOf,
    (row) => <Progress percent={shareOf(row)} size="small" />,
    {
      width: 180,
    },
  ),
  textColumn(
    'counts',
    t('certificates.count'),
    ({ issued, refused, total }) =>
      t('certificates.progressLine', {
        issued: formatCount(issued),
        refused: formatCount(refused),
        total: formatCount(total),
      }),
    { width: 250 },
  ),
  textColumn('profile', t('certificates.profile'), ({ profile }) => profile, { width: 120 }),
  textColumn('by', t('certificates.issuedBy'), ({ createdBy }) => createdBy, { width: 110 }),
  shownColumn(
    'at',
    t('certificates.createdAt'),
    ({ createdAt }) => createdAt,
    ({ createdAt }) => <TimeText at={createdAt} />,
    { width: 168 },
  ),
];

/** 批次签发: uploads that are issued in the background, with their progress and the rows that were refused. */
export const BatchesTab = () => {
  const { t } = useTranslation();
  const may = useMay();
  const [adding, setAdding] = useState(false);
  const [opened, setOpened] = useState<string>();
  const list = useQuery({
    queryKey: ['certificates', 'batches'],
    queryFn: ({ signal }) => listBatches(signal),
    refetchInterval: REFRESH_MS,
  });
  const columns = useMemo(() => columnsOf(t), [t]);
  const add = may(certificatesPermissions.issue) && (
    <Button icon={<UploadOutlined />} onClick={() => setAdding(true)}>
      {t('certificates.batch')}
    </Button>
  );
  return (
    <Panel body="flush">
      {add !== false && <div className="toolbar">{add}</div>}
      <DataTable<Batch>
        columns={columns}
        rows={list.data?.items}
        rowKey={({ id }) => id}
        error={list.error}
        onRetry={() => void list.refetch()}
        sorting="browser"
        exportName="chedun-certificate-batches"
        minWidth={1180}
        onRow={({ id }) => setOpened(id)}
        empty={
          <EmptyState title={t('certificates.batchesEmpty')} hint={t('certificates.batchesEmptyHint')} action={add} />
        }
      />
      {adding && <BatchDialog onClose={() => setAdding(false)} />}
      {opened !== undefined && <Refusals id={opened} onClose={() => setOpened(undefined)} />}
    </Panel>
  );
};

type Refusal = BatchDetail['refusals'][number];

const refusalColumns = (t: TFunction): readonly Column<Refusal>[] => [
  textColumn('row', t('certificates.row'), ({ row }) => row, { width: 80, align: 'right' }),
  monoColumn('subject', t('certificates.bound'), ({ subject }) => subject, { width: 190 }),
  textColumn(
    'why',
    t('certificates.why'),
    ({ code, reason }) => `${t(`certificates.refusedOf.${code.slice(13)}` as never, { defaultValue: code })} ${reason}`,
  ),
];

const Refusals = ({ id, onClose }: { readonly id: string; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const batch = useQuery({
    queryKey: ['certificates', 'batch', id],
    queryFn: ({ signal }) => getBatch(id, signal),
    refetchInterval: REFRESH_MS,
  });
  const columns = useMemo(() => refusalColumns(t), [t]);
  return (
    <Drawer
      open
      size={820}
      title={batch.data?.name ?? t('certificates.tabs.batches')}
      extra={
        <Button href={apiUrl(`/certificates/batches/${id}/certificates`)} download>
          {t('certificates.download')}
        </Button>
      }
      onClose={onClose}
    >
      <Panel title={t('certificates.refusals')} body="flush">
        <DataTable<Refusal>
          columns={columns}
          rows={batch.data?.refusals}
          rowKey={({ row }) => String(row)}
          error={batch.error}
          sorting="browser"
          exportName="chedun-refused-rows"
          empty={
            <EmptyState size="small" title={t('certificates.noRefusals')} hint={t('certificates.noRefusalsHint')} />
          }
        />
      </Panel>
    </Drawer>
  );
};
