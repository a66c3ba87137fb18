import { qualityPermissions, type Drill, type DrillResult } from '@chedun/quality/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Skeleton } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { listDrills, runDrill } from '../../api/quality.ts';
import { usePreferences } from '../../app/preferences.ts';
import { useMay } from '../../app/session.ts';
import { monoColumn, shownColumn, textColumn, type Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Chip, StateDot } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { useSay } from '../../ui/useSay.ts';
import { RuleLink, ruleTitle } from './RuleLink.tsx';

const TONE = { alerted: 'good', missed: 'critical', waiting: 'info' } as const;
const WITHIN_SECONDS = 60;

const named = ({ ruleId, ruleTitle: title, ruleTitleZh }: DrillResult) => ({ id: ruleId, title, titleZh: ruleTitleZh });

const useColumns = (): readonly Column<DrillResult>[] => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  return useMemo(
    () => [
      shownColumn(
        'outcome',
        t('quality.result'),
        ({ outcome }) => t(`quality.${outcome}`),
        ({ outcome }) => <StateDot tone={TONE[outcome]}>{t(`quality.${outcome}`)}</StateDot>,
        { width: 110 },
      ),
      monoColumn('family', t('quality.family'), ({ family }) => family, { width: 220 }),
      shownColumn(
        'rule',
        t('quality.rule'),
        (row) => ruleTitle(named(row), language),
        (row) => <RuleLink rule={named(row)} />,
        { clip: 'clip' },
      ),
      textColumn(
        'seconds',
        t('quality.took'),
        ({ seconds }) => (seconds === null ? '—' : t('quality.seconds', { value: seconds })),
        { width: 110, align: 'right' },
      ),
      shownColumn(
        'finding',
        '',
        ({ findingId }) => findingId ?? '',
        ({ findingId }) =>
          findingId === null ? null : (
            <Link to="/alerts/$id" params={{ id: findingId }}>
              {t('quality.openAlert')}
            </Link>
          ),
        { width: 120 },
      ),
    ],
    [t, language],
  );
};

const counted = ({ results }: Drill) => ({
  total: results.length,
  alerted: results.filter(({ outcome }) => outcome === 'alerted').length,
});

/** Efficacy tests: every family of rules has to raise its alert. */
export const DrillsTab = () => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const manages = useMay()(qualityPermissions.manage);
  const drills = useQuery({
    queryKey: ['quality', 'drills'],
    queryFn: ({ signal }) => listDrills(signal),
    refetchInterval: 15_000,
  });
  const run = useMutation({
    mutationFn: () => runDrill(WITHIN_SECONDS),
    onSuccess: (drill) => {
      void client.invalidateQueries({ queryKey: ['quality', 'drills'] });
      say.done(t('quality.drillDone', counted(drill)));
    },
    onError: say.problem,
  });
  const button = manages && (
    <Button type="primary" loading={run.isPending} onClick={() => run.mutate()}>
      {t('quality.drillRun')}
    </Button>
  );
  if (drills.error !== null) return <ErrorState error={drills.error} onRetry={() => void drills.refetch()} />;
  if (drills.data === undefined) return <Skeleton active paragraph={{ rows: 6 }} />;
  const [latest, ...older] = drills.data.items;
  return (
    <div className="stack">
      <div className="row">
        <span className="soft grow">{t('quality.drillAbout')}</span>
        <Link to="/search" search={{ q: 'source:drill', range: '7d' }}>
          <Button>{t('quality.records')}</Button>
        </Link>
        {latest !== undefined && button}
      </div>
      {latest === undefined ? (
        <Panel>
          <EmptyState title={t('quality.drillEmpty')} hint={t('quality.drillEmptyHint')} action={button} />
        </Panel>
      ) : (
        <>
          <DrillPanel drill={latest} />
          {older.map((drill) => (
            <DrillLine key={drill.id} drill={drill} />
          ))}
        </>
      )}
    </div>
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

const DrillPanel = ({ drill }: { readonly drill: Drill }) => {
  const { t } = useTranslation();
  return (
    <Panel
      title={<TimeText at={drill.startedAt} />}
      hint={drill.startedBy}
      extra={<Outcome drill={drill} />}
      body="flush"
    >
      <DataTable<DrillResult>
        rows={drill.results}
        columns={useColumns()}
        rowKey={({ family }) => family}
        sorting="browser"
        exportName="chedun-drill"
        empty={<EmptyState size="small" title={t('quality.waiting')} />}
      />
      {drill.untested.length > 0 && (
        <div className="faint" style={{ padding: '8px 14px' }}>
          {t('quality.untested', { families: drill.untested.join(', ') })}
        </div>
      )}
    </Panel>
  );
};

const DrillLine = ({ drill }: { readonly drill: Drill }) => (
  <Panel>
    <div className="row">
      <TimeText at={drill.startedAt} />
      <span className="faint grow">{drill.startedBy}</span>
      <Outcome drill={drill} />
    </div>
  </Panel>
);
