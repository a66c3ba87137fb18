import type { Run, RunDetection } from '@chedun/drills/contract';
import { Severity } from '@chedun/governance/contract';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '../../app/preferences.ts';
import { shownColumn, textColumn, type Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Chip, SeverityTag } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';

/** What rules and correlations saw in the isolated tenant. */
export const DetectionTable = ({ run }: { readonly run: Run }) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const level = ({ level: name }: RunDetection) => {
    const known = Severity.safeParse(name);
    return known.success ? <SeverityTag severity={known.data} /> : name;
  };
  const columns: Column<RunDetection>[] = [
    textColumn('title', t('drills.rule'), ({ title, titleZh }) => (language === 'en' ? title : (titleZh ?? title))),
    textColumn('kind', '', ({ kind }) => t(`drills.kinds.${kind}`), { width: 90 }),
    shownColumn('level', t('drills.level'), (each) => each.level, level, { width: 80 }),
    textColumn('events', t('drills.events'), ({ events }) => events, { width: 80, align: 'right' }),
    shownColumn(
      'expected',
      '',
      ({ expected }) => t(expected ? 'drills.expected' : 'drills.unexpected'),
      ({ expected }) => (
        <Chip tone={expected ? 'good' : 'info'}>{t(expected ? 'drills.expected' : 'drills.unexpected')}</Chip>
      ),
      { width: 90 },
    ),
    shownColumn(
      'detectedAt',
      t('drills.detections'),
      ({ detectedAt }) => detectedAt,
      ({ detectedAt }) => <TimeText at={detectedAt} />,
      { width: 180 },
    ),
  ];
  return (
    <Panel title={t('drills.detections')} hint={t('drills.isolation')} body="flush">
      <DataTable
        columns={columns}
        rows={run.detections}
        rowKey={({ kind, id }) => `${kind}:${id}`}
        exportName={`drill-${run.number}`}
        empty={<EmptyState size="small" title={t('drills.detectionsEmpty')} hint={t('drills.detectionsEmptyHint')} />}
      />
    </Panel>
  );
};
