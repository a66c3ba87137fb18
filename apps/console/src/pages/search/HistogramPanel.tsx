import type { Histogram } from '@chedun/search/contract';
import type { UseQueryResult } from '@tanstack/react-query';
import { Button, Skeleton } from 'antd';
import { useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { usePreferences } from '../../app/preferences.ts';
import { formatCount, formatDuration } from '../../lib/format.ts';
import type { TimeRange } from '../../lib/range.ts';
import { usePalette } from '../../theme/useTheme.ts';
import { Chart } from '../../ui/Chart.tsx';
import { timeBars } from '../../ui/chartOptions.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Panel } from '../../ui/Panel.tsx';

interface HistogramPanelProps {
  readonly histogram: UseQueryResult<z.output<typeof Histogram>>;
  readonly range: TimeRange;
  readonly onRange: (range: TimeRange) => void;
}

/** Events over time; dragging across the bars narrows the range. */
export const HistogramPanel = ({ histogram, range, onRange }: HistogramPanelProps) => {
  const { t } = useTranslation();
  const { zone } = usePreferences();
  const tone = usePalette();
  const { data } = histogram;
  const before = useRef<TimeRange>(undefined);
  const option = useMemo(() => {
    const buckets = data?.buckets ?? [];
    const axis = { at: buckets.map(({ at }) => Date.parse(at)), stepMs: data?.bucketMs ?? 1, zone };
    const series = [{ name: t('search.results'), color: tone.primary, values: buckets.map(({ count }) => count) }];
    return timeBars(tone, axis, series, 'brush');
  }, [data, tone, zone, t]);
  const zoom = (first: number, last: number): void => {
    const from = data?.buckets[Math.max(0, first)];
    const to = data?.buckets[Math.min(last, data.buckets.length - 1)];
    if (from === undefined || to === undefined || data === undefined) return;
    before.current ??= range;
    onRange({ kind: 'fixed', from: Date.parse(from.at), to: Date.parse(to.at) + data.bucketMs });
  };
  const reset = (): void => {
    const wide = before.current;
    before.current = undefined;
    if (wide !== undefined) onRange(wide);
  };
  if (histogram.error !== null && data === undefined) {
    return <ErrorState error={histogram.error} onRetry={() => void histogram.refetch()} />;
  }
  return (
    <Panel
      title={data === undefined ? t('search.histogram') : t('search.total', { total: formatCount(data.total) })}
      hint={
        data === undefined
          ? undefined
          : `${t('search.took', { took: formatDuration(data.tookMs) })} · ${t('search.histogramHint')}`
      }
      extra={
        before.current !== undefined && (
          <Button size="small" onClick={reset}>
            {t('search.zoomOut')}
          </Button>
        )
      }
    >
      {data === undefined ? (
        <Skeleton active paragraph={{ rows: 2 }} />
      ) : (
        <Chart option={option} height={112} label={t('search.histogram')} onBrush={zoom} />
      )}
    </Panel>
  );
};
