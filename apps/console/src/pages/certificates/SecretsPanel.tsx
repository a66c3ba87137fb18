import { KeyOutlined } from '@ant-design/icons';
import { certificatesPermissions } from '@chedun/certificates/contract';
import type { DeviceSecret } from '@chedun/enrolment/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Popconfirm, Segmented } from 'antd';
import type { TFunction } from 'i18next';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listDeviceSecrets, withdrawDeviceSecret } from '../../api/enrolment.ts';
import { useMay } from '../../app/session.ts';
import { formatCount } from '../../lib/format.ts';
import { monoColumn, shownColumn, textColumn, type Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { useSay } from '../../ui/useSay.ts';
import { SecretsDialog } from './SecretsDialog.tsx';

const TONE = { open: 'good', spent: 'info', withdrawn: 'medium', expired: 'medium' } as const;
const STATES = ['open', 'spent', 'withdrawn', 'expired'] as const;

const Withdraw = ({ id }: { readonly id: string }) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const withdraw = useMutation({
    mutationFn: withdrawDeviceSecret,
    onSuccess: async () => {
      say.done(t('certificates.enrolment.withdrawn'));
      await client.invalidateQueries({ queryKey: ['certificates', 'secrets'] });
    },
    onError: say.problem,
  });
  return (
    <Popconfirm title={t('certificates.enrolment.withdrawAsk')} onConfirm={() => withdraw.mutate(id)}>
      <Button size="small" loading={withdraw.isPending}>
        {t('certificates.enrolment.withdraw')}
      </Button>
    </Popconfirm>
  );
};

const columnsOf = (t: TFunction, mayIssue: boolean): readonly Column<DeviceSecret>[] => [
  shownColumn(
    'state',
    t('certificates.state'),
    ({ state }) => t(`certificates.enrolment.stateOf.${state}`),
    ({ state }) => <Chip tone={TONE[state]}>{t(`certificates.enrolment.stateOf.${state}`)}</Chip>,
    { width: 100 },
  ),
  monoColumn('vin', t('certificates.vin'), ({ vin }) => vin ?? '', { width: 190 }),
  textColumn('device', t('certificates.device'), ({ device }) => device ?? '', { width: 170 }),
  monoColumn('reference', t('certificates.enrolment.reference'), ({ reference }) => reference, { width: 140 }),
  textColumn('profile', t('certificates.profile'), ({ authority, profile }) => `${authority} / ${profile}`, {
    width: 200,
    clip: 'clip',
  }),
  textColumn('attempts', t('certificates.enrolment.attempts'), ({ attempts }) => formatCount(attempts), { width: 120 }),
  shownColumn(
    'expires',
    t('certificates.enrolment.expiresAt'),
    ({ expiresAt }) => expiresAt,
    ({ expiresAt }) => <TimeText at={expiresAt} />,
    { width: 170 },
  ),
  ...(mayIssue
    ? [
        shownColumn<DeviceSecret>(
          'act',
          '',
          () => '',
          ({ id, state }) => (state === 'open' ? <Withdraw id={id} /> : null),
          { width: 100 },
        ),
      ]
    : []),
  textColumn('by', t('certificates.issuedBy'), ({ createdBy }) => createdBy, { width: 120 }),
  monoColumn('serial', t('certificates.serial'), ({ serial }) => serial ?? '', { width: 290 }),
];

/** One-time secrets of devices. */
export const SecretsPanel = () => {
  const { t } = useTranslation();
  const mayIssue = useMay()(certificatesPermissions.issue);
  const [making, setMaking] = useState(false);
  const [search, setSearch] = useState('');
  const [state, setState] = useState<'all' | (typeof STATES)[number]>('all');
  const list = useQuery({
    queryKey: ['certificates', 'secrets', search, state],
    queryFn: ({ signal }) => listDeviceSecrets({ search, ...(state === 'all' ? {} : { state }) }, signal),
  });
  const columns = useMemo(() => columnsOf(t, mayIssue), [t, mayIssue]);
  const make = mayIssue && (
    <Button icon={<KeyOutlined />} onClick={() => setMaking(true)}>
      {t('certificates.enrolment.make')}
    </Button>
  );
  const states = STATES.map((value) => ({ value, label: t(`certificates.enrolment.stateOf.${value}`) }));
  return (
    <Panel
      title={t('certificates.enrolment.secrets')}
      hint={t('certificates.enrolment.openCount', { count: list.data?.open ?? 0 })}
      extra={make}
      body="flush"
    >
      <div className="toolbar">
        <Input.Search
          allowClear
          style={{ width: 280 }}
          placeholder={t('certificates.enrolment.find')}
          onSearch={(text) => setSearch(text.trim())}
        />
        <Segmented
          value={state}
          onChange={setState}
          options={[{ value: 'all', label: t('certificates.enrolment.all') }, ...states]}
        />
      </div>
      <DataTable<DeviceSecret>
        columns={columns}
        rows={list.data?.items}
        rowKey={({ id }) => id}
        error={list.error}
        onRetry={() => void list.refetch()}
        sorting="browser"
        exportName="chedun-device-secrets"
        minWidth={1600}
        empty={
          <EmptyState
            title={t('certificates.enrolment.secretsEmpty')}
            hint={t('certificates.enrolment.secretsEmptyHint')}
            action={make}
          />
        }
      />
      {making && <SecretsDialog onClose={() => setMaking(false)} />}
    </Panel>
  );
};
