import { policyPermissions, type PolicyLine } from '@chedun/policies/contract';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { getOverview, listPolicies } from '../../api/policies.ts';
import { useMay } from '../../app/session.ts';
import { percent } from '../../lib/format.ts';
import { monoColumn, shownColumn, textColumn, type Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { FindBox } from '../../ui/FindBox.tsx';
import { Kpi, Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { StateChip, WorkingChip } from './parts.tsx';

const columnsOf = (t: TFunction): Column<PolicyLine>[] => [
  monoColumn('code', t('policies.code'), ({ code }) => code, { width: 110 }),
  shownColumn(
    'title',
    t('policies.title'),
    ({ title }) => title,
    ({ id, title }) => (
      <Link to="/policies/$id" params={{ id }}>
        {title}
      </Link>
    ),
  ),
  textColumn('kind', t('policies.kindName'), ({ kind }) => t(`policies.kind.${kind}`), { width: 100 }),
  textColumn('owner', t('policies.owner'), ({ owner }) => owner, { width: 150 }),
  shownColumn(
    'state',
    t('policies.stateName'),
    ({ state }) => t(`policies.state.${state}`),
    ({ state, working }) => (
      <span className="row wrap" style={{ gap: 4 }}>
        <StateChip state={state} />
        <WorkingChip working={working} />
      </span>
    ),
    { width: 210 },
  ),
  textColumn('review', t('policies.reviewBy'), ({ reviewBy }) => reviewBy ?? '', { width: 115 }),
  shownColumn(
    'acknowledged',
    t('policies.acknowledged'),
    ({ acknowledgement: { done, readers } }) => percent(done, readers),
    ({ acknowledgement: { done, readers, overdue } }) =>
      readers === 0 ? (
        ''
      ) : (
        <span className="row" style={{ gap: 6 }}>
          {t('policies.ackOf', { done, readers })}
          {overdue > 0 && <Chip tone="critical">{t('policies.ackLate', { count: overdue })}</Chip>}
        </span>
      ),
    { width: 150 },
  ),
  textColumn('clauses', t('policies.clauses'), ({ obligations }) => obligations.join(' '), { width: 190 }),
];

/** Every policy and how it stands. */
export const LibraryTab = ({ onAdd }: { readonly onAdd: () => void }) => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const mayWrite = useMay()(policyPermissions.write);
  const [find, setFind] = useState<string>();
  const list = useQuery({ queryKey: ['policies', 'list'], queryFn: ({ signal }) => listPolicies(signal) });
  const rows = list.data?.filter(({ code, title, owner }) =>
    `${code} ${title} ${owner}`.toLowerCase().includes((find ?? '').toLowerCase()),
  );
  const add = mayWrite && (
    <Button type="primary" onClick={onAdd}>
      {t('policies.add')}
    </Button>
  );
  return (
    <div className="stack">
      <Numbers />
      <Panel body="flush" title={t('policies.tabs.library')}>
        <FindBox placeholder={t('policies.find')} onFind={setFind} />
        <DataTable<PolicyLine>
          columns={columnsOf(t)}
          rows={rows}
          error={list.error}
          onRetry={() => void list.refetch()}
          rowKey={({ id }) => id}
          onRow={({ id }) => void navigate({ to: '/policies/$id', params: { id } })}
          exportName="policies"
          minWidth={1180}
          empty={<EmptyState title={t('policies.none')} hint={t('policies.noneHint')} action={add} />}
        />
      </Panel>
    </div>
  );
};

const Numbers = () => {
  const { t } = useTranslation();
  const { data } = useQuery({ queryKey: ['policies', 'overview'], queryFn: ({ signal }) => getOverview(signal) });
  if (data === undefined) return null;
  const { policies, effective, needed, covered, readers, acknowledged, weaknesses } = data;
  const whole = (count: number) => t('policies.kpiOf', { count });
  return (
    <div className="kpis">
      <Kpi label={t('policies.kpi.effective')} value={effective} note={whole(policies)} />
      <Kpi
        label={t('policies.kpi.covered')}
        value={covered}
        note={whole(needed)}
        tone={covered < needed ? 'medium' : 'good'}
      />
      <Kpi
        label={t('policies.kpi.rate')}
        value={readers === 0 ? '—' : `${percent(acknowledged, readers)}%`}
        note={t('policies.ackOf', { done: acknowledged, readers })}
      />
      <Kpi
        label={t('policies.kpi.problems')}
        value={weaknesses.length}
        tone={weaknesses.length > 0 ? 'critical' : 'good'}
      />
    </div>
  );
};
