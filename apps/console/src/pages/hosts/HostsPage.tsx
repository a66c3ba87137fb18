import type { Host, Service } from '@chedun/assets/contract';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Input, Tabs } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listHosts, listServices } from '../../api/assets.ts';
import { useCursorList } from '../../app/useCursorList.ts';
import { queryTerm } from '../../lib/lucene.ts';
import type { Column } from '../../ui/columns.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { PageHead, Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { AssetFiles } from './AssetFiles.tsx';

/** 主机与服务: what the platforms of the carmaker run on. */
export const HostsPage = () => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { tab } = useSearch({ from: '/app/hosts' });
  const kind = tab === 'services' ? 'service' : 'host';
  return (
    <div className="page">
      <PageHead title={t('nav.hosts')} about={t('hosts.about')} extra={<AssetFiles key={kind} kind={kind} />} />
      <Tabs
        activeKey={tab === 'services' ? 'services' : 'hosts'}
        onChange={(key) => void navigate({ to: '/hosts', search: { tab: key } })}
        items={[
          { key: 'hosts', label: t('hosts.hostsTab'), children: <HostList /> },
          { key: 'services', label: t('hosts.servicesTab'), children: <ServiceList /> },
        ]}
      />
    </div>
  );
};

const FindBox = ({ onFind }: { readonly onFind: (text: string | undefined) => void }) => {
  const { t } = useTranslation();
  return (
    <div className="toolbar">
      <Input.Search
        allowClear
        style={{ width: 240 }}
        placeholder={t('hosts.findPlaceholder')}
        onSearch={(text) => onFind(text.trim() === '' ? undefined : text.trim())}
      />
    </div>
  );
};

const HostList = () => {
  const { t } = useTranslation();
  const [find, setFind] = useState<string>();
  const list = useCursorList(['hosts', find], (cursor, signal) => listHosts({ q: find, cursor, limit: 100 }, signal));
  const columns: readonly Column<Host>[] = [
    {
      key: 'name',
      title: t('hosts.name'),
      width: 210,
      render: (row) => <span className="mono">{row.name}</span>,
      value: (row) => row.name,
    },
    {
      key: 'addresses',
      title: t('hosts.addresses'),
      width: 170,
      clip: 'clip',
      render: (row) => <span className="mono">{row.addresses.join(', ')}</span>,
      value: (row) => row.addresses.join(' '),
    },
    { key: 'role', title: t('hosts.role'), clip: 'clip', render: (row) => row.role, value: (row) => row.role },
    {
      key: 'zone',
      title: t('hosts.zone'),
      width: 130,
      clip: 'clip',
      render: (row) => row.zone,
      value: (row) => row.zone,
    },
    { key: 'os', title: t('hosts.os'), width: 160, clip: 'clip', render: (row) => row.os, value: (row) => row.os },
    {
      key: 'team',
      title: t('hosts.team'),
      width: 130,
      clip: 'clip',
      render: (row) => row.team,
      value: (row) => row.team,
    },
    {
      key: 'criticality',
      title: t('vehicles.criticality'),
      width: 100,
      render: (row) => t(`criticality.${row.criticality}`),
      value: (row) => t(`criticality.${row.criticality}`),
    },
    { key: 'events', title: t('hosts.events'), width: 80, render: (row) => <EventsOf name={row.name} /> },
  ];
  return (
    <Panel body="flush">
      <FindBox onFind={setFind} />
      <DataTable
        {...list}
        columns={columns}
        rowKey={(row) => row.name}
        exportName="chedun-hosts"
        minWidth={1000}
        empty={
          <EmptyState
            title={t('hosts.emptyHosts')}
            hint={t('hosts.emptyHostsHint')}
            action={<AssetFiles kind="host" />}
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

const ServiceList = () => {
  const { t } = useTranslation();
  const [find, setFind] = useState<string>();
  const list = useCursorList(['services', find], (cursor, signal) =>
    listServices({ q: find, cursor, limit: 100 }, signal),
  );
  const columns: readonly Column<Service>[] = [
    { key: 'name', title: t('hosts.name'), width: 210, render: (row) => row.name, value: (row) => row.name },
    {
      key: 'type',
      title: t('hosts.type'),
      width: 110,
      render: (row) => t(`hosts.typeOf.${row.type}`),
      value: (row) => t(`hosts.typeOf.${row.type}`),
    },
    {
      key: 'exposure',
      title: t('hosts.exposure'),
      width: 110,
      render: (row) => (
        <Chip tone={row.exposure === 'internet' ? 'high' : 'info'}>{t(`hosts.exposureOf.${row.exposure}`)}</Chip>
      ),
      value: (row) => t(`hosts.exposureOf.${row.exposure}`),
    },
    {
      key: 'url',
      title: t('hosts.url'),
      clip: 'clip',
      render: (row) => <span className="mono">{row.url}</span>,
      value: (row) => row.url,
    },
    {
      key: 'hosts',
      title: t('hosts.onHosts'),
      width: 200,
      clip: 'clip',
      render: (row) => <span className="mono">{row.hosts.join(', ')}</span>,
      value: (row) => row.hosts.join(' '),
    },
    {
      key: 'team',
      title: t('hosts.team'),
      width: 130,
      clip: 'clip',
      render: (row) => row.team,
      value: (row) => row.team,
    },
    {
      key: 'criticality',
      title: t('vehicles.criticality'),
      width: 100,
      render: (row) => t(`criticality.${row.criticality}`),
      value: (row) => t(`criticality.${row.criticality}`),
    },
  ];
  return (
    <Panel body="flush">
      <FindBox onFind={setFind} />
      <DataTable
        {...list}
        columns={columns}
        rowKey={(row) => row.name}
        exportName="chedun-services"
        minWidth={1000}
        empty={
          <EmptyState
            title={t('hosts.emptyServices')}
            hint={t('hosts.emptyServicesHint')}
            action={<AssetFiles kind="service" />}
          />
        }
      />
    </Panel>
  );
};
