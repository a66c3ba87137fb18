import { qualityPermissions, type Drill, type ProofList } from '@chedun/quality/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Skeleton } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { listDrills, listProofs, runDrill, type DrillOrder } from '../../api/quality.ts';
import { useMay } from '../../app/session.ts';
import { shownColumn, textColumn, type Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Kpi, Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { useSay } from '../../ui/useSay.ts';
import { ProofMap } from './ProofMap.tsx';
import { ProofTable } from './ProofTable.tsx';

const REFETCH_MS = 15_000;

const counted = ({ results }: Drill) => ({
  total: results.length,
  alerted: results.filter(({ outcome }) => outcome === 'alerted').length,
});

const useRun = () => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (order: DrillOrder) => runDrill(order),
    onSuccess: (drill) => {
      void client.invalidateQueries({ queryKey: ['quality'] });
      say.done(t('quality.drillDone', counted(drill)));
    },
    onError: say.problem,
  });
};

/** Efficacy tests: every rule that can be played has to raise its alert. */
export const DrillsTab = () => {
  const { t } = useTranslation();
  const manages = useMay()(qualityPermissions.manage);
  const proofs = useQuery({
    queryKey: ['quality', 'proofs'],
    queryFn: ({ signal }) => listProofs(signal),
    refetchInterval: REFETCH_MS,
  });
  const run = useRun();
  if (proofs.error !== null) return <ErrorState error={proofs.error} onRetry={() => void proofs.refetch()} />;
  if (proofs.data === undefined) return <Skeleton active paragraph={{ rows: 6 }} />;
  const list = proofs.data;
  return (
    <div className="stack">
      <div className="row">
        <span className="soft grow">
          {t('quality.drillAbout', { most: list.perRound, minutes: list.everyMinutes })}
        </span>
        <Link to="/search" search={{ q: 'source:drill', range: '7d' }}>
          <Button>{t('quality.records')}</Button>
        </Link>
        {manages && (
          <>
            <Button loading={run.isPending} onClick={() => run.mutate({ scope: 'all' })}>
              {t('quality.drillAll')}
            </Button>
            <Button type="primary" loading={run.isPending} onClick={() => run.mutate({ scope: 'families' })}>
              {t('quality.drillRun')}
            </Button>
          </>
        )}
      </div>
      <Summary list={list} />
      <ProofMap
        list={list}
        canRun={manages}
        isRunning={run.isPending}
        onRun={(ruleIds) => run.mutate({ scope: 'rules', ruleIds })}
      />
      <Panel title={t('quality.proofs')} body="flush">
        <ProofTable items={list.items} />
      </Panel>
      <Runs />
    </div>
  );
};

const Summary = ({ list }: { readonly list: ProofList }) => {
  const { t } = useTranslation();
  const { enabled, testable, proven, stale, missed, waiting, medianSeconds, slowestSeconds } = list.summary;
  const seconds = (value: number | null): string => (value === null ? '—' : t('quality.seconds', { value }));
  return (
    <div className="kpis">
      <Kpi
        label={t('quality.provenRules')}
        value={`${proven} / ${testable}`}
        note={enabled === testable ? '' : t('quality.untestableRules', { count: enabled - testable })}
        {...(proven === testable && testable > 0 ? { tone: 'good' } : {})}
      />
      <Kpi label={t('quality.missed')} value={missed} {...(missed > 0 ? { tone: 'critical' } : {})} />
      <Kpi label={t('quality.proofStates.stale')} value={stale} {...(stale > 0 ? { tone: 'medium' } : {})} />
      <Kpi label={t('quality.proofStates.waiting')} value={waiting} />
      <Kpi
        label={t('quality.medianSeconds')}
        value={seconds(medianSeconds)}
        note={slowestSeconds === null ? '' : t('quality.slowest', { value: slowestSeconds })}
      />
    </div>
  );
};

const useRunColumns = (): readonly Column<Drill>[] => {
  const { t } = useTranslation();
  return useMemo(
    () => [
      shownColumn(
        'at',
        t('quality.startedAt'),
        ({ startedAt }) => startedAt,
        ({ startedAt }) => <TimeText at={startedAt} />,
        { width: 180 },
      ),
      textColumn('scope', t('quality.scope'), ({ scope }) => t(`quality.scopes.${scope}`), { width: 170 }),
      textColumn('by', t('quality.startedBy'), ({ startedBy }) => startedBy, { clip: 'clip' }),
      shownColumn(
        'outcome',
        t('quality.result'),
        (drill) => counted(drill).alerted / Math.max(1, counted(drill).total),
        (drill) => <Outcome drill={drill} />,
        { width: 320 },
      ),
    ],
    [t],
  );
};

const Runs = () => {
  const { t } = useTranslation();
  const columns = useRunColumns();
  const drills = useQuery({
    queryKey: ['quality', 'drills'],
    queryFn: ({ signal }) => listDrills(signal),
    refetchInterval: REFETCH_MS,
  });
  const untested = drills.data?.items.find(({ scope }) => scope !== 'rules')?.untested ?? [];
  return (
    <Panel title={t('quality.runs')} body="flush">
      <DataTable<Drill>
        rows={drills.data?.items}
        error={drills.error}
        onRetry={() => void drills.refetch()}
        columns={columns}
        rowKey={({ id }) => id}
        sorting="browser"
        exportName="chedun-drills"
        empty={<EmptyState size="small" title={t('quality.drillEmpty')} hint={t('quality.drillEmptyHint')} />}
      />
      {untested.length > 0 && (
        <div className="faint" style={{ padding: '8px 14px' }}>
          {t('quality.untested', { families: untested.join(', ') })}
        </div>
      )}
    </Panel>
  );
};

const Outcome = ({ drill }: { readonly drill: Drill }) => {
  const { t } = useTranslation();
  const { total, alerted } = counted(drill);
  const slowest = Math.max(0, ...drill.results.flatMap(({ seconds }) => seconds ?? []));
  if (drill.finishedAt === null) return <Chip tone="info">{t('quality.waiting')}</Chip>;
  return (
    <span className="row nowrap">
      <Chip tone={alerted === total && total > 0 ? 'good' : 'critical'}>
        {t('quality.drillDone', { total, alerted })}
      </Chip>
      <span className="faint">{t('quality.slowest', { value: slowest })}</span>
    </span>
  );
};
