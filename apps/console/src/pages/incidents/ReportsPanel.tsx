import { incidentPermissions, type Incident, type Narrative, type Report } from '@chedun/incidents/contract';
import { Alert, Button, Dropdown } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { downloadReport, incidentWork } from '../../api/incidents.ts';
import { useMay } from '../../app/session.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { NarrativeForm } from './NarrativeForm.tsx';
import { SubmittedDialog } from './SubmittedDialog.tsx';
import { useWork } from './useWork.ts';
import { namesText } from '../../lib/names.ts';

type Wanted = { readonly regime: 'miit' | 'cac'; readonly kind: 'first' | 'followup' | 'final' };

/** What the reports say, the reports that were issued, and whether they were handed in. */
export const ReportsPanel = ({ incident }: { readonly incident: Incident }) => {
  const { t } = useTranslation();
  const may = useMay();
  const reports = may(incidentPermissions.report) && incident.state !== 'closed';
  const save = useWork((narrative: Narrative) => incidentWork.narrative(incident.id, narrative));
  return (
    <div className="stack">
      <Panel
        title={t('incidents.issued')}
        hint={t('incidents.issuedHint')}
        extra={reports && <IssueMenu incident={incident} />}
      >
        <Lacking incident={incident} />
        {incident.reports.length === 0 && <EmptyState size="small" title={t('incidents.noReports')} />}
        <div className="stack">
          {incident.reports.map((report) => (
            <Line key={report.id} incident={incident} report={report} writes={reports} />
          ))}
        </div>
      </Panel>
      <NarrativeForm
        incident={incident}
        writes={may(incidentPermissions.handle) && incident.state !== 'closed'}
        pending={save.isPending}
        onSave={save.mutate}
      />
    </div>
  );
};

const Lacking = ({ incident }: { readonly incident: Incident }) => {
  const { t } = useTranslation();
  const lines = [
    ...(incident.lacking.miitFirst.length > 0
      ? [t('incidents.pair', { name: t('incidents.miit'), value: namesText(incident.lacking.miitFirst) })]
      : []),
    ...(incident.cacLevel !== null && incident.lacking.cacFirst.length > 0
      ? [t('incidents.pair', { name: t('incidents.cac'), value: namesText(incident.lacking.cacFirst) })]
      : []),
  ];
  if (lines.length === 0) return null;
  return (
    <Alert
      type="info"
      showIcon
      style={{ marginBottom: 12 }}
      title={t('incidents.lacking')}
      description={lines.join(' · ')}
    />
  );
};

const IssueMenu = ({ incident }: { readonly incident: Incident }) => {
  const { t } = useTranslation();
  const issue = useWork((wanted: Wanted) => incidentWork.report(incident.id, wanted));
  const has = (regime: Wanted['regime']) => incident.reports.some((each) => each.regime === regime);
  const of = (regime: Wanted['regime']): readonly Wanted[] => [
    { regime, kind: 'first' },
    ...(has(regime) ? [{ regime, kind: 'followup' } as const] : []),
    ...(incident.responseEndedAt === null ? [] : [{ regime, kind: 'final' } as const]),
  ];
  const wanted = [...of('miit'), ...(incident.cacLevel !== null || has('cac') ? of('cac') : [])];
  return (
    <Dropdown
      menu={{
        items: wanted.map(({ regime, kind }) => ({
          key: `${regime}-${kind}`,
          label: `${t(`incidents.${regime}`)} · ${t(`incidents.reportKinds.${kind}`)}`,
          onClick: () => issue.mutate({ regime, kind }),
        })),
      }}
    >
      <Button size="small" type="primary" loading={issue.isPending}>
        {t('incidents.issue')}
      </Button>
    </Dropdown>
  );
};

const Line = ({
  incident,
  report,
  writes,
}: {
  readonly incident: Incident;
  readonly report: Report;
  readonly writes: boolean;
}) => {
  const { t } = useTranslation();
  const [asked, setAsked] = useState(false);
  const name = `${t(`incidents.${report.regime}`)} · ${t(`incidents.reportKinds.${report.kind}`)} ${report.number}`;
  return (
    <div className="incident-evidence">
      <div className="row wrap" style={{ gap: 8, justifyContent: 'space-between' }}>
        <span className="row wrap" style={{ gap: 8 }}>
          <strong>{name}</strong>
          <TimeText at={report.issuedAt} />
          {report.submittedAt === null ? (
            <Chip tone="medium">{t('incidents.notSubmitted')}</Chip>
          ) : (
            <Chip tone="good">{t('incidents.submittedTo', { to: report.receiver })}</Chip>
          )}
        </span>
        <span className="row" style={{ gap: 6 }}>
          <Button
            size="small"
            onClick={() =>
              void downloadReport(
                report.document,
                report.version,
                `${incident.number}-${report.regime}-${report.kind}.pdf`,
              )
            }
          >
            PDF
          </Button>
          {writes && report.submittedAt === null && (
            <Button size="small" type="primary" onClick={() => setAsked(true)}>
              {t('incidents.recordSubmitted')}
            </Button>
          )}
        </span>
      </div>
      {report.openItems.length > 0 && (
        <div className="faint">{t('incidents.later', { items: namesText(report.openItems) })}</div>
      )}
      <div className="mono faint incident-hash">SM3 {report.sm3}</div>
      {asked && <SubmittedDialog incident={incident} report={report} onClose={() => setAsked(false)} />}
    </div>
  );
};
