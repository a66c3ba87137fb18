import { deadlinePermissions, type ClockLine } from '@chedun/deadline-ledger/contract';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Input, Segmented } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listDeadlines } from '../../api/deadlines.ts';
import { DeadlineSearch } from '../../app/searchParams.ts';
import { useMay } from '../../app/session.ts';
import { useCursorList } from '../../app/useCursorList.ts';
import { shownColumn, type Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Kpi, PageHead, Panel } from '../../ui/Panel.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { ClockDrawer } from './ClockDrawer.tsx';
import { DueText, RemainingBar, RuleText } from './clockParts.tsx';
import { namesText } from '../../lib/names.ts';

type State = 'running' | 'overdue' | 'ended' | 'all';

/** Columns of lists of clocks. */
const useColumns = (): readonly Column<ClockLine>[] => {
  const { t } = useTranslation();
  return useMemo(
    () => [
      shownColumn(
        'due',
        t('deadlines.due'),
        ({ due }) => due,
        (clock) => <DueText clock={clock} />,
        { width: 210 },
      ),
      shownColumn(
        'left',
        t('deadlines.remaining'),
        ({ state }) => t(`deadlines.states.${state}`),
        (clock) => <RemainingBar clock={clock} />,
        { width: 230 },
      ),
      shownColumn(
        'rule',
        t('deadlines.rule'),
        ({ rule }) => rule.id,
        (clock) => <RuleText clock={clock} />,
        {
          width: 140,
        },
      ),
      shownColumn(
        'subject',
        t('deadlines.subject'),
        ({ subject }) => subject.title,
        ({ subject }) => subject.title,
        {
          clip: 'clip',
        },
      ),
      shownColumn(
        'to',
        t('deadlines.to'),
        ({ recipients }) => namesText(recipients),
        ({ recipients }) => (recipients.length === 0 ? '—' : namesText(recipients)),
        { width: 240, clip: 'clip' },
      ),
      shownColumn(
        'start',
        t('deadlines.start'),
        ({ startedAt }) => startedAt,
        ({ startedAt }) => <TimeText at={startedAt} />,
        { width: 170 },
      ),
    ],
    [t],
  );
};

/** 时限: every legal deadline that runs, what is due first first. */
export const DeadlinesPage = () => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const search = useSearch({ from: '/app/deadlines' });
  const [open, setOpen] = useState<string>();
  const may = useMay();
  const state: State = search.state ?? 'running';
  const change = (part: Partial<typeof search>): void =>
    void navigate({ to: '/deadlines', search: DeadlineSearch.parse({ ...search, ...part }) });
  const list = useCursorList(
    ['deadlines', 'list', search],
    (cursor, signal) => listDeadlines({ state, search: search.find, cursor, limit: 100 }, signal),
    { refetchMs: 15_000 },
  );
  return (
    <div className="page">
      <PageHead title={t('nav.deadlines')} about={t('deadlines.about')} />
      <div className="stack">
        <Counts />
        <Panel body="flush">
          <div className="toolbar">
            <Input.Search
              key={search.find ?? ''}
              allowClear
              style={{ width: 260 }}
              placeholder={t('deadlines.find')}
              defaultValue={search.find ?? ''}
              onSearch={(text) => change({ find: text.trim() === '' ? undefined : text.trim() })}
            />
            <Segmented<State>
              value={state}
              onChange={(value) => change({ state: value === 'running' ? undefined : value })}
              options={(['running', 'overdue', 'ended', 'all'] as const).map((value) => ({
                value,
                label: t(`deadlines.filter.${value}`),
              }))}
            />
          </div>
          <DataTable<ClockLine>
            {...list}
            columns={useColumns()}
            rowKey={({ id }) => id}
            onRow={({ id }) => setOpen(id)}
            exportName="chedun-deadlines"
            minWidth={1120}
            sorting="none"
            empty={<EmptyState title={t(`deadlines.empty.${state}`)} hint={t('deadlines.emptyHint')} />}
          />
        </Panel>
      </div>
      {open !== undefined && (
        <ClockDrawer id={open} writes={may(deadlinePermissions.write)} onClose={() => setOpen(undefined)} />
      )}
    </div>
  );
};

const Counts = () => {
  const { t } = useTranslation();
  const { data } = useQuery({
    queryKey: ['deadlines', 'counts'],
    queryFn: ({ signal }) => listDeadlines({ limit: 1 }, signal),
    refetchInterval: 15_000,
  });
  const counts = data?.counts;
  return (
    <div className="kpis">
      <Kpi label={t('deadlines.counts.running')} value={counts?.running ?? '—'} />
      <Kpi
        label={t('deadlines.counts.overdue')}
        value={counts?.overdue ?? '—'}
        {...((counts?.overdue ?? 0) > 0 ? { tone: 'critical' } : {})}
      />
      <Kpi label={t('deadlines.counts.late')} value={counts?.late ?? '—'} note={t('deadlines.counts.lateNote')} />
    </div>
  );
};
