import { accessReviewPermissions, type AccessSystem } from '@chedun/access-reviews/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import type { TFunction } from 'i18next';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { collectOwnAccounts, getAccessOverview } from '../../api/accessReviews.ts';
import { useMay } from '../../app/session.ts';
import { shownColumn, textColumn, type Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { PageHead, Panel } from '../../ui/Panel.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { useNow } from '../../ui/useNow.ts';
import { useSay } from '../../ui/useSay.ts';
import { ImportAccounts } from './ImportAccounts.tsx';
import { FlagChip } from './parts.tsx';
import { SettingsDialog } from './SettingsDialog.tsx';

const SHOWN = 3;

const timesOf = (t: TFunction, now: number): readonly Column<AccessSystem>[] => [
  shownColumn(
    'collected',
    t('accessReviews.collectedAt'),
    ({ collectedAt }) => collectedAt,
    ({ collectedAt }) => <TimeText at={collectedAt} />,
    { width: 145 },
  ),
  shownColumn(
    'reviewed',
    t('accessReviews.reviewedAt'),
    ({ reviewedAt }) => reviewedAt ?? '',
    ({ reviewedAt, openReview }) => (
      <span className="row wrap" style={{ gap: 6 }}>
        {reviewedAt === null ? <span className="faint">{t('accessReviews.never')}</span> : <TimeText at={reviewedAt} />}
        {openReview !== null && (
          <span className="chip" data-tone="info">
            {t('accessReviews.reviewOpen')}
          </span>
        )}
      </span>
    ),
    { width: 145 },
  ),
  shownColumn(
    'due',
    t('accessReviews.dueAt'),
    ({ dueAt }) => dueAt,
    ({ dueAt }) => (
      <span className="row wrap" style={{ gap: 6 }}>
        <TimeText at={dueAt} />
        {Date.parse(dueAt) < now && (
          <span className="chip" data-tone="critical">
            {t('accessReviews.overdue')}
          </span>
        )}
      </span>
    ),
    { width: 150 },
  ),
  shownColumn(
    'tasks',
    t('accessReviews.tasks'),
    ({ tasks }) => tasks,
    ({ tasks, tasksHeld }) =>
      tasksHeld > 0 ? (
        <span className="chip" data-tone="critical">
          {t('accessReviews.late')} {tasksHeld}
        </span>
      ) : (
        tasks
      ),
    { width: 100, align: 'right' },
  ),
];

const columnsOf = (t: TFunction, now: number): readonly Column<AccessSystem>[] => [
  textColumn('name', t('accessReviews.system'), ({ name }) => name),
  textColumn('origin', t('accessReviews.origin'), ({ origin }) => t(`accessReviews.origins.${origin}`), { width: 100 }),
  textColumn('accounts', t('accessReviews.accounts'), ({ accounts }) => accounts, { width: 70, align: 'right' }),
  shownColumn(
    'flagged',
    t('accessReviews.flagged'),
    ({ flagged }) => flagged,
    ({ flagged }) => (
      <span className="chip" data-tone={flagged > 0 ? 'medium' : 'good'}>
        {flagged}
      </span>
    ),
    { width: 80, align: 'right' },
  ),
  shownColumn(
    'main',
    t('accessReviews.main'),
    ({ counts }) => counts.map(({ rule, count }) => `${t(`accessReviews.rules.${rule}`)} ${count}`).join(' '),
    ({ counts }) => (
      <span className="row wrap" style={{ gap: 4 }}>
        {counts.slice(0, SHOWN).map(({ rule, count }) => (
          <FlagChip key={rule} rule={rule} count={count} />
        ))}
      </span>
    ),
    { width: 265 },
  ),
  ...timesOf(t, now),
];

const useCollect = () => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  return useMutation({
    mutationFn: collectOwnAccounts,
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['access-reviews'] });
      say.done(t('accessReviews.collected'));
    },
    onError: say.problem,
  });
};

/** 访问权限审查: systems with their accounts, flags and reviews. */
export const SystemsPage = () => {
  const { t } = useTranslation();
  const mayWrite = useMay()(accessReviewPermissions.write);
  const navigate = useNavigate();
  const [dialog, setDialog] = useState<'import' | 'settings'>();
  const now = useNow(60_000);
  const columns = useMemo(() => columnsOf(t, now), [t, now]);
  const collect = useCollect();
  const { data, error, refetch } = useQuery({
    queryKey: ['access-reviews', 'all'],
    queryFn: ({ signal }) => getAccessOverview(signal),
  });
  const actions = mayWrite && (
    <>
      <Button loading={collect.isPending} onClick={() => collect.mutate()}>
        {t('accessReviews.collectOwn')}
      </Button>
      <Button type="primary" onClick={() => setDialog('import')}>
        {t('accessReviews.import')}
      </Button>
    </>
  );
  return (
    <div className="page">
      <PageHead
        title={t('nav.accessReviews')}
        about={t('accessReviews.about')}
        extra={
          mayWrite && (
            <>
              <Button onClick={() => setDialog('settings')}>{t('accessReviews.settings')}</Button>
              {actions}
            </>
          )
        }
      />
      <Panel body="flush">
        <DataTable
          columns={columns}
          rows={data?.systems}
          rowKey={({ id }) => id}
          error={error}
          onRetry={() => void refetch()}
          sorting="browser"
          exportName="access-systems"
          minWidth={1_150}
          onRow={({ id }) => void navigate({ to: '/access-reviews/$id', params: { id } })}
          empty={<EmptyState title={t('accessReviews.empty')} hint={t('accessReviews.emptyHint')} action={actions} />}
        />
      </Panel>
      {dialog === 'import' && <ImportAccounts onClose={() => setDialog(undefined)} />}
      {dialog === 'settings' && data !== undefined && (
        <SettingsDialog overview={data} onClose={() => setDialog(undefined)} />
      )}
    </div>
  );
};
