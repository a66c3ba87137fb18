import { PlusOutlined } from '@ant-design/icons';
import { huntPermissions, type Hunt } from '@chedun/hunt/contract';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listHunts } from '../../api/hunt.ts';
import { useMay } from '../../app/session.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { FilterSelect } from '../../ui/FilterSelect.tsx';
import { PageHead, Panel } from '../../ui/Panel.tsx';
import { useHuntColumns } from './huntColumns.tsx';

const REFRESH_MS = 2_000;
const KINDS = ['rules', 'correlations', 'backfill'] as const;
const STATES = ['queued', 'running', 'done', 'cancelled', 'failed'] as const;

/** 威胁狩猎: what was looked for in stored events, and what was found. */
export const HuntsPage = () => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const runs = useMay()(huntPermissions.run);
  const create = (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => void navigate({ to: '/hunts/new', search: {} })}>
      {t('hunt.create')}
    </Button>
  );
  return (
    <div className="page">
      <PageHead title={t('nav.hunts')} about={t('hunt.about')} extra={runs && create} />
      <HuntTable create={runs ? create : undefined} />
    </div>
  );
};

const HuntTable = ({ create }: { readonly create: React.ReactNode }) => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const columns = useHuntColumns();
  const [find, setFind] = useState('');
  const [kinds, setKinds] = useState<readonly Hunt['kind'][]>([]);
  const [states, setStates] = useState<readonly Hunt['state'][]>([]);
  const list = useQuery({
    queryKey: ['hunts'],
    queryFn: ({ signal }) => listHunts(undefined, signal),
    refetchInterval: REFRESH_MS,
  });
  const wanted = find.trim().toLowerCase();
  const rows = list.data?.items.filter(
    (row) =>
      (kinds.length === 0 || kinds.includes(row.kind)) &&
      (states.length === 0 || states.includes(row.state)) &&
      `${row.title} ${row.titleZh ?? ''}`.toLowerCase().includes(wanted),
  );
  return (
    <Panel body="flush">
      <div className="toolbar">
        <Input.Search
          allowClear
          style={{ width: 260 }}
          placeholder={t('hunt.find')}
          onChange={(event) => setFind(event.target.value)}
        />
        <FilterSelect
          label={t('hunt.kind')}
          value={kinds}
          onChange={setKinds}
          options={KINDS.map((value) => ({ value, label: t(`hunt.kinds.${value}`) }))}
        />
        <FilterSelect
          label={t('hunt.state')}
          value={states}
          onChange={setStates}
          options={STATES.map((value) => ({ value, label: t(`hunt.states.${value}`) }))}
        />
      </div>
      <DataTable<Hunt>
        rows={rows}
        error={list.error}
        onRetry={() => void list.refetch()}
        columns={columns}
        rowKey={(row) => row.id}
        onRow={(row) => void navigate({ to: '/hunts/$id', params: { id: row.id } })}
        exportName="chedun-hunts"
        sorting="browser"
        minWidth={1120}
        empty={<EmptyState title={t('hunt.empty')} hint={t('hunt.emptyHint')} action={create} />}
      />
    </Panel>
  );
};
