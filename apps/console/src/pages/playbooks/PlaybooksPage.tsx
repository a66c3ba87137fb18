import {
  playbookPermissions,
  type ActionInfo,
  type PlaybookSummary,
  type RunSummary,
} from '@chedun/playbooks/contract';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Tabs } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listActions, listPlaybooks, listRuns } from '../../api/playbooks.ts';
import { usePreferences } from '../../app/preferences.ts';
import { useMay } from '../../app/session.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Kpi, PageHead } from '../../ui/Panel.tsx';
import { monoColumn, shownColumn, textColumn } from '../../ui/columns.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { ImportPlaybookDialog } from './ImportPlaybookDialog.tsx';
import { RunStatusChip, useLocalName } from './parts.tsx';

/** 处置预案: what is done in an incident, and what was done. */
export const PlaybooksPage = () => {
  const { t } = useTranslation();
  const may = useMay();
  const navigate = useNavigate();
  const { tab } = useSearch({ from: '/app/playbooks' });
  const [importing, setImporting] = useState(false);
  return (
    <div className="page">
      <PageHead
        title={t('nav.playbooks')}
        about={t('playbooks.about')}
        extra={
          may(playbookPermissions.write) && (
            <Button type="primary" onClick={() => setImporting(true)}>
              {t('playbooks.import')}
            </Button>
          )
        }
      />
      <Tabs
        activeKey={tab ?? 'library'}
        onChange={(key) => void navigate({ to: '/playbooks', search: key === 'library' ? {} : { tab: key } })}
        destroyOnHidden
        items={[
          { key: 'library', label: t('playbooks.tabs.library'), children: <Library /> },
          { key: 'runs', label: t('playbooks.tabs.runs'), children: <Runs /> },
          { key: 'actions', label: t('playbooks.tabs.actions'), children: <Actions /> },
        ]}
      />
      {importing && <ImportPlaybookDialog onClose={() => setImporting(false)} />}
    </div>
  );
};

const Approval = ({ playbook }: { readonly playbook: PlaybookSummary }) => {
  const { t } = useTranslation();
  if (playbook.approvedAt === null) return <Chip tone="medium">{t('playbooks.notApproved')}</Chip>;
  if (playbook.reviewDue) return <Chip tone="critical">{t('playbooks.reviewDue')}</Chip>;
  return <Chip tone="good">{t('playbooks.approved')}</Chip>;
};

const LibraryKpis = ({ items }: { readonly items: readonly PlaybookSummary[] }) => {
  const { t } = useTranslation();
  return (
    <div className="kpis">
      <Kpi label={t('playbooks.kpi.playbooks')} value={items.length} />
      <Kpi label={t('playbooks.kpi.approved')} value={items.filter(({ approvedAt }) => approvedAt !== null).length} />
      <Kpi
        label={t('playbooks.kpi.due')}
        value={items.filter(({ reviewDue }) => reviewDue).length}
        tone={items.some(({ reviewDue }) => reviewDue) ? 'critical' : 'info'}
      />
      <Kpi label={t('playbooks.kpi.runs')} value={items.reduce((sum, { runs }) => sum + runs, 0)} />
    </div>
  );
};

const Library = () => {
  const { t } = useTranslation();
  const local = useLocalName();
  const navigate = useNavigate();
  const list = useQuery({ queryKey: ['playbooks'], queryFn: ({ signal }) => listPlaybooks(signal) });
  const open = (row: PlaybookSummary) => void navigate({ to: '/playbooks/$id', params: { id: row.id } });
  return (
    <div className="stack">
      <LibraryKpis items={list.data?.items ?? []} />
      <DataTable<PlaybookSummary>
        rows={list.data?.items}
        error={list.error}
        onRetry={() => void list.refetch()}
        rowKey={({ id }) => id}
        onRow={open}
        exportName="playbooks"
        empty={<EmptyState title={t('playbooks.none')} hint={t('playbooks.noneHint')} />}
        columns={[
          shownColumn(
            'name',
            t('playbooks.name'),
            ({ name }) => local(name),
            ({ id, name }) => (
              <Link to="/playbooks/$id" params={{ id }}>
                {local(name)}
              </Link>
            ),
          ),
          textColumn('obligations', t('playbooks.obligations'), (row) => row.obligations.join(' '), { width: 150 }),
          textColumn(
            'steps',
            t('playbooks.steps'),
            (row) => t('playbooks.stepsOf', { steps: row.steps, automatic: row.automatic }),
            { width: 170 },
          ),
          shownColumn(
            'approved',
            t('playbooks.approval'),
            (row) => row.approvedAt ?? '',
            (row) => <Approval playbook={row} />,
            { width: 130 },
          ),
          shownColumn(
            'version',
            t('playbooks.version'),
            (row) => row.version,
            (row) => <TimeText at={row.version} />,
            { width: 180 },
          ),
          textColumn('runs', t('playbooks.runs'), (row) => row.runs, { width: 90, align: 'right' }),
        ]}
      />
    </div>
  );
};

