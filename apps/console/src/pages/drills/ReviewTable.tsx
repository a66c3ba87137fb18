import type { ReviewSummary } from '@chedun/drills/contract';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { listReviews } from '../../api/drills.ts';
import { useCursorList } from '../../app/useCursorList.ts';
import { monoColumn, shownColumn, textColumn, type Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';

/** After-action reviews of drills and incidents, newest first. */
export const ReviewTable = () => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const list = useCursorList(['drills', 'reviews'], (cursor, signal) => listReviews({ cursor, limit: 100 }, signal));
  const columns: Column<ReviewSummary>[] = [
    monoColumn('number', t('drills.number'), ({ number }) => number, { width: 150 }),
    textColumn('title', t('drills.subject'), ({ title }) => title),
    textColumn('kind', '', ({ subject }) => t(`drills.subjects.${subject.kind}`), { width: 80 }),
    shownColumn(
      'state',
      t('drills.state'),
      ({ state }) => t(`drills.reviewStates.${state}`),
      ({ state }) => <Chip tone={state === 'signed' ? 'good' : 'medium'}>{t(`drills.reviewStates.${state}`)}</Chip>,
      { width: 100 },
    ),
    shownColumn(
      'items',
      t('drills.items'),
      ({ openItems }) => openItems,
      ({ items, openItems, overdueItems }) => (
        <span className="row nowrap">
          {items - openItems}/{items}
          {overdueItems > 0 && <Chip tone="critical">{`${t('drills.itemStates.overdue')} ${overdueItems}`}</Chip>}
        </span>
      ),
      { width: 150 },
    ),
    shownColumn(
      'createdAt',
      t('drills.startedAt'),
      ({ createdAt }) => createdAt,
      ({ createdAt }) => <TimeText at={createdAt} />,
      { width: 180 },
    ),
  ];
  return (
    <Panel title={t('drills.reviews')} body="flush">
      <DataTable
        columns={columns}
        rows={list.rows}
        rowKey={({ id }) => id}
        error={list.error}
        onRetry={list.onRetry}
        more={list.more}
        exportName="after-action-reviews"
        onRow={({ id }) => void navigate({ to: '/reviews/$id', params: { id } })}
        empty={<EmptyState title={t('drills.reviewsEmpty')} hint={t('drills.reviewsEmptyHint')} />}
      />
    </Panel>
  );
};
