import { incidentPermissions, type GradeResult, type Incident } from '@chedun/incidents/contract';
import { Link } from '@tanstack/react-router';
import { Alert, Button, Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { textIn } from '../../api/problem.ts';
import { usePreferences } from '../../app/preferences.ts';
import { useMay } from '../../app/session.ts';
import { Facts, Panel } from '../../ui/Panel.tsx';
import { Chip, SeverityTag } from '../../ui/Tags.tsx';
import { FactsDialog } from './FactsDialog.tsx';
import { IncidentLevel, useLevelName } from './parts.tsx';
import { namesText } from '../../lib/names.ts';

/** Both gradings with their trace, whom to tell, and what was counted. */
export const GradingPanel = ({ incident }: { readonly incident: Incident }) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const [asked, setAsked] = useState(false);
  const handles = useMay()(incidentPermissions.handle) && incident.state !== 'closed';
  const { grading } = incident;
  return (
    <div className="stack">
      <Panel
        title={t('incidents.gradings')}
        extra={
          handles && (
            <Button size="small" type="primary" onClick={() => setAsked(true)}>
              {t('incidents.changeFacts')}
            </Button>
          )
        }
      >
        <div className="grid" style={{ gridTemplateColumns: 'repeat(auto-fit, minmax(280px, 1fr))' }}>
          <GradeCard title={t('incidents.miitLong')} grade={grading.miit} />
          <GradeCard title={t('incidents.cacLong')} grade={grading.cac} />
        </div>
        {grading.data214.kind === 'not-gradable' && (
          <Alert
            type="info"
            showIcon
            style={{ marginTop: 12 }}
            title={t('incidents.pair', {
              name: t('incidents.data214'),
              value: textIn(grading.data214.reason, language),
            })}
          />
        )}
      </Panel>
      <Duties incident={incident} />
      <Scope incident={incident} />
      {asked && <FactsDialog incident={incident} onClose={() => setAsked(false)} />}
    </div>
  );
};

const Scope = ({ incident }: { readonly incident: Incident }) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  return (
    <Panel title={t('incidents.counted')} hint={t('incidents.countedHint')}>
      <Facts
        items={[
          [
            t('incidents.vehicles'),
            t('incidents.ofRegistered', {
              count: incident.counted.vehicles,
              registered: incident.counted.registered,
            }),
          ],
          [t('incidents.hosts'), incident.counted.hosts],
          [
            'VIN',
            incident.counted.vins.length === 0 ? null : <span className="mono">{incident.counted.vins.join(' ')}</span>,
          ],
        ]}
      />
      <ul className="incident-findings">
        {incident.linked.map((finding) => (
          <li key={finding.id}>
            <SeverityTag severity={finding.severity} />
            <Link to="/findings/$id" params={{ id: finding.id }}>
              {language === 'zh-CN' ? (finding.titleZh ?? finding.title) : finding.title}
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  );
};

const Duties = ({ incident }: { readonly incident: Incident }) => {
  const { t } = useTranslation();
  return (
    <Panel title={t('incidents.duties')}>
      <div className="incident-duties">
        {incident.grading.duties.map((duty) => (
          <div key={duty.clock} className="row wrap" style={{ gap: 8 }}>
            <span className="mono">{duty.clock}</span>
            <Chip {...(duty.kind === 'report' ? { tone: 'primary' } : {})}>
              {t(`incidents.regimes.${duty.regime}`)}
            </Chip>
            <span>
              {duty.kind === 'relay' && `${t('incidents.relay', { by: duty.by })} `}
              {namesText(duty.recipients.map(({ name }) => name))}
            </span>
          </div>
        ))}
      </div>
    </Panel>
  );
};

const GradeCard = ({ title, grade }: { readonly title: string; readonly grade: GradeResult }) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const levelName = useLevelName();
  const [shown, setShown] = useState<'stated' | 'all'>('stated');
  const lines = grade.trace.filter(({ kind }) => shown === 'all' || kind !== 'not-stated');
  return (
    <div className="incident-grade">
      <div className="row wrap" style={{ gap: 8, justifyContent: 'space-between' }}>
        <strong>{title}</strong>
        <span className="row" style={{ gap: 6 }}>
          <IncidentLevel level={grade.level} />
          {grade.basis === 'unverified' && <Chip tone="medium">{t('deadlines.unverified')}</Chip>}
        </span>
      </div>
      <Segmented
        size="small"
        value={shown}
        onChange={setShown}
        options={[
          { value: 'stated', label: t('incidents.traceStated') },
          { value: 'all', label: t('incidents.traceAll', { count: grade.trace.length }) },
        ]}
      />
      {lines.length === 0 && <span className="faint">{t('incidents.nothingStated')}</span>}
      {lines.map((line) => (
        <div key={line.test} className="incident-trace" data-kind={line.kind}>
          <span>{textIn(line.title, language)}</span>
          <span className="tabular">
            {line.value === null ? t('incidents.notStated') : String(line.value)}
            {line.kind === 'met' && line.level !== null && ` ≥ ${String(line.against)} → ${levelName(line.level)}`}
            {line.kind === 'below' && ` < ${String(line.against)}`}
            {line.kind === 'not-for' && ` · ${t('incidents.notFor')}`}
            {line.basis === 'unverified' && ` · ${t('deadlines.unverified')}`}
          </span>
        </div>
      ))}
    </div>
  );
};
