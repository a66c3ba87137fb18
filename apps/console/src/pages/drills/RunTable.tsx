import type { RunSummary } from '@chedun/drills/contract';
import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { listRuns } from '../../api/drills.ts';
import { textIn } from '../../api/problem.ts';
import { usePreferences } from '../../app/preferences.ts';
import { useCursorList } from '../../app/useCursorList.ts';
import { usePalette } from '../../theme/useTheme.ts';
import { monoColumn, shownColumn, textColumn, type Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { RunStateChip, useTimes } from './parts.tsx';

const useColumns = (): readonly Column<RunSummary>[] => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const times = useTimes();
  return [
    monoColumn('number', t('drills.number'), ({ number }) => number, { width: 130 }),
    textColumn('title', t('drills.title'), ({ title }) => textIn(title, language)),
    shownColumn(
      'state',
      t('drills.state'),
      ({ state }) => t(`drills.states.${state}`),
      ({ state }) => <RunStateChip state={state} />,
      { width: 100 },
    ),
    shownColumn(
      'startedAt',
      t('drills.startedAt'),
      ({ startedAt }) => startedAt ?? '',
      ({ startedAt }) => <TimeText at={startedAt} />,
      { width: 180 },
    ),
    textColumn('score', t('drills.score'), ({ score }) => score ?? '', { width: 90, align: 'right' }),
    textColumn('met', t('drills.metOf'), (each) => (each.score === null ? '' : `${each.met}/${each.expectations}`), {
      width: 110,
      align: 'right',
    }),
    textColumn('detect', t('drills.detectAfter'), times.detect, { width: 110, align: 'right' }),
    textColumn('report', t('drills.reportAfter'), times.report, { width: 110, align: 'right' }),
  ];
};

/** Drills so far, newest first, and how they compare. */
export const RunTable = () => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const columns = useColumns();
  const list = useCursorList(['drills', 'runs'], (cursor, signal) => listRuns({ cursor, limit: 100 }, signal), {
    refetchMs: 15_000,
  });
  const ended = useMemo(() => (list.rows ?? []).filter(({ score }) => score !== null).slice(0, 20), [list.rows]);
  return (
    <>
      {ended.length > 1 && (
        <Panel title={t('drills.compare')}>
          <Comparison runs={ended.toReversed()} />
        </Panel>
      )}
      <Panel title={t('drills.runs')} body="flush">
        <DataTable
          columns={columns}
          rows={list.rows}
          rowKey={({ id }) => id}
          error={list.error}
          onRetry={list.onRetry}
          more={list.more}
          exportName="drills"
          onRow={({ id }) => void navigate({ to: '/drills/$id', params: { id } })}
          empty={<EmptyState title={t('drills.runsEmpty')} hint={t('drills.runsEmptyHint')} />}
        />
      </Panel>
    </>
  );
};

const HEIGHT = 150;
const STEP = 74;

/** A bar for the score of each drill, oldest first, with its time to detect below. */
const Comparison = ({ runs }: { readonly runs: readonly RunSummary[] }) => {
  const { t } = useTranslation();
  const tone = usePalette();
  const times = useTimes();
  const tall = (score: number): number => (score / 100) * (HEIGHT - 62);
  return (
    <svg
      viewBox={`0 0 ${Math.max(700, runs.length * STEP + 20)} ${HEIGHT}`}
      height={HEIGHT}
      role="img"
      aria-label={t('drills.compareLabel')}
    >
      {runs.map((run, n) => {
        const score = run.score ?? 0;
        const x = 10 + n * STEP;
        const top = HEIGHT - 40 - tall(score);
        const color = score >= 80 ? tone.good : score >= 60 ? tone.medium : tone.critical;
        return (
          <g key={run.id}>
            <rect x={x + 12} y={top} width={STEP - 34} height={tall(score)} rx={2} fill={color} />
            <text x={x + STEP / 2 - 5} y={top - 6} fontSize={12} textAnchor="middle" fill={tone.text}>
              {score}
            </text>
            <text x={x + STEP / 2 - 5} y={HEIGHT - 24} fontSize={11} textAnchor="middle" fill={tone.textSoft}>
              {run.number.slice(3)}
            </text>
            <text x={x + STEP / 2 - 5} y={HEIGHT - 8} fontSize={11} textAnchor="middle" fill={tone.textFaint}>
              {times.detect(run)}
            </text>
          </g>
        );
      })}
      <line x1={10} x2={runs.length * STEP + 10} y1={HEIGHT - 40} y2={HEIGHT - 40} stroke={tone.lineStrong} />
    </svg>
  );
};
