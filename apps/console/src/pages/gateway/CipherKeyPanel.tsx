import { PlusOutlined } from '@ant-design/icons';
import type { CipherKey } from '@chedun/gateway/contract';
import { gatewayPermissions } from '@chedun/gateway/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Popconfirm } from 'antd';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listCipherKeys, withdrawCipherKey } from '../../api/cipherKeys.ts';
import { useMay } from '../../app/session.ts';
import { formatCount } from '../../lib/format.ts';
import { monoColumn, shownColumn, textColumn } from '../../ui/columns.tsx';
import type { Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { useSay } from '../../ui/useSay.ts';
import { AddCipherKeyDialog } from './AddCipherKeyDialog.tsx';

const REFRESH_MS = 10_000;

const howOf = (t: TFunction, { spec }: CipherKey): string => {
  switch (spec.algorithm) {
    case 'aes':
    case 'sm4': {
      const padding = spec.padding === 'pkcs7' ? 'PKCS#7' : t(`gateway.keys.${spec.padding}`);
      return `${spec.mode.toUpperCase()} · ${padding}`;
    }
    case 'rsa':
      return spec.padding.toUpperCase();
    case 'sm2':
      return spec.order.toUpperCase();
  }
};

const keyColumns = (t: TFunction, withdraw: ((id: string) => void) | undefined): readonly Column<CipherKey>[] => [
  textColumn('title', t('gateway.keys.name'), (row) => row.title, { width: 180 }),
  textColumn(
    'subject',
    t('gateway.keys.subject'),
    (row) => (row.subject === '*' ? t('gateway.keys.everybody') : row.subject),
    { width: 190 },
  ),
  textColumn('algorithm', t('gateway.keys.algorithm'), (row) => row.spec.algorithm.toUpperCase(), { width: 90 }),
  textColumn('how', t('gateway.keys.how'), (row) => howOf(t, row), { width: 150 }),
  monoColumn('mark', t('gateway.keys.mark'), (row) => row.mark, { width: 140 }),
  shownColumn(
    'status',
    t('gateway.keys.status'),
    (row) => t(`gateway.keys.statusOf.${row.status}`),
    (row) => <Chip tone={row.status === 'active' ? 'good' : 'info'}>{t(`gateway.keys.statusOf.${row.status}`)}</Chip>,
    { width: 100 },
  ),
  shownColumn(
    'changed',
    t('gateway.keys.changed'),
    (row) => row.changedAt,
    (row) => <TimeText at={row.changedAt} />,
    { width: 170 },
  ),
  shownColumn(
    'withdraw',
    '',
    () => '',
    (row) =>
      withdraw !== undefined &&
      row.status === 'active' && (
        <Popconfirm title={t('gateway.keys.askWithdraw')} onConfirm={() => withdraw(row.id)}>
          <Button size="small" danger>
            {t('gateway.keys.withdraw')}
          </Button>
        </Popconfirm>
      ),
    { width: 90 },
  ),
];

/** Keys that decrypt data units, and what became of encrypted frames. */
export const CipherKeyPanel = () => {
  const { t } = useTranslation();
  const say = useSay();
  const may = useMay();
  const client = useQueryClient();
  const [adding, setAdding] = useState(false);
  const keys = useQuery({
    queryKey: ['gateway', 'cipher-keys'],
    queryFn: ({ signal }) => listCipherKeys(signal),
    refetchInterval: REFRESH_MS,
  });
  const withdraw = useMutation({
    mutationFn: withdrawCipherKey,
    onSuccess: async () => {
      say.done(t('gateway.keys.withdrawn'));
      await client.invalidateQueries({ queryKey: ['gateway'] });
    },
    onError: say.problem,
  });
  const mayManage = may(gatewayPermissions.manage);
  const add = mayManage && (
    <Button icon={<PlusOutlined />} onClick={() => setAdding(true)}>
      {t('gateway.keys.add')}
    </Button>
  );
  const { opened = 0, failed = 0, skipped = 0 } = keys.data ?? {};
  const counted = { opened: formatCount(opened), failed: formatCount(failed), skipped: formatCount(skipped) };
  return (
    <Panel title={t('gateway.keys.title')} body="flush" extra={add}>
      <div className="toolbar">{t('gateway.keys.about')}</div>
      <div className="toolbar">{t('gateway.keys.counts', counted)}</div>
      <DataTable<CipherKey>
        columns={keyColumns(t, mayManage ? (id) => withdraw.mutate(id) : undefined)}
        rows={keys.data?.items}
        rowKey={(row) => row.id}
        error={keys.error}
        onRetry={() => void keys.refetch()}
        sorting="browser"
        minWidth={1110}
        empty={<EmptyState title={t('gateway.keys.empty')} hint={t('gateway.keys.emptyHint')} action={add} />}
      />
      {adding && <AddCipherKeyDialog onClose={() => setAdding(false)} />}
    </Panel>
  );
};
