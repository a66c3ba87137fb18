import { Quantity, QUANTITY_UNITS, telemetryPermissions } from '@chedun/telemetry/contract';
import type { Series } from '@chedun/telemetry/contract';
import { useQuery } from '@tanstack/react-query';
import { Select, Skeleton } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { vehicleSeries } from '../../api/telemetry.ts';
import type { Ends } from '../../api/telemetry.ts';
import { usePreferences } from '../../app/preferences.ts';
import { useMay } from '../../app/session.ts';
import { usePalette } from '../../theme/useTheme.ts';
import { Chart } from '../../ui/Chart.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { bandLine, withGaps } from './twinCharts.ts';

const BUCKETS = 240;
const MOST = 8;
const USUAL: readonly Quantity[] = ['speed', 'soc', 'voltage', 'current', 'insulation', 'maxProbe'];

/** Chosen quantities over the range, one picture each. */
export const SeriesPanel = ({ vin, ends }: { readonly vin: string; readonly ends: Ends }) => {
  const { t } = useTranslation();
  const may = useMay();
  const [chosen, setChosen] = useState<readonly Quantity[]>(USUAL);
  const series = useQuery({
    queryKey: ['series', vin, ends, chosen],
    queryFn: ({ signal }) => vehicleSeries(vin, ends, chosen, BUCKETS, signal),
    enabled: may(telemetryPermissions.read) && chosen.length > 0,
    placeholderData: (previous) => previous,
  });
  const { data, error } = series;
  return (
    <Panel
      title={t('twin.series')}
      hint={t('twin.seriesHint')}
      extra={
        <Select<Quantity[]>
          mode="multiple"
          size="small"
          maxTagCount="responsive"
          maxCount={MOST}
          aria-label={t('twin.chooseQuantities')}
          placeholder={t('twin.chooseQuantities')}
          style={{ width: 300 }}
          options={Quantity.options.map((value) => ({ value, label: t(`quantity.${value}`) }))}
          value={[...chosen]}
          onChange={setChosen}
        />
      }
    >
      {error !== null && data === undefined && <ErrorState error={error} onRetry={() => void series.refetch()} />}
      {series.isLoading && <Skeleton active paragraph={{ rows: 6 }} />}
      {chosen.length === 0 && <EmptyState size="small" title={t('twin.chooseQuantities')} />}
      {data !== undefined && data.at.length === 0 && (
        <EmptyState size="small" title={t('twin.noReports')} hint={t('twin.noReportsHint')} />
      )}
      {data !== undefined && data.at.length > 0 && chosen.length > 0 && <Charts series={data} />}
    </Panel>
  );
};

const Charts = ({ series }: { readonly series: Series }) => (
  <div className="grid" style={{ gridTemplateColumns: 'repeat(2, minmax(0, 1fr))', gap: '10px 18px' }}>
    {series.series.map(({ quantity }, index) => (
      <QuantityChart key={quantity} series={series} index={index} />
    ))}
  </div>
);

const QuantityChart = ({ series, index }: { readonly series: Series; readonly index: number }) => {
  const { t } = useTranslation();
  const tone = usePalette();
  const { zone } = usePreferences();
  const one = series.series[index];
  const option = useMemo(() => {
    const { min = [], avg = [], max = [] } = one ?? {};
    const band = withGaps({ at: series.at.map((at) => Date.parse(at)), stepMs: series.bucketMs, min, avg, max });
    return bandLine(tone, band, one?.unit ?? '', zone, tone.primary);
  }, [series, one, tone, zone]);
  if (one === undefined) return null;
  const title = t(`quantity.${one.quantity}`);
  const unit = QUANTITY_UNITS[one.quantity];
  return (
    <div>
      <div className="row" style={{ justifyContent: 'space-between' }}>
        <span className="soft">
          {title} {unit !== '' && <span className="faint">{unit}</span>}
        </span>
        <strong>{lastOf(one.avg)}</strong>
      </div>
      {one.avg.every((value) => value === null) ? (
        <div className="faint" style={{ height: 112, display: 'grid', placeItems: 'center' }}>
          {t('twin.notReported')}
        </div>
      ) : (
        <Chart option={option} height={112} label={title} />
      )}
    </div>
  );
};

const lastOf = (values: readonly (number | null)[]): string => {
  const last = values.findLast((value) => value !== null);
  return last === undefined || last === null ? '' : String(Math.round(last * 100) / 100);
};
