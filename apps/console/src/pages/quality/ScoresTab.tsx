import type { RuleScore, ScoreList } from '@chedun/quality/contract';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Input } from 'antd';
import type { TFunction } from 'i18next';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { qualityScores } from '../../api/quality.ts';
import { usePreferences } from '../../app/preferences.ts';
import { formatCount } from '../../lib/format.ts';
import { shownColumn, textColumn, type Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Kpi, Panel } from '../../ui/Panel.tsx';
import { Chip, SeverityTag } from '../../ui/Tags.tsx';
import { RuleLink, ruleTitle } from './RuleLink.tsx';

/** A share as whole percent. */
export const percent = (share: number | null): string => (share === null ? '—' : `${Math.round(share * 100)}%`);

const precisionTone = (precision: number): string =>
  precision >= 0.8 ? 'good' : precision >= 0.4 ? 'medium' : 'critical';

const countColumn = (key: string, title: string, read: (row: RuleScore) => number): Column<RuleScore> =>
  shownColumn(key, title, read, (row) => formatCount(read(row)), { width: 122, align: 'right' });

const volumeColumns = (t: TFunction, language: 'zh-CN' | 'en'): readonly Column<RuleScore>[] => [
  shownColumn(
    'level',
    t('quality.level'),
    ({ level }) => t(`severity.${level}`),
    ({ level }) => <SeverityTag severity={level} />,
    { width: 88 },
  ),
  shownColumn(
    'rule',
    t('quality.rule'),
    (row) => ruleTitle(row, language),
    (row) => <RuleLink rule={{ ...row, id: row.ruleId }} />,
    { clip: 'clip' },
  ),
  textColumn('family', t('quality.family'), ({ family }) => family, { width: 150, clip: 'clip' }),
  countColumn('hits24h', t('quality.hits24h'), ({ hits24h }) => hits24h),
  countColumn('hits30d', t('quality.hits30d'), ({ hits30d }) => hits30d),
  countColumn('alerts', t('quality.alerts'), ({ alerts30d }) => alerts30d),
];

const verdictColumns = (t: TFunction): readonly Column<RuleScore>[] => [
  shownColumn(
    'suppressed',
    t('quality.suppressed'),
    ({ suppressedShare }) => suppressedShare ?? -1,
    ({ suppressedShare }) => <span title={t('quality.suppressedHint')}>{percent(suppressedShare)}</span>,
    { width: 84, align: 'right' },
  ),
  textColumn('verdicts', t('quality.verdicts'), (row) => `${row.truePositive} / ${row.falsePositive} / ${row.open}`, {
    width: 140,
    align: 'right',
  }),
  shownColumn(
    'precision',
    t('quality.precision'),
    ({ precision }) => precision ?? -1,
    ({ precision }) =>
      precision === null ? (
        <span className="faint" title={t('quality.none')}>
          —
        </span>
      ) : (
        <Chip tone={precisionTone(precision)}>{percent(precision)}</Chip>
      ),
    { width: 96, align: 'right' },
  ),
  textColumn(
    'triage',
    t('quality.triage'),
    ({ triageMinutes }) => (triageMinutes === null ? '—' : `${Math.round(triageMinutes)} ${t('quality.minutes')}`),
    { width: 140, align: 'right' },
  ),
  textColumn(
    'asset',
    t('quality.topAsset'),
    ({ topAsset, topAssetShare }) => (topAsset === '' ? '—' : `${topAsset} ${percent(topAssetShare)}`),
    { width: 210, clip: 'clip' },
  ),
];

const useColumns = (): readonly Column<RuleScore>[] => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  return useMemo(() => [...volumeColumns(t, language), ...verdictColumns(t)], [t, language]);
};

/** Score cards of rules that had hits. */
export const ScoresTab = () => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [find, setFind] = useState('');
  const scores = useQuery({
    queryKey: ['quality', 'scores', find],
    queryFn: ({ signal }) => qualityScores({ search: find === '' ? undefined : find }, signal),
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  });
  return (
    <div className="stack">
      {scores.data !== undefined && <Summary summary={scores.data.summary} />}
      <Panel body="flush">
        <div className="toolbar">
          <Input.Search
            allowClear
            style={{ width: 260 }}
            placeholder={t('quality.find')}
            onSearch={(text) => setFind(text.trim())}
          />
        </div>
        <DataTable<RuleScore>
          rows={scores.data?.items}
          total={scores.data?.total}
          error={scores.error}
          onRetry={() => void scores.refetch()}
          columns={useColumns()}
          rowKey={({ ruleId }) => ruleId}
          onRow={({ ruleId }) => void navigate({ to: '/alerts', search: { rule: ruleId, status: 'all' } })}
          sorting="browser"
          exportName="chedun-rule-scores"
          minWidth={1480}
          empty={<EmptyState title={t('quality.empty')} hint={t('quality.emptyHint')} />}
        />
      </Panel>
    </div>
  );
};

const Summary = ({ summary }: { readonly summary: z.output<typeof ScoreList>['summary'] }) => {
  const { t } = useTranslation();
  const { precision, triageMinutes } = summary;
  return (
    <div className="kpis">
      <Kpi label={t('quality.enabled')} value={formatCount(summary.enabled)} tone="info" />
      <Kpi label={t('quality.speaking')} value={formatCount(summary.speaking)} tone="info" />
      <Kpi label={t('quality.alerts')} value={formatCount(summary.alerts30d)} tone="info" />
      <Kpi
        label={t('quality.precision')}
        value={percent(precision)}
        note={precision === null ? t('quality.none') : ''}
        tone={precision === null ? 'info' : precisionTone(precision)}
      />
      <Kpi
        label={t('quality.triage')}
        value={triageMinutes === null ? '—' : Math.round(triageMinutes)}
        note={triageMinutes === null ? t('quality.none') : ''}
        {...(triageMinutes === null ? {} : { unit: t('quality.minutes') })}
        tone="info"
      />
    </div>
  );
};
