import { discoveryPermissions } from '@chedun/discovery/contract';
import type { DiscoverySummary, Orphan } from '@chedun/discovery/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, InputNumber } from 'antd';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listOrphans, saveDiscoverySettings } from '../../api/discovery.ts';
import { useMay } from '../../app/session.ts';
import { useCursorList } from '../../app/useCursorList.ts';
import { monoColumn, shownColumn } from '../../ui/columns.tsx';
import type { Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { AgoText, TimeText } from '../../ui/Time.tsx';
import { useSay } from '../../ui/useSay.ts';

/** Hosts on record that are nobody's, or that nothing sees. */
export const OrphanList = ({ summary }: { readonly summary: DiscoverySummary }) => {
  const { t } = useTranslation();
  const days = summary.settings.unseenDays;
  const list = useCursorList(['discovery', 'orphans'], listOrphans);
  const columns = orphanColumns(t, days);
  return (
    <Panel body="flush">
      <UnseenDays days={days} />
      <DataTable<Orphan>
        {...list}
        columns={columns}
        rowKey={(row) => row.host}
        sorting={list.more.available ? 'none' : 'browser'}
        exportName="chedun-orphans"
        minWidth={900}
        empty={
          summary.hosts === 0 ? (
            <EmptyState title={t('discovery.orphansNone')} hint={t('discovery.orphansNoneHint')} />
          ) : (
            <EmptyState title={t('discovery.orphansEmpty')} hint={t('discovery.orphansEmptyHint', { days })} />
          )
        }
      />
    </Panel>
  );
};

const orphanColumns = (t: TFunction, days: number): readonly Column<Orphan>[] => {
  const why = ({ noTeam, unseen }: Orphan): readonly string[] => [
    ...(noTeam ? [t('discovery.noTeam')] : []),
    ...(unseen ? [t('discovery.unseen', { days })] : []),
  ];
  return [
    monoColumn('host', t('discovery.orphanHost'), (row) => row.host, { width: 220, clip: 'clip' }),
    monoColumn('addresses', t('discovery.addresses'), (row) => row.addresses.join(' '), { width: 200, clip: 'clip' }),
    shownColumn(
      'why',
      t('discovery.orphanWhy'),
      (row) => why(row).join(' · '),
      (row) => (
        <span className="row wrap" style={{ gap: 4 }}>
          {why(row).map((text) => (
            <Chip key={text} tone="medium">
              {text}
            </Chip>
          ))}
        </span>
      ),
    ),
    shownColumn(
      'lastSeen',
      t('discovery.lastSeen'),
      (row) => row.lastSeenAt ?? '',
      (row) => (row.lastSeenAt === null ? t('discovery.never') : <AgoText at={row.lastSeenAt} />),
      { width: 120 },
    ),
    shownColumn(
      'since',
      t('discovery.knownSince'),
      (row) => row.knownSince,
      (row) => <TimeText at={row.knownSince} />,
      { width: 170 },
    ),
  ];
};

const UnseenDays = ({ days }: { readonly days: number }) => {
  const { t } = useTranslation();
  const may = useMay();
  const say = useSay();
  const client = useQueryClient();
  const [value, setValue] = useState<number | null>(days);
  const save = useMutation({
    mutationFn: saveDiscoverySettings,
    onSuccess: async () => {
      say.done(t('common.saved'));
      await client.invalidateQueries({ queryKey: ['discovery'] });
    },
    onError: say.problem,
  });
  return (
    <div className="toolbar">
      <span>{t('discovery.unseenDays')}</span>
      <InputNumber
        min={1}
        max={365}
        precision={0}
        value={value}
        aria-label={t('discovery.unseenDays')}
        disabled={!may(discoveryPermissions.write)}
        onChange={setValue}
      />
      {may(discoveryPermissions.write) && value !== null && value !== days && (
        <Button loading={save.isPending} onClick={() => save.mutate({ unseenDays: value })}>
          {t('common.save')}
        </Button>
      )}
      <span className="soft grow">{t('discovery.unseenDaysHint')}</span>
      <Link to="/hosts">{t('discovery.openHosts')}</Link>
    </div>
  );
};
