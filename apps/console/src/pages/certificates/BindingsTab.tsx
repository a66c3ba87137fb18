import type { BindingLog } from '@chedun/certificates/contract';
import { useQuery } from '@tanstack/react-query';
import { Input } from 'antd';
import type { TFunction } from 'i18next';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listBindings } from '../../api/certificates.ts';
import { monoColumn, shownColumn, textColumn, type Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';

type Row = BindingLog['items'][number];

const TONE = { bound: 'good', held: 'medium', lifted: 'low', revoked: 'critical' } as const;

const columnsOf = (t: TFunction): readonly Column<Row>[] => [
  shownColumn(
    'at',
    t('certificates.at'),
    ({ at }) => at,
    ({ at }) => <TimeText at={at} />,
    { width: 170 },
  ),
  shownColumn(
    'kind',
    t('certificates.event'),
    ({ kind }) => t(`certificates.lifeOf.${kind}`),
    ({ kind }) => <Chip tone={TONE[kind]}>{t(`certificates.lifeOf.${kind}`)}</Chip>,
    { width: 110 },
  ),
  monoColumn('vin', t('certificates.vin'), ({ vin }) => vin ?? '', { width: 190 }),
  textColumn('device', t('certificates.device'), ({ device }) => device ?? '', { width: 170 }),
  textColumn('profile', t('certificates.profile'), ({ profile }) => profile, { width: 140 }),
  textColumn(
    'propagation',
    t('certificates.fields.propagation'),
    ({ propagationSeconds: seconds }) => (seconds === null ? '' : t('certificates.seconds', { count: seconds })),
    { width: 120 },
  ),
  textColumn('by', t('certificates.issuedBy'), ({ by }) => by, { clip: 'clip', width: 190 }),
  monoColumn('serial', t('certificates.serial'), ({ serial }) => serial, { width: 290 }),
];

/** 绑定记录: what was bound to vehicles and devices, and how fast a revocation was told. */
export const BindingsTab = () => {
  const { t } = useTranslation();
  const [find, setFind] = useState('');
  const list = useQuery({
    queryKey: ['certificates', 'bindings', find],
    queryFn: ({ signal }) => listBindings(find, signal),
  });
  const columns = useMemo(() => columnsOf(t), [t]);
  return (
    <Panel body="flush">
      <div className="toolbar">
        <Input.Search
          allowClear
          style={{ width: 320 }}
          placeholder={t('certificates.find')}
          onSearch={(text) => setFind(text.trim())}
        />
      </div>
      <DataTable<Row>
        columns={columns}
        rows={list.data?.items}
        rowKey={({ at, serial, kind }) => `${at}${serial}${kind}`}
        error={list.error}
        onRetry={() => void list.refetch()}
        sorting="browser"
        exportName="chedun-certificate-bindings"
        minWidth={1380}
        empty={<EmptyState title={t('certificates.bindingsEmpty')} hint={t('certificates.bindingsEmptyHint')} />}
      />
    </Panel>
  );
};
