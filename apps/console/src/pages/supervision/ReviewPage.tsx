import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { Skeleton, Steps } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Filing } from '@chedun/supervision/contract';
import { getFiling } from '../../api/supervision.ts';
import '../../styles/supervision.css';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { PageHead, Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { useWords } from '../documents/useWords.ts';
import { StateChip } from '../filing/parts.tsx';
import { ExpertsPanel } from './ExpertsPanel.tsx';
import { FormPanel } from './FormPanel.tsx';
import { ItemsPanel } from './ItemsPanel.tsx';
import { MachinePanel } from './MachinePanel.tsx';
import { OpinionsPanel } from './OpinionsPanel.tsx';
import { ReviewActions } from './ReviewActions.tsx';
import { CoursePanel, ReceiptsPanel, VersionsPanel } from './ReviewSide.tsx';

/** One filing under review: the form, what the machine found, what was asked for, opinions, experts, receipts, course. */
export const ReviewPage = () => {
  const { id } = useParams({ from: '/app/supervision/filings/$id' });
  const words = useWords();
  const found = useQuery({
    queryKey: ['supervision', 'filing', id],
    queryFn: ({ signal }) => getFiling(id, signal),
    refetchInterval: 15_000,
  });
  if (found.error !== null && found.data === undefined)
    return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  if (found.data === undefined) return <Skeleton active paragraph={{ rows: 12 }} />;
  const { data } = found;
  const { filing } = data;
  return (
    <div className="page stack">
      <PageHead
        title={
          <span className="row" style={{ gap: 10 }}>
            {words(filing.title)} <StateChip state={filing.state} />
          </span>
        }
        about={<Head data={data} />}
        extra={<ReviewActions data={data} />}
      />
      <Course data={data} />
      <div className="review-columns">
        <div className="stack">
          <MachinePanel data={data} />
          <ItemsPanel data={data} />
          <FormPanel data={data} />
        </div>
        <div className="stack">
          <OpinionsPanel data={data} />
          <ExpertsPanel data={data} />
          <ReceiptsPanel data={data} />
          <VersionsPanel data={data} />
          <CoursePanel data={data} />
        </div>
      </div>
    </div>
  );
};

const Head = ({ data: { filing } }: { readonly data: Filing }) => {
  const { t } = useTranslation();
  const words = useWords();
  const { enterprise, kindTitle, version, dueOn, overdue } = filing;
  return (
    <span className="row" style={{ gap: 10 }}>
      <span>
        {enterprise.name} · {words(kindTitle)} · {t('supervision.versionOf', { version })}
        {dueOn !== null && ` · ${t('supervision.due')} ${dueOn}`}
      </span>
      {overdue && <Chip tone="critical">{t('supervision.overdue')}</Chip>}
    </span>
  );
};

const AT: Readonly<Partial<Record<Filing['filing']['state'], number>>> = {
  received: 0,
  checking: 1,
  supplement: 1,
  experts: 2,
  numbered: 4,
  superseded: 4,
  cancelled: 4,
  rejected: 3,
};

const Course = ({ data: { filing, experts, votes } }: { readonly data: Filing }) => {
  const { t } = useTranslation();
  const steps = [
    { at: 0, title: t('supervision.actions.receive'), content: filing.acceptance },
    {
      at: 1,
      title: t('filing.states.checking'),
      content: filing.rounds > 0 ? t('supervision.round', { round: filing.rounds }) : '',
    },
    ...(experts === 'needed' || filing.state === 'experts' || votes.length > 0
      ? [{ at: 2, title: t('filing.states.experts'), content: '' }]
      : []),
    { at: 3, title: t('supervision.actions.number'), content: filing.number },
  ];
  const at = AT[filing.state] ?? 0;
  const current = steps.findIndex((step) => step.at >= at);
  const bad = filing.state === 'supplement' || filing.state === 'rejected';
  return (
    <Panel>
      <Steps
        size="small"
        current={at === 4 ? steps.length : current}
        status={bad ? 'error' : 'process'}
        items={steps.map(({ title, content }) => ({ title, ...(content === '' ? {} : { content }) }))}
      />
    </Panel>
  );
};
