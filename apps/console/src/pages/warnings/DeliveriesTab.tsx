import { warningPermissions, type Delivery } from '@chedun/warnings/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Switch } from 'antd';
import type { TFunction } from 'i18next';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listDeliveries, repeatDelivery } from '../../api/warnings.ts';
import { useMay } from '../../app/session.ts';
import { shownColumn, textColumn, type Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { StateDot } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { useSay } from '../../ui/useSay.ts';
import { useFailure } from './useFailure.ts';

const TONE = { waiting: 'info', held: 'info', sent: 'good', failed: 'medium', dead: 'critical' } as const;

const Repeat = ({ delivery }: { readonly delivery: Delivery }) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const repeat = useMutation({
    mutationFn: () => repeatDelivery(delivery.id),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['warnings'] });
      say.done(t('warnings.delivery.repeated'));
    },
    onError: say.problem,
  });
  return (
    <Button size="small" loading={repeat.isPending} onClick={() => repeat.mutate()}>
      {t('warnings.delivery.repeat')}
    </Button>
  );
};

const aboutColumns = (t: TFunction): readonly Column<Delivery>[] => [
  shownColumn(
    'status',
    t('warnings.delivery.statusName'),
    ({ status }) => t(`warnings.delivery.status.${status}`),
    ({ status }) => <StateDot tone={TONE[status]}>{t(`warnings.delivery.status.${status}`)}</StateDot>,
    { width: 100 },
  ),
  textColumn(
    'channel',
    t('warnings.delivery.channel'),
    ({ channelName, channelKind }) => `${channelName} · ${t(`warnings.channel.kinds.${channelKind}`)}`,
    { width: 190, clip: 'clip' },
  ),
  shownColumn(
    'warning',
    t('warnings.delivery.warning'),
    ({ warningNumber }) => warningNumber ?? '',
    ({ warningId, warningNumber }) =>
      warningId === null ? (
        '—'
      ) : (
        <Link to="/warnings/$id" params={{ id: warningId }}>
          <span className="mono">{warningNumber}</span>
        </Link>
      ),
    { width: 140 },
  ),
  textColumn('notice', t('warnings.delivery.notice'), ({ notice }) => t(`warnings.notice.${notice}`), {
    width: 90,
  }),
];

const resultColumns = (
  t: TFunction,
  failure: (error: string) => string,
  writes: boolean,
): readonly Column<Delivery>[] => [
  shownColumn(
    'created',
    t('warnings.delivery.createdAt'),
    ({ createdAt }) => createdAt,
    ({ createdAt }) => <TimeText at={createdAt} />,
    { width: 168 },
  ),
  shownColumn(
    'sent',
    t('warnings.delivery.sentAt'),
    ({ sentAt }) => sentAt ?? '',
    ({ sentAt }) => <TimeText at={sentAt} />,
    { width: 168 },
  ),
  textColumn('attempts', t('warnings.delivery.attempts'), ({ attempts }) => attempts, {
    width: 64,
    align: 'right',
  }),
  textColumn(
    'receipt',
    t('warnings.delivery.receipt'),
    ({ receipt, error }) => (error === null ? (receipt ?? '—') : failure(error)),
    { clip: 'clip' },
  ),
  shownColumn(
    'repeat',
    '',
    () => '',
    (row) => (writes && row.status === 'dead' ? <Repeat delivery={row} /> : null),
    { width: 84 },
  ),
];

const useColumns = (): readonly Column<Delivery>[] => {
  const { t } = useTranslation();
  const failure = useFailure();
  const writes = useMay()(warningPermissions.channels);
  return useMemo(() => [...aboutColumns(t), ...resultColumns(t, failure, writes)], [t, failure, writes]);
};

const Table = ({ query, title }: { readonly query: Parameters<typeof listDeliveries>[0]; readonly title?: string }) => {
  const { t } = useTranslation();
  const deliveries = useQuery({
    queryKey: ['warnings', 'deliveries', query],
    queryFn: ({ signal }) => listDeliveries(query, signal),
    refetchInterval: 5000,
  });
  return (
    <DataTable<Delivery>
      rows={deliveries.data?.items}
      error={deliveries.error}
      onRetry={() => void deliveries.refetch()}
      columns={useColumns()}
      rowKey={({ id }) => id}
      minWidth={1100}
      sorting="browser"
      {...(title === undefined ? { exportName: 'chedun-deliveries' } : {})}
      empty={
        <EmptyState
          size={title === undefined ? 'normal' : 'small'}
          title={t('warnings.delivery.empty')}
          hint={t('warnings.delivery.emptyHint')}
        />
      }
    />
  );
};

/** Every message with its receipt; failed ones can be sent again. */
export const DeliveriesTab = () => {
  const { t } = useTranslation();
  const [dead, setDead] = useState(false);
  return (
    <Panel body="flush">
      <div className="toolbar">
        <label className="row" style={{ gap: 6 }}>
          <Switch size="small" checked={dead} onChange={setDead} />
          {t('warnings.delivery.onlyDead')}
        </label>
      </div>
      <Table query={dead ? { status: 'dead', limit: 500 } : { limit: 500 }} />
    </Panel>
  );
};

/** Messages about one warning. */
export const DeliveriesOf = ({ warning }: { readonly warning: string }) => {
  const { t } = useTranslation();
  const title = t('warnings.tabs.deliveries');
  return (
    <Panel title={title} body="flush">
      <Table query={{ warning, limit: 100 }} title={title} />
    </Panel>
  );
};
