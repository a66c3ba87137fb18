import type { AccessReview, AccessTask, SystemDetail } from '@chedun/access-reviews/contract';
import { useNavigate } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { monoColumn, shownColumn, textColumn, type Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { DecisionChip } from './parts.tsx';

const timeColumn = <Row,>(key: string, title: string, value: (row: Row) => string | null): Column<Row> =>
  shownColumn(
    key,
    title,
    (row) => value(row) ?? '',
    (row) => {
      const at = value(row);
      return at === null ? <span className="faint">-</span> : <TimeText at={at} />;
    },
    { width: 150 },
  );

const reviewColumns = (t: TFunction): readonly Column<AccessReview>[] => [
  shownColumn(
    'number',
    t('accessReviews.number'),
    ({ number }) => number ?? '',
    ({ number }) =>
      number ?? (
        <span className="chip" data-tone="info">
          {t('accessReviews.inProgress')}
        </span>
      ),
    { width: 90 },
  ),
  timeColumn('opened', t('accessReviews.openedAt'), ({ openedAt }) => openedAt),
  timeColumn('completed', t('accessReviews.completedAt'), ({ completedAt }) => completedAt),
  textColumn('by', t('accessReviews.completedBy'), ({ completedBy }) => completedBy, { width: 120 }),
  textColumn('accounts', t('accessReviews.accounts'), ({ items }) => items, { width: 80, align: 'right' }),
  shownColumn(
    'decisions',
    t('accessReviews.decisionsMade'),
    ({ decisions }) =>
      decisions.map(({ decision, count }) => `${t(`accessReviews.decisions.${decision}`)} ${count}`).join(' '),
    ({ decisions }) => (
      <span className="row wrap" style={{ gap: 4 }}>
        {decisions.map((each) => (
          <DecisionChip key={each.decision} {...each} />
        ))}
      </span>
    ),
  ),
  monoColumn('sm3', 'SM3', ({ sm3 }) => sm3.slice(0, 16), { width: 170 }),
];

/** Reviews of a system, the newest first. */
export const ReviewTable = ({ reviews }: Pick<SystemDetail, 'reviews'>) => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const columns = useMemo(() => reviewColumns(t), [t]);
  return (
    <Panel body="flush">
      <DataTable
        columns={columns}
        rows={reviews}
        rowKey={({ id }) => id}
        sorting="browser"
        exportName="access-reviews"
        onRow={({ id }) => void navigate({ to: '/access-reviews/reviews/$id', params: { id } })}
        empty={
          <EmptyState size="small" title={t('accessReviews.reviewsEmpty')} hint={t('accessReviews.reviewsEmptyHint')} />
        }
      />
    </Panel>
  );
};

const STATE_TONES = { open: 'info', held: 'critical', done: 'good', superseded: 'info' } as const;
const taskColumns = (t: TFunction): readonly Column<AccessTask>[] => [
  monoColumn('account', t('accessReviews.account'), ({ account }) => account, { width: 150 }),
  shownColumn(
    'decision',
    t('accessReviews.decision'),
    ({ decision }) => t(`accessReviews.decisions.${decision}`),
    ({ decision }) => <DecisionChip decision={decision} />,
    { width: 100 },
  ),
  textColumn('reason', t('accessReviews.reason'), ({ reason }) => reason),
  textColumn('by', t('accessReviews.decidedBy'), ({ decidedBy }) => decidedBy, { width: 110 }),
  timeColumn('due', t('accessReviews.taskDue'), ({ dueAt }) => dueAt),
  shownColumn(
    'state',
    t('accessReviews.taskState'),
    ({ state }) => t(`accessReviews.taskStates.${state}`),
    ({ state, note }) => (
      <div>
        <span className="chip" data-tone={STATE_TONES[state]}>
          {t(`accessReviews.taskStates.${state}`)}
        </span>
        {note !== '' && state !== 'done' && <div className="faint">{t('accessReviews.notCarried')}</div>}
      </div>
    ),
    { width: 190 },
  ),
  timeColumn('verified', t('accessReviews.verifiedAt'), ({ verifiedAt }) => verifiedAt),
];

/** What reviews decided, and whether it was carried out. */
export const TaskTable = ({ tasks }: Pick<SystemDetail, 'tasks'>) => {
  const { t } = useTranslation();
  const columns = useMemo(() => taskColumns(t), [t]);
  return (
    <Panel body="flush">
      <DataTable
        columns={columns}
        rows={tasks}
        rowKey={({ id }) => id}
        sorting="browser"
        exportName="access-tasks"
        minWidth={1_000}
        empty={
          <EmptyState size="small" title={t('accessReviews.tasksEmpty')} hint={t('accessReviews.tasksEmptyHint')} />
        }
      />
    </Panel>
  );
};

type Collection = SystemDetail['collections'][number];
const collectionColumns = (t: TFunction): readonly Column<Collection>[] => [
  timeColumn('at', t('accessReviews.collectedAt'), ({ at }) => at),
  textColumn('by', t('accessReviews.by'), ({ by }) => by, { width: 120 }),
  textColumn('source', t('accessReviews.source'), ({ source }) => source),
  textColumn('accounts', t('accessReviews.accounts'), ({ accounts }) => accounts, { width: 90, align: 'right' }),
  textColumn('refused', t('accessReviews.refusedRows'), ({ refused }) => refused, { width: 100, align: 'right' }),
  monoColumn('sm3', 'SM3', ({ sm3 }) => sm3.slice(0, 32), { width: 290 }),
];

/** Snapshots of a system, the newest first. */
export const CollectionTable = ({ collections }: Pick<SystemDetail, 'collections'>) => {
  const { t } = useTranslation();
  const columns = useMemo(() => collectionColumns(t), [t]);
  return (
    <Panel body="flush">
      <DataTable
        columns={columns}
        rows={collections}
        rowKey={({ at }) => at}
        sorting="browser"
        exportName="access-collections"
        empty={<EmptyState size="small" title={t('accessReviews.empty')} hint={t('accessReviews.emptyHint')} />}
      />
    </Panel>
  );
};
