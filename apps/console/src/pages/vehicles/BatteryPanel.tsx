import { telemetryPermissions } from '@chedun/telemetry/contract';
import type { Cells, Spread } from '@chedun/telemetry/contract';
import { useQuery } from '@tanstack/react-query';
import { Skeleton } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { vehicleCells, vehicleSpread } from '../../api/telemetry.ts';
import type { Ends } from '../../api/telemetry.ts';
import { usePreferences } from '../../app/preferences.ts';
import { useMay } from '../../app/session.ts';
import { usePalette } from '../../theme/useTheme.ts';
import { Chart } from '../../ui/Chart.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { bandLine, singleBars, withGaps } from './twinCharts.ts';

/** Single cells and probes at the end of the range, and how far apart they were in it. */
export const BatteryPanel = ({
  vin,
  ends,
  follow,
}: {
  readonly vin: string;
  readonly ends: Ends;
  readonly follow: boolean;
}) => {
  const { t } = useTranslation();
  const allowed = useMay()(telemetryPermissions.read);
  const at = follow ? undefined : ends.to;
  const cells = useQuery({
    queryKey: ['cells', vin, follow ? ends.to : at],
    queryFn: ({ signal }) => vehicleCells(vin, at, signal),
    enabled: allowed,
    placeholderData: (previous) => previous,
  });
  const spread = useQuery({
    queryKey: ['spread', vin, ends],
    queryFn: ({ signal }) => vehicleSpread(vin, ends, 120, signal),
    enabled: allowed,
    placeholderData: (previous) => previous,
  });
  const { data } = cells;
  const isEmpty = data !== undefined && data.cells.length === 0 && data.probes.length === 0;
  return (
    <Panel
      title={t('twin.battery')}
      hint={data?.at === null || data === undefined ? t('twin.batteryHint') : <TimeText at={data.at} />}
    >
      {cells.error !== null && data === undefined && <ErrorState error={cells.error} />}
      {cells.isLoading && <Skeleton active paragraph={{ rows: 5 }} />}
      {isEmpty && <EmptyState size="small" title={t('twin.noCells')} hint={t('twin.noCellsHint')} />}
      {data !== undefined && !isEmpty && (
        <div className="stack">
          <CellPictures cells={data} />
          {spread.data !== undefined && spread.data.points.length > 1 && <SpreadPictures spread={spread.data} />}
        </div>
      )}
    </Panel>
  );
};

const known = (values: readonly (number | null)[]): readonly number[] => values.filter((value) => value !== null);

const CellPictures = ({ cells }: { readonly cells: Cells }) => {
  const { t } = useTranslation();
  const tone = usePalette();
  const volts = useMemo(() => singleBars(tone, cells.cells, 'V', 3), [tone, cells]);
  const degrees = useMemo(() => singleBars(tone, cells.probes, '°C', 0), [tone, cells]);
  return (
    <>
      {cells.cells.length > 0 && (
        <div>
          <Caption title={t('twin.cells', { count: cells.cells.length })} values={cells.cells} unit="V" decimals={3} />
          <Chart option={volts} height={150} label={t('twin.cells', { count: cells.cells.length })} />
        </div>
      )}
      {cells.probes.length > 0 && (
        <div>
          <Caption
            title={t('twin.probes', { count: cells.probes.length })}
            values={cells.probes}
            unit="°C"
            decimals={0}
          />
          <Chart option={degrees} height={110} label={t('twin.probes', { count: cells.probes.length })} />
        </div>
      )}
    </>
  );
};

interface CaptionProps {
  readonly title: string;
  readonly values: readonly (number | null)[];
  readonly unit: string;
  readonly decimals: number;
}

const Caption = ({ title, values, unit, decimals }: CaptionProps) => {
  const { t } = useTranslation();
  const good = known(values);
  const [low, high] = [Math.min(...good), Math.max(...good)];
  const bad = values.length - good.length;
  const place = (value: number): number => values.indexOf(value) + 1;
  return (
    <div className="row wrap" style={{ justifyContent: 'space-between' }}>
      <span className="soft">{title}</span>
      <span className="faint">
        {good.length > 0 &&
          t('twin.lowHigh', {
            low: `${low.toFixed(decimals)} ${unit}`,
            lowAt: place(low),
            high: `${high.toFixed(decimals)} ${unit}`,
            highAt: place(high),
            spread: unit === 'V' ? `${Math.round((high - low) * 1000)} mV` : `${high - low} ${unit}`,
          })}
        {bad > 0 && ` · ${t('twin.withoutValue', { count: bad })}`}
      </span>
    </div>
  );
};

const SpreadPictures = ({ spread }: { readonly spread: Spread }) => {
  const { t } = useTranslation();
  const { zone } = usePreferences();
  const tone = usePalette();
  const [volts, kelvins] = useMemo(() => {
    const at = spread.points.map((point) => Date.parse(point.at));
    const line = (values: readonly (number | null)[], unit: string, color: string) =>
      bandLine(
        tone,
        withGaps({ at, stepMs: spread.bucketMs, min: values, avg: values, max: values }),
        unit,
        zone,
        color,
      );
    return [
      line(
        spread.points.map(({ spreadMv }) => spreadMv),
        'mV',
        tone.high,
      ),
      line(
        spread.points.map(({ spreadC }) => spreadC),
        'K',
        tone.medium,
      ),
    ];
  }, [spread, tone, zone]);
  return (
    <div className="grid" style={{ gridTemplateColumns: 'repeat(2, minmax(0, 1fr))', gap: 18 }}>
      <div>
        <span className="soft">
          {t('twin.cellSpread')} <span className="faint">mV</span>
        </span>
        <Chart option={volts} height={100} label={t('twin.cellSpread')} />
      </div>
      <div>
        <span className="soft">
          {t('twin.probeSpread')} <span className="faint">K</span>
        </span>
        <Chart option={kelvins} height={100} label={t('twin.probeSpread')} />
      </div>
    </div>
  );
};
