import { drillPermissions, type Review, type ReviewText } from '@chedun/drills/contract';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Alert, Button, Form, Input, Popconfirm, Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { getReview, reviewWork } from '../../api/drills.ts';
import { useMay } from '../../app/session.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { PageHead, Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { ItemPanel } from './ItemPanel.tsx';
import { reviewKey, useReviewWork } from './useReviewWork.ts';

/** 复盘: what happened (by the machine), what went well and badly and why, what has to be improved, two signatures. */
export const ReviewPage = () => {
  const { id } = useParams({ from: '/app/reviews/$id' });
  const review = useQuery({
    queryKey: reviewKey(id),
    queryFn: ({ signal }) => getReview(id, signal),
    refetchInterval: 15_000,
  });
  if (review.data !== undefined) return <Loaded review={review.data} />;
  return (
    <div className="page">
      {review.error === null ? (
        <Skeleton active paragraph={{ rows: 12 }} />
      ) : (
        <ErrorState error={review.error} onRetry={() => void review.refetch()} />
      )}
    </div>
  );
};

const SubjectLink = ({ review: { subject, number } }: { readonly review: Review }) =>
  subject.kind === 'drill' ? (
    <Link to="/drills/$id" params={{ id: subject.id }} className="mono">
      {number}
    </Link>
  ) : (
    <Link to="/incidents/$id" params={{ id: subject.id }} className="mono">
      {number}
    </Link>
  );

const Loaded = ({ review }: { readonly review: Review }) => {
  const { t } = useTranslation();
  const writes = useMay()(drillPermissions.review) && review.state === 'open';
  const sign = useReviewWork(() => reviewWork.sign(review.id));
  const missing = 2 - review.signatures.length;
  return (
    <div className="page stack">
      <PageHead
        title={
          <span className="row wrap">
            {`${t('drills.review')} · ${review.title}`}
            <Chip tone={review.state === 'signed' ? 'good' : 'medium'}>{t(`drills.reviewStates.${review.state}`)}</Chip>
          </span>
        }
        about={
          <span className="row wrap" style={{ gap: 10 }}>
            {t(`drills.subjects.${review.subject.kind}`)} <SubjectLink review={review} />
          </span>
        }
        extra={
          writes && (
            <Popconfirm title={t('drills.askSign')} onConfirm={() => sign.mutate(undefined)}>
              <Button type="primary" loading={sign.isPending}>
                {t('drills.sign')}
              </Button>
            </Popconfirm>
          )
        }
      />
      {review.state === 'open' && <Alert type="info" showIcon title={t('drills.needsTwo', { count: missing })} />}
      <Panel title={t('drills.milestones')}>
        <Milestones milestones={review.milestones} />
      </Panel>
      <TextPanel key={review.state} review={review} writes={writes} />
      <ItemPanel review={review} writes={writes} />
      {review.signatures.length > 0 && (
        <Panel title={t('drills.signatures')}>
          {review.signatures.map(({ by, at }) => (
            <div key={by} className="row">
              <span>{t('drills.signatureLine', { by })}</span>
              <TimeText at={at} />
            </div>
          ))}
        </Panel>
      )}
    </div>
  );
};

/** The moments of the records, in order, with the minutes between the first and each. */
const Milestones = ({ milestones }: Pick<Review, 'milestones'>) => {
  const { t } = useTranslation();
  return (
    <ol
      className="grid"
      style={{ gridTemplateColumns: `repeat(${milestones.length}, minmax(0, 1fr))`, gap: 8, margin: 0, padding: 0 }}
    >
      {milestones.map(({ key, at, minutes }) => (
        <li key={key} className="panel" style={{ listStyle: 'none', padding: '8px 10px' }}>
          <div className="row nowrap" style={{ gap: 6 }} data-tone={at === null ? 'info' : 'good'}>
            <span className="dot" />
            <strong>{t(`drills.milestone.${key}`)}</strong>
          </div>
          {at === null ? (
            <span className="faint">{t('drills.notHappened')}</span>
          ) : (
            <>
              <div>{t('drills.plusMinutes', { n: minutes ?? 0 })}</div>
              <div className="faint">
                <TimeText at={at} />
              </div>
            </>
          )}
        </li>
      ))}
    </ol>
  );
};

const PARTS = ['well', 'badly', 'causes'] as const;

const TextPanel = ({ review, writes }: { readonly review: Review; readonly writes: boolean }) => {
  const { t } = useTranslation();
  const save = useReviewWork((text: ReviewText) => reviewWork.write(review.id, text));
  const { well, badly, causes } = review;
  return (
    <Panel>
      <Form<ReviewText>
        layout="vertical"
        disabled={!writes}
        initialValues={{ well, badly, causes }}
        onFinish={(text) => save.mutate(text)}
      >
        <div className="grid" style={{ gridTemplateColumns: 'repeat(3, minmax(0, 1fr))', gap: 12 }}>
          {PARTS.map((part) => (
            <Form.Item key={part} name={part} label={t(`drills.${part}`)}>
              <Input.TextArea rows={5} maxLength={4000} />
            </Form.Item>
          ))}
        </div>
        {writes && (
          <Button htmlType="submit" loading={save.isPending}>
            {t('common.save')}
          </Button>
        )}
      </Form>
    </Panel>
  );
};
