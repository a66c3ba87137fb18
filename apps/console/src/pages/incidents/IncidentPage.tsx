import { incidentPermissions, type Incident } from '@chedun/incidents/contract';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Alert, Button, Popconfirm, Skeleton, Tabs } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { exportIncident, getIncident, incidentWork } from '../../api/incidents.ts';
import { useMay } from '../../app/session.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { PageHead } from '../../ui/Panel.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { IncidentReview } from '../drills/IncidentReview.tsx';
import { IncidentCalls } from '../duty-roster/IncidentCalls.tsx';
import { CallDialog } from './CallDialog.tsx';
import { ClocksPanel } from './ClocksPanel.tsx';
import { EvidencePanel } from './EvidencePanel.tsx';
import { GradingPanel } from './GradingPanel.tsx';
import { IncidentLevel, IncidentStateTag } from './parts.tsx';
import { PlaybooksPanel } from './PlaybooksPanel.tsx';
import { RecoveryPanel } from './RecoveryPanel.tsx';
import { ReportsPanel } from './ReportsPanel.tsx';
import { StateDialog } from './StateDialog.tsx';
import { TimelinePanel } from './TimelinePanel.tsx';
import { useWork } from './useWork.ts';
import '../../styles/incidents.css';

/** One incident: what runs out, how heavy it is, whom to tell, what was done. */
export const IncidentPage = () => {
  const { id } = useParams({ from: '/app/incidents/$id' });
  const incident = useQuery({
    queryKey: ['incidents', 'one', id],
    queryFn: ({ signal }) => getIncident(id, signal),
    refetchInterval: 15_000,
  });
  if (incident.data !== undefined) return <Loaded incident={incident.data} />;
  return (
    <div className="page">
      {incident.error === null ? (
        <Skeleton active paragraph={{ rows: 12 }} />
      ) : (
        <ErrorState error={incident.error} onRetry={() => void incident.refetch()} />
      )}
    </div>
  );
};

const Loaded = ({ incident }: { readonly incident: Incident }) => {
  const { t } = useTranslation();
  const handles = useMay()(incidentPermissions.handle);
  return (
    <div className="page">
      <PageHead
        title={
          <span className="row wrap">
            {incident.title}
            <IncidentStateTag state={incident.state} />
          </span>
        }
        about={
          <span className="row wrap" style={{ gap: 10, marginTop: 4 }}>
            <Link to="/incidents">{t('incidents.back')}</Link>
            <span className="mono">{incident.number}</span>
            <span>
              {t('incidents.miit')} <IncidentLevel level={incident.miitLevel} />
            </span>
            <span>
              {t('incidents.cac')} <IncidentLevel level={incident.cacLevel} />
            </span>
            <span>
              {t('incidents.knownAt')} <TimeText at={incident.knownAt} />
            </span>
          </span>
        }
        extra={<Actions incident={incident} />}
      />
      {incident.planStartedAt === null && incident.state !== 'closed' && (
        <Alert type="error" showIcon title={t('incidents.planMissing')} style={{ marginBottom: 12 }} />
      )}
      <div className="grid incident-grid">
        <Tabs
          items={[
            { key: 'grading', label: t('incidents.tabs.grading'), children: <GradingPanel incident={incident} /> },
            { key: 'reports', label: t('incidents.tabs.reports'), children: <ReportsPanel incident={incident} /> },
            {
              key: 'evidence',
              label: t('incidents.tabs.evidence'),
              children: <EvidencePanel incident={incident} writes={handles} />,
            },
            {
              key: 'recovery',
              label: t('incidents.tabs.recovery'),
              children: <RecoveryPanel incident={incident} writes={handles} />,
            },
          ]}
        />
        <div className="stack">
          <ClocksPanel incident={incident} />
          <IncidentCalls incident={incident} />
          <PlaybooksPanel incident={incident} />
          <TimelinePanel incident={incident} writes={handles} />
        </div>
      </div>
    </div>
  );
};

const Actions = ({ incident }: { readonly incident: Incident }) => {
  const { t } = useTranslation();
  const may = useMay();
  const [asked, setAsked] = useState<'call' | 'state'>();
  const plan = useWork(() => incidentWork.plan(incident.id));
  const handles = may(incidentPermissions.handle) && incident.state !== 'closed';
  return (
    <>
      <Button onClick={() => void exportIncident(incident.id, incident.number)}>{t('incidents.export')}</Button>
      <IncidentReview id={incident.id} />
      {handles && <Button onClick={() => setAsked('state')}>{t('incidents.changeState')}</Button>}
      {may(incidentPermissions.report) && incident.state !== 'closed' && (
        <Button onClick={() => setAsked('call')}>{t('incidents.call')}</Button>
      )}
      {handles && incident.planStartedAt === null && (
        <Popconfirm title={t('incidents.askPlan')} onConfirm={() => plan.mutate(undefined)}>
          <Button type="primary" danger loading={plan.isPending}>
            {t('incidents.startPlan')}
          </Button>
        </Popconfirm>
      )}
      {asked === 'call' && <CallDialog incident={incident} onClose={() => setAsked(undefined)} />}
      {asked === 'state' && <StateDialog incident={incident} onClose={() => setAsked(undefined)} />}
    </>
  );
};
