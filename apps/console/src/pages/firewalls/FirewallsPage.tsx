import { firewallPermissions, type Firewall } from '@chedun/firewalls/contract';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import type { TFunction } from 'i18next';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listFirewalls } from '../../api/firewalls.ts';
import { useMay } from '../../app/session.ts';
import { shownColumn, textColumn, type Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { PageHead, Panel } from '../../ui/Panel.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { AddFirewall } from './AddFirewall.tsx';
import { adviceOf, formatName, mendedOf } from './kinds.ts';

const columnsOf = (t: TFunction): readonly Column<Firewall>[] => [
  textColumn('name', t('firewalls.name'), ({ name }) => name),
  textColumn('place', t('firewalls.place'), ({ place }) => place),
  textColumn('owner', t('firewalls.owner'), ({ owner }) => owner, { width: 140 }),
  textColumn('format', t('firewalls.format'), ({ format }) => (format === null ? '' : formatName(t, format)), {
    width: 130,
  }),
  textColumn('rules', t('firewalls.rules'), ({ rules }) => rules, { width: 90, align: 'right' }),
  shownColumn(
    'problems',
    t('firewalls.problems'),
    mendedOf,
    (row) => (
      <span className="chip" data-tone={mendedOf(row) > 0 ? 'critical' : 'good'}>
        {mendedOf(row)}
      </span>
    ),
    { width: 90, align: 'right' },
  ),
  textColumn('advice', t('firewalls.advice'), adviceOf, { width: 90, align: 'right' }),
  textColumn('unread', t('firewalls.unread'), ({ unread }) => unread, { width: 100, align: 'right' }),
  shownColumn(
    'at',
    t('firewalls.uploadedAt'),
    ({ uploadedAt }) => uploadedAt ?? '',
    ({ uploadedAt }) =>
      uploadedAt === null ? <span className="faint">{t('firewalls.never')}</span> : <TimeText at={uploadedAt} />,
    { width: 170 },
  ),
];

/** 防火墙规则: firewalls, and what is wrong with their rules. */
export const FirewallsPage = () => {
  const { t } = useTranslation();
  const mayWrite = useMay()(firewallPermissions.write);
  const navigate = useNavigate();
  const [isAdding, setAdding] = useState(false);
  const columns = useMemo(() => columnsOf(t), [t]);
  const { data, error, refetch } = useQuery({
    queryKey: ['firewalls', 'list'],
    queryFn: ({ signal }) => listFirewalls(signal),
  });
  const add = mayWrite && (
    <Button type="primary" onClick={() => setAdding(true)}>
      {t('firewalls.add')}
    </Button>
  );
  return (
    <div className="page">
      <PageHead title={t('nav.firewalls')} about={t('firewalls.about')} extra={add} />
      <Panel body="flush">
        <DataTable
          columns={columns}
          rows={data?.items}
          rowKey={({ id }) => id}
          error={error}
          onRetry={() => void refetch()}
          sorting="browser"
          exportName="firewalls"
          onRow={({ id }) => void navigate({ to: '/firewalls/$id', params: { id } })}
          empty={<EmptyState title={t('firewalls.empty')} hint={t('firewalls.emptyHint')} action={add} />}
        />
      </Panel>
      {isAdding && <AddFirewall onClose={() => setAdding(false)} />}
    </div>
  );
};
