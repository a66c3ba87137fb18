import type { Review } from '@chedun/filing/contract';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { getGrading } from '../../api/filing.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { ReviewDialog } from './ReviewDialog.tsx';

/** Reviews by experts; one that is passed fixes the level. */
export const ReviewPanel = ({ id, writes }: { readonly id: string; readonly writes: 'may' | 'may-not' }) => {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const found = useQuery({ queryKey: ['filing', 'grading', id], queryFn: ({ signal }) => getGrading(id, signal) });
  const reviews = found.data?.reviews ?? [];
  const hasLevel = (found.data?.levels.length ?? 0) > 0;
  const button = writes === 'may' && (
    <Button disabled={!hasLevel} onClick={() => setOpen(true)}>
      {t('filing.reviewAdd')}
    </Button>
  );
  return (
    <Panel title={t('filing.review')} extra={button}>
      {reviews.length === 0 ? (
        <EmptyState size="small" title={t('filing.reviewEmpty')} hint={t('filing.reviewEmptyHint')} />
      ) : (
        <div className="stack">
          {reviews.map((review) => (
            <ReviewLine key={review.id} review={review} />
          ))}
        </div>
      )}
      {open && <ReviewDialog id={id} onClose={() => setOpen(false)} />}
    </Panel>
  );
};

const ReviewLine = ({ review }: { readonly review: Review }) => {
  const { t } = useTranslation();
  const { on, conclusion, level, votes, experts, minutes, opinion } = review;
  const said = [
    [t('filing.minutesMaterials'), minutes.materials],
    [t('filing.minutesDefence'), minutes.defence],
    [t('filing.minutesInquiry'), minutes.inquiry],
  ].filter(([, text]) => text !== '');
  return (
    <div>
      <div className="row" style={{ gap: 8 }}>
        <strong>{on}</strong>
        <Chip tone={conclusion === 'passed' ? 'good' : 'critical'}>{t(`filing.${conclusion}`)}</Chip>
        <span>{t('filing.levelOf', { level })}</span>
        <span className="soft">{t('filing.votes', votes)}</span>
        {opinion !== null && <span className="faint">{opinion.name}</span>}
      </div>
      <div className="soft">{experts.map(({ name, organisation }) => `${name} (${organisation})`).join(' · ')}</div>
      {said.map(([label, text]) => (
        <div key={label} className="faint">
          {label} · {text}
        </div>
      ))}
    </div>
  );
};
