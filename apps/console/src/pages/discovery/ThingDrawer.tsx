import { discoveryPermissions } from '@chedun/discovery/contract';
import type { Thing, ThingDetail, ThingService } from '@chedun/discovery/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Drawer, Skeleton } from 'antd';
import type { TFunction } from 'i18next';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { getThing, watchThing } from '../../api/discovery.ts';
import { useMay } from '../../app/session.ts';
import { monoColumn, shownColumn, textColumn } from '../../ui/columns.tsx';
import type { Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Facts, Panel } from '../../ui/Panel.tsx';
import { AgoText, TimeText } from '../../ui/Time.tsx';
import { useSay } from '../../ui/useSay.ts';
import { ThingStateChip } from './chips.tsx';
import { changeColumns } from './columns.tsx';
import { IgnoreDialog } from './IgnoreDialog.tsx';

/** One thing: who saw it, what it offers, what changed, and what to do about it. */
export const ThingDrawer = ({
  id,
  onRegister,
  onClose,
}: {
  readonly id: string;
  readonly onRegister: (things: readonly Thing[]) => void;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const found = useQuery({ queryKey: ['discovery', 'thing', id], queryFn: ({ signal }) => getThing(id, signal) });
  const thing = found.data;
  return (
    <Drawer
      open
      size={820}
      onClose={onClose}
      title={
        thing === undefined ? (
          t('discovery.label')
        ) : (
          <span className="row">
            <span className="mono clip">{thing.label}</span>
            <ThingStateChip thing={thing} />
          </span>
        )
      }
      extra={thing !== undefined && <Acts thing={thing} onRegister={onRegister} />}
    >
      {found.error !== null && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
      {thing === undefined ? found.error === null && <Skeleton active /> : <Body thing={thing} />}
    </Drawer>
  );
};

const Acts = ({
  thing,
  onRegister,
}: {
  readonly thing: ThingDetail;
  readonly onRegister: (things: readonly Thing[]) => void;
}) => {
  const { t } = useTranslation();
  const may = useMay();
  const say = useSay();
  const client = useQueryClient();
  const [ignoring, setIgnoring] = useState(false);
  const watch = useMutation({
    mutationFn: watchThing,
    onSuccess: async () => client.invalidateQueries({ queryKey: ['discovery'] }),
    onError: say.problem,
  });
  if (!may(discoveryPermissions.write) || thing.state === 'registered') return null;
  return (
    <span className="row">
      {thing.state === 'ignored' ? (
        <Button loading={watch.isPending} onClick={() => watch.mutate(thing.id)}>
          {t('discovery.watch')}
        </Button>
      ) : (
        <Button onClick={() => setIgnoring(true)}>{t('discovery.ignore')}</Button>
      )}
      <Button type="primary" onClick={() => onRegister([thing])}>
        {t('discovery.register')}
      </Button>
      {ignoring && <IgnoreDialog thing={thing} onClose={() => setIgnoring(false)} />}
    </span>
  );
};

const Body = ({ thing }: { readonly thing: ThingDetail }) => {
  const { t } = useTranslation();
  const changes = useMemo(() => changeColumns(t, 'one'), [t]);
  const services = useMemo(() => serviceColumns(t), [t]);
  return (
    <div className="stack">
      {thing.ignored !== null && (
        <Alert type="info" showIcon title={t('discovery.ignoredUntil', { ...thing.ignored })} />
      )}
      <Facts items={factsOf(t, thing)} />
      <Panel title={t('discovery.seenBy')}>
        <Facts
          items={thing.seen.map(({ source, firstAt, lastAt }) => [
            t(`discovery.source.${source}`),
            <span key={source} className="row wrap" style={{ gap: 12 }}>
              <span className="mono">{addressesBy(thing, source)}</span>
              <AgoText at={lastAt} />
              <span className="soft">
                {t('discovery.firstSeen')} <TimeText at={firstAt} />
              </span>
            </span>,
          ])}
        />
      </Panel>
      <Panel title={t('discovery.serviceList')} body="flush">
        <DataTable<ThingService>
          columns={services}
          rows={thing.serviceList}
          rowKey={(row) => `${row.port}/${row.transport}`}
          minWidth={600}
          empty={<EmptyState size="small" title={t('discovery.noServices')} />}
        />
      </Panel>
      <Panel title={t('discovery.changes')} body="flush">
        <DataTable
          columns={changes}
          rows={thing.changes}
          rowKey={(row) => row.id}
          minWidth={700}
          empty={<EmptyState size="small" title={t('discovery.noChanges')} />}
        />
      </Panel>
    </div>
  );
};

const addressesBy = ({ claims }: ThingDetail, source: string): string =>
  claims
    .filter((claim) => claim.source === source)
    .map(({ address }) => address)
    .join(' ');

const factsOf = (t: TFunction, thing: ThingDetail) =>
  [
    [t('discovery.hostName'), thing.hostName],
    [t('discovery.addresses'), thing.addresses.join(' ')],
    [t('discovery.mac'), thing.mac],
    [t('discovery.os'), thing.os],
    [t('discovery.team'), thing.team],
    [t('discovery.externalId'), thing.externalId],
    [t('discovery.registeredAs'), thing.registeredAs],
    [t('discovery.unknownSince'), thing.unknownSince === null ? '' : <TimeText key="u" at={thing.unknownSince} />],
    [t('discovery.firstSeen'), <TimeText key="f" at={thing.firstSeenAt} />],
    [t('discovery.lastSeen'), <TimeText key="l" at={thing.lastSeenAt} />],
  ] as const;

const serviceColumns = (t: TFunction): readonly Column<ThingService>[] => [
  monoColumn('port', t('discovery.port'), (row) => `${row.port}/${row.transport}`, { width: 110 }),
  textColumn('name', t('discovery.service'), (row) => row.name, { width: 120, clip: 'clip' }),
  textColumn('product', t('discovery.product'), (row) => `${row.product} ${row.version}`.trim(), { clip: 'clip' }),
  textColumn('source', t('discovery.sources'), (row) => t(`discovery.source.${row.source}`), { width: 130 }),
  shownColumn(
    'at',
    t('discovery.lastSeen'),
    (row) => row.at,
    (row) => <AgoText at={row.at} />,
    { width: 100 },
  ),
];
