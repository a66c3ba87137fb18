import { PlusOutlined } from '@ant-design/icons';
import { pseudonymsPermissions } from '@chedun/pseudonyms/contract';
import type { Enrolment, SuiteName } from '@chedun/pseudonyms/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Popconfirm } from 'antd';
import type { TFunction } from 'i18next';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { barVehicle, listEnrolments } from '../../api/pseudonyms.ts';
import { useMay } from '../../app/session.ts';
import { AssetLink } from '../../ui/AssetLink.tsx';
import { shownColumn } from '../../ui/columns.tsx';
import type { Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { useSay } from '../../ui/useSay.ts';
import { AllowDialog } from './AllowDialog.tsx';

const TONE = { allowed: 'info', enrolled: 'good', barred: 'high' } as const;
const REFRESH_MS = 10_000;

const columnsOf = (t: TFunction, bar: ((vin: string) => void) | undefined): readonly Column<Enrolment>[] => [
  shownColumn(
    'vin',
    'VIN',
    (row) => row.vin,
    (row) => <AssetLink asset={{ kind: 'vehicle', id: row.vin }} />,
    { width: 220 },
  ),
  shownColumn(
    'state',
    t('pseudonyms.state'),
    (row) => t(`pseudonyms.vehicleState.${row.state}`),
    (row) => <Chip tone={TONE[row.state]}>{t(`pseudonyms.vehicleState.${row.state}`)}</Chip>,
    { width: 110 },
  ),
  ...(['enrolledAt', 'expiresAt'] as const).map((key) =>
    shownColumn<Enrolment>(
      key,
      t(`pseudonyms.${key}`),
      (row) => row[key] ?? '',
      (row) => (row[key] === null ? '–' : <TimeText at={row[key]} />),
      { width: 180 },
    ),
  ),
  shownColumn(
    'bar',
    '',
    () => '',
    (row) =>
      bar !== undefined &&
      row.state !== 'barred' && (
        <Popconfirm title={t('pseudonyms.barAsk', { vin: row.vin })} onConfirm={() => bar(row.vin)}>
          <Button size="small" danger>
            {t('pseudonyms.bar')}
          </Button>
        </Popconfirm>
      ),
    { width: 110 },
  ),
];

/** Vehicles that may enrol: what the enrolment authority knows. */
export const VehiclesTab = ({ suite }: { readonly suite: SuiteName }) => {
  const { t } = useTranslation();
  const may = useMay();
  const say = useSay();
  const client = useQueryClient();
  const [find, setFind] = useState('');
  const [allowing, setAllowing] = useState(false);
  const { data, error, refetch } = useQuery({
    queryKey: ['pseudonyms', 'enrolments', find],
    queryFn: ({ signal }) => listEnrolments(find, signal),
    refetchInterval: REFRESH_MS,
  });
  const { mutate } = useMutation({
    mutationFn: barVehicle,
    onSuccess: async () => {
      say.done(t('pseudonyms.barred'));
      await client.invalidateQueries({ queryKey: ['pseudonyms'] });
    },
    onError: say.problem,
  });
  const mayManage = may(pseudonymsPermissions.manage);
  const columns = useMemo(() => columnsOf(t, mayManage ? mutate : undefined), [t, mayManage, mutate]);
  const allow = mayManage && (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setAllowing(true)}>
      {t('pseudonyms.allow')}
    </Button>
  );
  return (
    <Panel body="flush">
      <div className="toolbar">
        <Input.Search
          allowClear
          style={{ width: 260 }}
          placeholder={t('pseudonyms.find')}
          onSearch={(text) => setFind(text.trim())}
        />
        {allow}
      </div>
      <DataTable<Enrolment>
        columns={columns}
        rows={data?.items.filter((row) => row.suite === suite)}
        rowKey={(row) => row.vin}
        total={data?.total}
        error={error}
        onRetry={() => void refetch()}
        exportName="chedun-v2x-vehicles"
        sorting="browser"
        empty={<EmptyState title={t('pseudonyms.noVehicles')} hint={t('pseudonyms.noVehiclesHint')} action={allow} />}
      />
      {allowing && <AllowDialog suite={suite} onClose={() => setAllowing(false)} />}
    </Panel>
  );
};
