import { PlusOutlined } from '@ant-design/icons';
import { intelPermissions } from '@chedun/intel/contract';
import type { Feed } from '@chedun/intel/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Popconfirm } from 'antd';
import type { TFunction } from 'i18next';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { changeFeed, listFeeds, pollFeed, removeFeed } from '../../api/intel.ts';
import { useMay } from '../../app/session.ts';
import { shownColumn, textColumn } from '../../ui/columns.tsx';
import type { Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { AgoText, TimeText } from '../../ui/Time.tsx';
import { useSay } from '../../ui/useSay.ts';
import { FeedStateDot } from './chips.tsx';
import { FaultText } from './FaultText.tsx';
import { FeedDialog } from './FeedDialog.tsx';

const REFRESH_MS = 5_000;

const placeOf = ({ kind, url, collection }: Feed): string => {
  if (kind === 'folder') return `intel/${collection}`;
  return kind === 'taxii' ? `${url} ${collection}` : url;
};

const columnsOf = (t: TFunction): readonly Column<Feed>[] => [
  textColumn('name', t('intel.feedName'), (row) => row.name, { clip: 'clip', width: 136 }),
  shownColumn(
    'kind',
    t('intel.kindName'),
    (row) => t(`intel.feedKind.${row.kind}`),
    (row) => <Chip>{t(`intel.feedKind.${row.kind}`)}</Chip>,
    { width: 96 },
  ),
  shownColumn(
    'state',
    t('intel.stateName'),
    (row) => t(`intel.feedState.${row.state}`),
    (row) => <FeedStateDot state={row.state} />,
    { width: 96 },
  ),
  textColumn('place', t('intel.url'), placeOf, { clip: 'clip' }),
  textColumn('active', t('intel.active'), (row) => row.active, { width: 92, align: 'right' }),
  textColumn('sightings', t('intel.tabs.hits'), (row) => row.sightings, { width: 72, align: 'right' }),
  shownColumn(
    'ok',
    t('intel.lastOk'),
    (row) => row.lastOk ?? '',
    (row) => <AgoText at={row.lastOk} />,
    { width: 96 },
  ),
  shownColumn(
    'next',
    t('intel.nextPoll'),
    (row) => row.nextPoll ?? '',
    (row) => <TimeText at={row.nextPoll} />,
    { width: 156 },
  ),
  { key: 'acts', title: '', width: 184, align: 'right', render: (row) => <Acts feed={row} /> },
];

const Acts = ({ feed }: { readonly feed: Feed }) => {
  const { t } = useTranslation();
  const may = useMay();
  const say = useSay();
  const client = useQueryClient();
  const again = (): void => {
    for (const key of ['intel-feeds', 'intel-imports', 'intel-indicators', 'intel-sightings'])
      void client.invalidateQueries({ queryKey: [key] });
  };
  const act = useMutation({
    mutationFn: async (what: 'poll' | 'switch' | 'remove') => {
      if (what === 'poll') await pollFeed(feed.id);
      else if (what === 'switch') await changeFeed(feed.id, { enabled: !feed.enabled });
      else await removeFeed(feed.id);
      return what;
    },
    onSuccess: (what) => {
      if (what === 'poll') say.done(t('intel.polled'));
      again();
    },
    onError: say.problem,
  });
  if (!may(intelPermissions.feeds)) return null;
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions, jsx-a11y/click-events-have-key-events
    <span onClick={(event) => event.stopPropagation()}>
      {feed.kind !== 'upload' && (
        <Button size="small" type="link" disabled={!feed.enabled} onClick={() => act.mutate('poll')}>
          {t('intel.poll')}
        </Button>
      )}
      <Button size="small" type="link" onClick={() => act.mutate('switch')}>
        {t(feed.enabled ? 'intel.turnOff' : 'intel.turnOn')}
      </Button>
      <Popconfirm title={t('intel.removeQuestion')} okText={t('common.remove')} onConfirm={() => act.mutate('remove')}>
        <Button size="small" type="link" danger>
          {t('common.remove')}
        </Button>
      </Popconfirm>
    </span>
  );
};

/** Where indicators come from. */
export const FeedsTab = () => {
  const { t } = useTranslation();
  const may = useMay();
  const [adding, setAdding] = useState(false);
  const columns = useMemo(() => columnsOf(t), [t]);
  const feeds = useQuery({
    queryKey: ['intel-feeds'],
    queryFn: ({ signal }) => listFeeds(signal),
    refetchInterval: REFRESH_MS,
  });
  const add = may(intelPermissions.feeds) ? (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setAdding(true)}>
      {t('intel.addFeed')}
    </Button>
  ) : undefined;
  const failed = (feeds.data?.items ?? []).filter(({ fault }) => fault !== null);
  return (
    <Panel title={t('intel.tabs.feeds')} extra={add} body="flush">
      {failed.map(({ id, name, fault }) => fault !== null && <FaultText key={id} name={name} fault={fault} />)}
      <DataTable<Feed>
        columns={columns}
        rows={feeds.data?.items}
        rowKey={({ id }) => id}
        error={feeds.error}
        onRetry={() => void feeds.refetch()}
        sorting="browser"
        exportName="chedun-intel-feeds"
        minWidth={1120}
        empty={<EmptyState title={t('intel.noFeeds')} hint={t('intel.noFeedsHint')} action={add} />}
      />
      {adding && <FeedDialog onClose={() => setAdding(false)} />}
    </Panel>
  );
};