const Runs = () => {
  const { t } = useTranslation();
  const local = useLocalName();
  const navigate = useNavigate();
  const list = useQuery({
    queryKey: ['playbook-runs', 'all'],
    queryFn: ({ signal }) => listRuns({ limit: 200 }, signal),
    refetchInterval: 5000,
  });
  return (
    <DataTable<RunSummary>
      rows={list.data?.items}
      error={list.error}
      onRetry={() => void list.refetch()}
      rowKey={({ id }) => id}
      onRow={({ id }) => void navigate({ to: '/playbook-runs/$id', params: { id } })}
      exportName="playbook-runs"
      empty={<EmptyState title={t('playbooks.noRuns')} hint={t('playbooks.noRunsHint')} />}
      columns={[
        shownColumn(
          'startedAt',
          t('playbooks.startedAt'),
          (row) => row.startedAt,
          (row) => <TimeText at={row.startedAt} />,
          { width: 180 },
        ),
        shownColumn(
          'name',
          t('playbooks.name'),
          (row) => local(row.name),
          (row) => (
            <Link to="/playbook-runs/$id" params={{ id: row.id }}>
              {local(row.name)}
            </Link>
          ),
        ),
        textColumn('subject', t('playbooks.subject'), (row) => row.subject.title || t('playbooks.subjects.none')),
        shownColumn(
          'status',
          t('playbooks.status'),
          (row) => row.status,
          (row) => <RunStatusChip status={row.status} />,
          { width: 110 },
        ),
        textColumn('waiting', t('playbooks.waiting'), (row) => row.waiting, { width: 100, align: 'right' }),
        textColumn('effects', t('playbooks.effects'), (row) => row.effects, { width: 110, align: 'right' }),
        textColumn('startedBy', t('playbooks.startedBy'), (row) => row.startedBy, { width: 120 }),
      ]}
    />
  );
};

const Actions = () => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const list = useQuery({ queryKey: ['playbook-actions'], queryFn: ({ signal }) => listActions(signal) });
  return (
    <DataTable<ActionInfo>
      rows={list.data?.items}
      error={list.error}
      onRetry={() => void list.refetch()}
      rowKey={({ id }) => id}
      empty={<EmptyState title={t('playbooks.none')} />}
      columns={[
        textColumn('title', t('playbooks.action'), (row) => (language === 'en' ? row.titleEn : row.titleZh)),
        monoColumn('id', t('playbooks.command'), (row) => row.id, { width: 230 }),
        monoColumn('params', t('playbooks.params'), (row) => row.params.map((name) => `__${name}__`).join(' '), {
          width: 150,
        }),
        monoColumn('permission', t('playbooks.permission'), (row) => row.permission || '—', { width: 200 }),
        shownColumn(
          'care',
          t('playbooks.care'),
          (row) => String(row.secondPerson),
          (row) => (
            <span className="row nowrap">
              {!row.available && <Chip>{t('playbooks.unavailable')}</Chip>}
              {row.available && row.secondPerson && <Chip tone="medium">{t('playbooks.secondPerson')}</Chip>}
              {row.available && !row.reversible && <Chip tone="critical">{t('playbooks.irreversible')}</Chip>}
            </span>
          ),
          { width: 300 },
        ),
      ]}
    />
  );
};
