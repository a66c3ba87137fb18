import type { Problem, VerifyRun } from '@chedun/seal/contract';
import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { listRuns } from '../../api/seal.ts';
import { formatCount } from '../../lib/format.ts';
import { shownColumn, textColumn, type Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Chip, StateDot } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { VerifyButton } from './VerifyButton.tsx';

const TONE = { running: 'info', intact: 'good', problems: 'critical', failed: 'high' } as const;
const REFRESH_MS = 3_000;

const columnsOf = (t: TFunction): readonly Column<VerifyRun>[] => [
  shownColumn(
    'status',
    t('seal.statusColumn'),
    ({ status }) => t(`seal.status.${status}`),
    ({ status }) => <StateDot tone={TONE[status]}>{t(`seal.status.${status}`)}</StateDot>,
    { width: 120 },
  ),
  shownColumn(
    'at',
    t('seal.at'),
    ({ startedAt }) => startedAt,
    ({ startedAt }) => <TimeText at={startedAt} />,
    { width: 170 },
  ),
  textColumn('stream', t('seal.streamColumn'), ({ stream }) => t(`seal.stream.${stream}`), { width: 150 }),
  shownColumn(
    'kind',
    t('seal.kindColumn'),
    ({ kind }) => t(`seal.kind.${kind}`),
    ({ kind }) => <Chip>{t(`seal.kind.${kind}`)}</Chip>,
    { width: 110 },
  ),
  shownColumn(
    'range',
    t('seal.range'),
    ({ from }) => from,
    ({ from, to }) => (
      <span className="mono">
        {from}–{to}
      </span>
    ),
    { width: 130 },
  ),
  shownColumn(
    'rows',
    t('seal.rows'),
    ({ rows }) => rows,
    ({ rows }) => formatCount(rows),
    { width: 110, align: 'right' },
  ),
  shownColumn(
    'compared',
    t('seal.compared'),
    ({ compared }) => compared,
    ({ compared }) => t('seal.comparedFrames', { count: formatCount(compared) }),
    { width: 190 },
  ),
  textColumn('by', t('seal.by'), ({ startedBy }) => startedBy, { width: 110 }),
];

const whereOf = (t: TFunction, { seq, lastSeq }: Problem): string => {
  if (seq === undefined) return '';
  return lastSeq === undefined || lastSeq === seq ? t('seal.frame', { seq }) : t('seal.frameRange', { seq, lastSeq });
};

const ProblemLine = ({ problem }: { readonly problem: Problem }) => {
  const { t } = useTranslation();
  const { kind, row, rows, segment, offset, source, receivedAt, place } = problem;
  return (
    <li className="log-problem">
      <b>{whereOf(t, problem)}</b>
      {row !== undefined && <b>{t('seal.row', { row })}</b>}
      <Chip tone="critical">{t(`seal.problem.${kind}`)}</Chip>
      {rows !== undefined && <span>{t('seal.ofRows', { rows })}</span>}
      {source !== undefined && <span className="mono">{source}</span>}
      {receivedAt !== undefined && <TimeText at={new Date(receivedAt).toISOString()} />}
      {segment !== undefined && (
        <span className="mono faint">
          {segment} +{offset ?? 0}
        </span>
      )}
      {place !== undefined && kind !== 'store-differs' && <span className="mono faint">{place}</span>}
    </li>
  );
};

const Problems = ({ run }: { readonly run: VerifyRun }) => {
  const { t } = useTranslation();
  if (run.problems.length === 0)
    return <span className="soft">{run.reason === '' ? t('seal.noProblems') : run.reason}</span>;
  return (
    <div className="stack" style={{ gap: 6 }}>
      <span className="faint">{t('seal.problemsOf')}</span>
      <ul className="log-problems">
        {run.problems.map((problem, at) => (
          <ProblemLine key={at} problem={problem} />
        ))}
      </ul>
    </div>
  );
};

/** 校验记录: what was verified and what was found. */
export const RunsTab = () => {
  const { t } = useTranslation();
  const list = useQuery({
    queryKey: ['seal', 'runs'],
    queryFn: ({ signal }) => listRuns(signal),
    refetchInterval: REFRESH_MS,
  });
  const columns = useMemo(() => columnsOf(t), [t]);
  return (
    <Panel body="flush">
      <DataTable<VerifyRun>
        columns={columns}
        rows={list.data?.items}
        rowKey={({ id }) => id}
        error={list.error}
        onRetry={() => void list.refetch()}
        expand={(run) => <Problems run={run} />}
        sorting="browser"
        exportName="chedun-verifications"
        minWidth={1120}
        empty={<EmptyState title={t('seal.runsEmpty')} hint={t('seal.runsEmptyHint')} action={<VerifyButton />} />}
      />
    </Panel>
  );
};
