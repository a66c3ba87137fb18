import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { getFinding } from '../../api/governance.ts';
import { usePreferences } from '../../app/preferences.ts';
import { techniquesOf } from '../../lib/findings.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { PageHead } from '../../ui/Panel.tsx';
import { Chip, SeverityTag, StatusTag } from '../../ui/Tags.tsx';
import { EvidencePanel } from './EvidencePanel.tsx';
import { HandlingPanel } from './HandlingPanel.tsx';
import { HistoryPanel } from './HistoryPanel.tsx';
import { IncidentButton } from './IncidentButton.tsx';
import { PlaybookPanel } from './PlaybookPanel.tsx';
import { FactsPanel, RulePanel } from './RulePanel.tsx';
import { findingTitle } from './useFindingColumns.tsx';

/** One finding: what happened and why it matched on the left, what people do about it on the right. */
export const FindingPage = () => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const { id = '' } = useParams({ strict: false });
  const query = useQuery({
    queryKey: ['finding', id],
    queryFn: ({ signal }) => getFinding(id, signal),
    refetchInterval: 30_000,
  });
  const finding = query.data;
  if (finding === undefined) {
    return (
      <div className="page">
        {query.error === null ? (
          <Skeleton active paragraph={{ rows: 12 }} />
        ) : (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        )}
      </div>
    );
  }
  return (
    <div className="page">
      <PageHead
        title={
          <span className="row wrap">
            <SeverityTag severity={finding.severity} />
            {findingTitle(finding, language)}
            <StatusTag status={finding.status} />
          </span>
        }
        about={
          <span className="row wrap" style={{ gap: 6, marginTop: 4 }}>
            <Link to={finding.kind === 'alert' ? '/alerts' : '/findings'}>{t('findings.back')}</Link>
            <Chip>{t(`findingKind.${finding.kind}`)}</Chip>
            {techniquesOf(finding.tags).map((technique) => (
              <Chip key={technique} tone="primary">
                {technique}
              </Chip>
            ))}
          </span>
        }
        extra={<IncidentButton finding={finding} />}
      />
      <div className="grid" style={{ gridTemplateColumns: 'minmax(0, 1fr) 360px', alignItems: 'start' }}>
        <EvidencePanel finding={finding} />
        <div className="stack">
          <HandlingPanel finding={finding} />
          <PlaybookPanel finding={finding.id} />
          <RulePanel finding={finding} />
          <FactsPanel finding={finding} />
          <HistoryPanel finding={finding} />
        </div>
      </div>
    </div>
  );
};
