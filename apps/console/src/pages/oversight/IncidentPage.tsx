import type { Incident } from '@chedun/oversight/contract';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Skeleton, Timeline } from 'antd';
import { useTranslation } from 'react-i18next';
import { getSupervisedIncident } from '../../api/oversight.ts';
import '../../styles/supervision.css';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { PageHead, Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { useWords } from '../documents/useWords.ts';
import { IncidentActions } from './IncidentActions.tsx';
import { LevelPanel, MissingPanel, RelayPanel, TimingPanel } from './IncidentPanels.tsx';
import { LevelChip } from './parts.tsx';

/** An incident of an enterprise: level, timing, relays, what is missing, reports, course. */
export const IncidentPage = () => {
  const { id } = useParams({ from: '/app/oversight/incidents/$id' });
  const { t } = useTranslation();
  const found = useQuery({
    queryKey: ['oversight', 'incident', id],
    queryFn: ({ signal }) => getSupervisedIncident(id, signal),
    refetchInterval: 10_000,
  });
  if (found.error !== null && found.data === undefined)
    return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  if (found.data === undefined) return <Skeleton active paragraph={{ rows: 12 }} />;
  const { data } = found;
  const { incident } = data;
  return (
    <div className="page stack">
      <PageHead
        title={
          <span className="row" style={{ gap: 10 }}>
            {incident.name}
            {incident.lateMinutes > 0 && (
              <Chip tone="critical">{t('oversight.late', { minutes: incident.lateMinutes })}</Chip>
            )}
            {incident.state === 'closed' && <Chip tone="good">{t('oversight.incident.states.closed')}</Chip>}
          </span>
        }
        about={`${incident.enterprise.name} · ${incident.number} · ${t(`oversight.incident.operators.${data.operator}`)}`}
        extra={<IncidentActions data={data} />}
      />
      <div className="review-columns">
        <div className="stack">
          <LevelPanel data={data} />
          <RelayPanel data={data} />
          <ReportsPanel data={data} />
        </div>
        <div className="stack">
          <TimingPanel data={data} />
          <MissingPanel data={data} />
          <CoursePanel data={data} />
        </div>
      </div>
    </div>
  );
};

const ReportsPanel = ({ data: { reports } }: { readonly data: Incident }) => {
  const { t } = useTranslation();
  const words = useWords();
  return (
    <Panel title={t('oversight.incident.reportsPanel')}>
      <div className="stack" style={{ gap: 8 }}>
        {reports.map((each) => (
          <div key={each.id}>
            <Chip tone="info">
              {t(`oversight.incident.regimes.${each.regime}`)} · {t(`oversight.incident.kinds.${each.kind}`)}
            </Chip>{' '}
            <LevelChip level={each.level} none="" />{' '}
            <Link to="/supervision/filings/$id" params={{ id: each.filing }}>
              {words(each.title)}
            </Link>{' '}
            <span className="faint">
              <TimeText at={each.receivedAt} />
            </span>
          </div>
        ))}
      </div>
    </Panel>
  );
};

const CoursePanel = ({ data: { steps } }: { readonly data: Incident }) => {
  const { t } = useTranslation();
  return (
    <Panel title={t('oversight.incident.course')}>
      <Timeline
        items={steps.map(({ at, by, text }) => ({
          content: (
            <span>
              {text}
              <div className="faint">
                <TimeText at={at} /> · {by === 'system' ? t('oversight.system') : by}
              </div>
            </span>
          ),
        }))}
      />
    </Panel>
  );
};
