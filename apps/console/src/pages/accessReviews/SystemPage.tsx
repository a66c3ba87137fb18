import { accessReviewPermissions, type AccessSystem, type SystemDetail } from '@chedun/access-reviews/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { Button, Popconfirm, Skeleton, Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import { getAccessSystem, openAccessReview, removeAccessSystem } from '../../api/accessReviews.ts';
import { useMay } from '../../app/session.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Kpi, PageHead } from '../../ui/Panel.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { useSay } from '../../ui/useSay.ts';
import { AccountTable } from './AccountTable.tsx';
import { CollectionTable, ReviewTable, TaskTable } from './HistoryTables.tsx';

/** One system: accounts with their flags, reviews, what is to be carried out, collections. */
export const SystemPage = () => {
  const { id } = useParams({ from: '/app/access-reviews/$id' });
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery({
    queryKey: ['access-reviews', 'one', id],
    queryFn: ({ signal }) => getAccessSystem(id, signal),
  });
  if (error !== null && data === undefined) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton active paragraph={{ rows: 12 }} />;
  const { system } = data;
  return (
    <div className="page stack">
      <PageHead
        title={system.name}
        about={
          <span className="row wrap" style={{ gap: 10 }}>
            <Link to="/access-reviews">{t('accessReviews.back')}</Link>
            <span>
              {t(`accessReviews.origins.${system.origin}`)} · {system.source}
            </span>
            <span className="mono faint">SM3 {system.sm3.slice(0, 16)}</span>
          </span>
        }
        extra={<Actions system={system} />}
      />
      <Figures system={system} />
      <Details detail={data} />
    </div>
  );
};

const Details = ({ detail: { system, reviews, tasks, collections } }: { readonly detail: SystemDetail }) => {
  const { t } = useTranslation();
  const items = [
    { key: 'accounts', children: <AccountTable system={system.id} /> },
    { key: 'reviews', children: <ReviewTable reviews={reviews} /> },
    { key: 'tasks', children: <TaskTable tasks={tasks} /> },
    { key: 'collections', children: <CollectionTable collections={collections} /> },
  ] as const;
  return <Tabs items={items.map((each) => ({ ...each, label: t(`accessReviews.tabs.${each.key}`) }))} />;
};

const Actions = ({ system: { id, openReview, origin } }: { readonly system: AccessSystem }) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const navigate = useNavigate();
  const mayWrite = useMay()(accessReviewPermissions.write);
  const show = (review: string) => navigate({ to: '/access-reviews/reviews/$id', params: { id: review } });
  const open = useMutation({
    mutationFn: openAccessReview,
    onSuccess: async (review) => {
      await client.invalidateQueries({ queryKey: ['access-reviews'] });
      await show(review.id);
    },
    onError: say.problem,
  });
  const remove = useMutation({
    mutationFn: removeAccessSystem,
    onSuccess: async () => {
      await navigate({ to: '/access-reviews' });
      await client.invalidateQueries({ queryKey: ['access-reviews', 'all'] });
    },
    onError: say.problem,
  });
  return (
    <>
      {mayWrite && origin !== 'own' && (
        <Popconfirm title={t('accessReviews.askRemove')} onConfirm={() => remove.mutate(id)}>
          <Button danger loading={remove.isPending}>
            {t('accessReviews.remove')}
          </Button>
        </Popconfirm>
      )}
      {openReview !== null && (
        <Button type="primary" onClick={() => void show(openReview)}>
          {t('accessReviews.goOn')}
        </Button>
      )}
      {openReview === null && mayWrite && (
        <Button type="primary" loading={open.isPending} onClick={() => open.mutate(id)}>
          {t('accessReviews.start')}
        </Button>
      )}
    </>
  );
};

const Figures = ({ system }: { readonly system: AccessSystem }) => {
  const { t } = useTranslation();
  const { accounts, flagged, tasks, tasksHeld, reviewedAt, dueAt, collectedAt } = system;
  const small = { fontSize: 16 };
  return (
    <div className="kpis">
      <Kpi label={t('accessReviews.accounts')} value={accounts} />
      <Kpi label={t('accessReviews.flagged')} value={flagged} tone={flagged > 0 ? 'medium' : 'good'} />
      <Kpi
        label={t('accessReviews.tasks')}
        value={tasks}
        tone={tasksHeld > 0 ? 'critical' : 'good'}
        note={tasksHeld > 0 ? `${t('accessReviews.late')} ${tasksHeld}` : undefined}
      />
      <Kpi
        label={t('accessReviews.collectedAt')}
        value={
          <span style={small}>
            <TimeText at={collectedAt} />
          </span>
        }
      />
      <Kpi
        label={t('accessReviews.dueAt')}
        value={
          <span style={small}>
            <TimeText at={dueAt} />
          </span>
        }
        note={reviewedAt === null ? t('accessReviews.never') : undefined}
      />
    </div>
  );
};
