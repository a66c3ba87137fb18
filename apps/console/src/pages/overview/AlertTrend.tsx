import type { FindingStats } from '@chedun/governance/contract';
import { Skeleton } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { usePreferences } from '../../app/preferences.ts';
import { SEVERITIES, severityGrid } from '../../lib/series.ts';
import { usePalette } from '../../theme/useTheme.ts';
import { Chart } from '../../ui/Chart.tsx';
import { timeBars } from '../../ui/chartOptions.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';

interface AlertTrendProps {
  readonly stats: z.output<typeof FindingStats> | undefined;
  readonly from: number;
  readonly to: number;
}

/** Alerts over time, stacked by severity. */
export const AlertTrend = ({ stats, from, to }: AlertTrendProps) => {
  const { t } = useTranslation();
  const { zone } = usePreferences();
  const tone = usePalette();
  const option = useMemo(() => {
    const grid = severityGrid(stats?.overTime ?? [], from, to);
    const series = SEVERITIES.map((severity) => ({
      name: t(`severity.${severity}`),
      color: severity === 'informational' ? tone.info : tone[severity],
      values: grid.counts[severity],
    }));
    return timeBars(tone, { at: grid.at, stepMs: grid.stepMs, zone }, series);
  }, [stats, from, to, tone, zone, t]);
  return (
    <Panel title={t('overview.alertTrend')} hint={t('overview.alertTrendHint')}>
      {stats === undefined ? (
        <Skeleton active paragraph={{ rows: 4 }} />
      ) : stats.overTime.length === 0 ? (
        <EmptyState size="small" title={t('overview.quiet')} hint={t('overview.quietHint')} />
      ) : (
        <Chart option={option} height={186} label={t('overview.alertTrend')} />
      )}
    </Panel>
  );
};
