import type { Host } from '@chedun/assets/contract';
import { Link } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listHosts } from '../../api/assets.ts';
import { useCursorList } from '../../app/useCursorList.ts';
import { queryTerm } from '../../lib/lucene.ts';
import { monoColumn, textColumn } from '../../ui/columns.tsx';
import type { Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { FindBox } from '../../ui/FindBox.tsx';
import { Panel } from '../../ui/Panel.tsx';

const columnsOf = (t: TFunction): readonly Column<Host>[] => [
  monoColumn('name', t('hosts.name'), (row) => row.name, { width: 210 }),
  monoColumn('addresses', t('hosts.addresses'), (row) => row.addresses.join(', '), { width: 170, clip: 'clip' }),
  textColumn('role', t('hosts.role'), (row) => row.role, { clip: 'clip' }),
  textColumn('zone', t('hosts.zone'), (row) => row.zone, { width: 130, clip: 'clip' }),
  textColumn('os', t('hosts.os'), (row) => row.os, { width: 170, clip: 'clip' }),
  textColumn('team', t('hosts.team'), (row) => row.team, { width: 130, clip: 'clip' }),
  textColumn('criticality', t('vehicles.criticality'), (row) => t(`criticality.${row.criticality}`), { width: 100 }),
  { key: 'events', title: t('hosts.events'), width: 80, render: (row) => <EventsOf name={row.name} /> },
];

/** The hosts on record. */
export const HostList = () => {
  const { t } = useTranslation();
  const [find, setFind] = useState<string>();
  const columns = useMemo(() => columnsOf(t), [t]);
  const list = useCursorList(['hosts', find], (cursor, signal) => listHosts({ q: find, cursor, limit: 100 }, signal));
  return (
    <Panel body="flush">
      <FindBox placeholder={t('hosts.findPlaceholder')} onFind={setFind} />
      <DataTable
        {...list}
        columns={columns}
        rowKey={(row) => row.name}
        sorting={list.more.available ? 'none' : 'browser'}
        exportName="chedun-hosts"
        minWidth={1000}
        empty={
          <EmptyState
            title={find === undefined ? t('hosts.emptyHosts') : t('hosts.noMatch')}
            hint={t('hosts.emptyHostsHint')}
          />
        }
      />
    </Panel>
  );
};

const EventsOf = ({ name }: { readonly name: string }) => {
  const { t } = useTranslation();
  return (
    <Link to="/search" search={{ q: queryTerm('host', name), range: '7d' }}>
      {t('hosts.events')}
    </Link>
  );
};
