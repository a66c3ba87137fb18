import type { DiscoveryRefusal, ImportReport } from '@chedun/discovery/contract';
import { useTranslation } from 'react-i18next';
import { textIn } from '../../api/problem.ts';
import { usePreferences } from '../../app/preferences.ts';
import { formatCount } from '../../lib/format.ts';
import { Kpi, Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';

const SHOWN = 100;
/** Lists of clouds have instances and no lines. */
const CLOUDS: ReadonlySet<string> = new Set(['aws', 'aliyun', 'tencent', 'huawei']);

/** What an import comes to, wrong entries first. */
export const ImportPreview = ({ report }: { readonly report: ImportReport }) => {
  const { t } = useTranslation();
  return (
    <div className="stack">
      <div className="kpis">
        <Kpi
          label={t('discovery.taken')}
          value={formatCount(report.taken)}
          note={t('discovery.recognised', { source: t(`discovery.source.${report.source}`) })}
        />
        <Kpi
          label={t('discovery.appeared')}
          value={formatCount(report.appeared)}
          note={t('discovery.knownNote', { known: formatCount(report.known) })}
        />
        <Kpi
          label={t('discovery.unknown')}
          value={formatCount(report.unknown)}
          tone={report.unknown > 0 ? 'high' : 'good'}
        />
        <Kpi label={t('discovery.changed')} value={formatCount(report.changes)} />
        <Kpi
          label={t('discovery.refused')}
          value={formatCount(report.refusedCount)}
          tone={report.refusedCount > 0 ? 'critical' : 'good'}
        />
        <Kpi label={t('discovery.skipped')} value={formatCount(report.skipped)} note={t('discovery.skippedNote')} />
      </div>
      {report.refused.length > 0 && <Refused report={report} />}
      {!report.applied && report.sample.length > 0 && <Sample sample={report.sample} />}
    </div>
  );
};

const Refused = ({ report }: { readonly report: ImportReport }) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const textOf = ({ line, field, value, text }: DiscoveryRefusal): string =>
    t(CLOUDS.has(report.source) ? 'discovery.refusedInstance' : 'discovery.refusedLine', {
      line,
      field,
      value,
      text: textIn(text, language),
    });
  return (
    <Panel
      title={t('discovery.refusedTitle', { count: report.refusedCount })}
      hint={report.refusedCount > SHOWN ? t('discovery.refusedMore', { count: SHOWN }) : undefined}
    >
      <div style={{ maxHeight: 160, overflowY: 'auto', overflowWrap: 'anywhere' }}>
        {report.refused.slice(0, SHOWN).map((each, at) => (
          <div key={`${each.line}:${at}`}>{textOf(each)}</div>
        ))}
      </div>
    </Panel>
  );
};

const Sample = ({ sample }: { readonly sample: ImportReport['sample'] }) => {
  const { t } = useTranslation();
  return (
    <Panel title={t('discovery.sample', { count: sample.length })} body="flush">
      <div style={{ maxHeight: 220, overflowY: 'auto' }}>
        {sample.map(({ label, addresses, mac, os, services, isNew }, at) => (
          <div key={at} className="row" style={{ padding: '5px 14px', borderBottom: '1px solid var(--line)', gap: 12 }}>
            <Chip tone={isNew ? 'high' : 'info'}>{t(isNew ? 'discovery.fresh' : 'discovery.known')}</Chip>
            <span className="mono nowrap" style={{ minWidth: 170 }}>
              {label}
            </span>
            <span className="mono soft clip grow">
              {[...addresses, mac, os].filter((part) => part !== label && part !== '').join('  ')}
            </span>
            <span className="soft nowrap">
              {t('discovery.services')} {services}
            </span>
          </div>
        ))}
      </div>
    </Panel>
  );
};
