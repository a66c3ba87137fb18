import {
  accessReviewPermissions,
  ItemQuery,
  type AccessReview,
  type Decision,
  type ReviewItem,
} from '@chedun/access-reviews/contract';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Button, Popconfirm, Progress, Segmented, Skeleton } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  completeAccessReview,
  decideAccess,
  downloadReviewRecord,
  getAccessReview,
  listReviewItems,
} from '../../api/accessReviews.ts';
import { useMay } from '../../app/session.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { PageHead, Panel } from '../../ui/Panel.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { useSay } from '../../ui/useSay.ts';
import { DecisionChip } from './parts.tsx';
import { ReasonDialog } from './ReasonDialog.tsx';
import { ReviewItems } from './ReviewItems.tsx';

const SHOWS = ItemQuery.shape.show.unwrap().options;
type Show = (typeof SHOWS)[number];

/** One review: each account is kept, reduced, disabled or removed, by mouse or by keys. */
export const ReviewPage = () => {
  const { id } = useParams({ from: '/app/access-reviews/reviews/$id' });
  const { data, error, refetch } = useQuery({
    queryKey: ['access-reviews', 'review', id],
    queryFn: ({ signal }) => getAccessReview(id, signal),
  });
  if (error !== null && data === undefined) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton active paragraph={{ rows: 12 }} />;
  return <Review review={data} />;
};

const Review = ({ review }: { readonly review: AccessReview }) => {
  const { t } = useTranslation();
  const mayDecide = useMay()(accessReviewPermissions.decide) && review.state === 'open';
  return (
    <div className="page stack">
      <PageHead
        title={t('accessReviews.reviewTitle', { name: review.systemName })}
        about={<About review={review} />}
        extra={<Actions review={review} mayDecide={mayDecide} />}
      />
      <Standing review={review} />
      <Items review={review} mayDecide={mayDecide} />
    </div>
  );
};

const About = ({ review }: { readonly review: AccessReview }) => {
  const { t } = useTranslation();
  return (
    <span className="row wrap" style={{ gap: 10 }}>
      <Link to="/access-reviews/$id" params={{ id: review.system }}>
        {review.systemName}
      </Link>
      {review.number === null ? (
        <span>
          {t('accessReviews.due')} <TimeText at={review.dueAt} />
        </span>
      ) : (
        <span className="mono">
          {t('accessReviews.chained', { number: review.number, sm3: review.sm3.slice(0, 16) })}
        </span>
      )}
    </span>
  );
};

const Standing = ({ review: { items, decided, flaggedLeft, decisions } }: { readonly review: AccessReview }) => {
  const { t } = useTranslation();
  return (
    <Panel>
      <div className="row wrap" style={{ gap: 16 }}>
        <Progress
          percent={items === 0 ? 100 : Math.floor((decided / items) * 100)}
          style={{ width: 260, margin: 0 }}
          aria-label={t('accessReviews.progress', { decided, items })}
        />
        <span className="tabular">{t('accessReviews.progress', { decided, items })}</span>
        {flaggedLeft > 0 && (
          <span className="chip" data-tone="medium">
            {t('accessReviews.flaggedLeft', { count: flaggedLeft })}
          </span>
        )}
        {decisions.map((each) => (
          <DecisionChip key={each.decision} {...each} />
        ))}
      </div>
    </Panel>
  );
};

const useDecide = (id: string, onDone: () => void = () => undefined) => {
  const say = useSay();
  const client = useQueryClient();
  return useMutation({
    mutationFn: decideAccess,
    onSuccess: async (review) => {
      onDone();
      client.setQueryData(['access-reviews', 'review', id], review);
      await client.invalidateQueries({ queryKey: ['access-reviews', 'items', id] });
    },
    onError: say.problem,
  });
};

const Actions = ({ review, mayDecide }: { readonly review: AccessReview; readonly mayDecide: boolean }) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const decide = useDecide(review.id);
  const complete = useMutation({
    mutationFn: completeAccessReview,
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['access-reviews'] });
      say.done(t('accessReviews.completed'));
    },
    onError: say.problem,
  });
  const record = useMutation({ mutationFn: downloadReviewRecord, onError: say.problem });
  if (review.state === 'completed')
    return <Button onClick={() => record.mutate(review.id)}>{t('accessReviews.record')}</Button>;
  if (!mayDecide) return null;
  const isDone = review.decided === review.items;
  return (
    <>
      <Button
        loading={decide.isPending}
        onClick={() => decide.mutate({ id: review.id, body: { kind: 'unflagged', decision: 'keep', reason: '' } })}
      >
        {t('accessReviews.keepUnflagged')}
      </Button>
      <Popconfirm
        title={t('accessReviews.askComplete')}
        disabled={!isDone}
        onConfirm={() => complete.mutate(review.id)}
      >
        <Button type="primary" disabled={!isDone} loading={complete.isPending}>
          {t('accessReviews.complete')}
        </Button>
      </Popconfirm>
    </>
  );
};

const Items = ({ review, mayDecide }: { readonly review: AccessReview; readonly mayDecide: boolean }) => {
  const { t } = useTranslation();
  const [show, setShow] = useState<Show>('all');
  const [asked, setAsked] = useState<{ readonly item: ReviewItem; readonly decision: Decision }>();
  const decide = useDecide(review.id, () => setAsked(undefined));
  const found = useInfiniteQuery({
    queryKey: ['access-reviews', 'items', review.id, show],
    queryFn: ({ pageParam, signal }) =>
      listReviewItems(review.id, { show, ...(pageParam === '' ? {} : { cursor: pageParam }) }, signal),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  });
  const send = (item: ReviewItem, decision: Decision, reason: string): void =>
    decide.mutate({ id: review.id, body: { kind: 'named', accounts: [item.name], decision, reason } });
  const choose = (item: ReviewItem, decision: Decision): void => {
    if (decision === 'keep' && item.flags.length === 0) send(item, decision, '');
    else setAsked({ item, decision });
  };
  return (
    <Panel
      body="flush"
      title={
        <Segmented
          value={show}
          onChange={setShow}
          options={SHOWS.map((value) => ({ value, label: t(`accessReviews.show.${value}`) }))}
        />
      }
      hint={mayDecide ? t('accessReviews.keys') : undefined}
    >
      <ReviewItems
        found={found}
        onDecide={mayDecide && asked === undefined ? choose : undefined}
        mayDecide={mayDecide}
        isLeft={show !== 'undecided'}
      />
      {asked !== undefined && (
        <ReasonDialog
          {...asked}
          isSending={decide.isPending}
          onClose={() => setAsked(undefined)}
          onReason={(reason) => send(asked.item, asked.decision, reason)}
        />
      )}
    </Panel>
  );
};
