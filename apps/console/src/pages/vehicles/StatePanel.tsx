import type { VehicleState } from '@chedun/ingest/contract';
import { useQuery } from '@tanstack/react-query';
import { Skeleton } from 'antd';
import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { vehicleState } from '../../api/ingest.ts';
import { formatCount } from '../../lib/format.ts';
import { isVehicleAlarm, socTone } from '../../lib/vehicle.ts';
import { usePalette } from '../../theme/useTheme.ts';
import { Chart } from '../../ui/Chart.tsx';
import { gauge } from '../../ui/chartOptions.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Facts, Panel } from '../../ui/Panel.tsx';
import { Chip, StateDot } from '../../ui/Tags.tsx';
import { AgoText } from '../../ui/Time.tsx';

/** The last state of a vehicle, as gauges and facts. */
export const StatePanel = ({ vin }: { readonly vin: string }) => {
  const { t } = useTranslation();
  const state = useQuery({
    queryKey: ['vehicle-state', vin],
    queryFn: ({ signal }) => vehicleState(vin, signal),
    refetchInterval: 5_000,
  });
  const latest = state.data?.state;
  return (
    <Panel
      title={t('vehicles.state')}
      hint={t('vehicles.stateHint')}
      extra={latest === undefined || latest === null ? undefined : <OnlineMark state={latest} />}
    >
      {state.error !== null && state.data === undefined && <ErrorState error={state.error} />}
      {state.isPending && <Skeleton active paragraph={{ rows: 4 }} />}
      {latest === null && <EmptyState size="small" title={t('vehicles.noState')} hint={t('vehicles.noStateHint')} />}
      {latest !== undefined && latest !== null && <StateView state={latest} />}
    </Panel>
  );
};

const OnlineMark = ({ state }: { readonly state: VehicleState }) => {
  const { t } = useTranslation();
  return (
    <StateDot tone={state.online ? 'good' : 'info'}>
      {state.online ? t('vehicles.online') : t('vehicles.offline')} · <AgoText at={state.at} />
    </StateDot>
  );
};

const SPEED_MAX = 220;
const INSULATION_MAX = 5_000;

const StateView = ({ state }: { readonly state: VehicleState }) => {
  const { t } = useTranslation();
  const tone = usePalette();
  return (
    <div className="stack">
      <div className="grid" style={{ gridTemplateColumns: 'repeat(4, 1fr)' }}>
        <Gauge label={t('vehicles.speed')} value={state.speedKmh} max={SPEED_MAX} unit="km/h" color={tone.primary} />
        <Gauge label={t('vehicles.soc')} value={state.socPct} max={100} unit="%" color={tone[socTone(state.socPct)]} />
        <Gauge
          label={t('vehicles.insulation')}
          value={state.insulationKohm}
          max={INSULATION_MAX}
          unit="kΩ"
          color={tone.low}
        />
        <BigNumber label={t('vehicles.odometer')} unit="km">
          {state.odometerKm === null ? '–' : formatCount(state.odometerKm)}
        </BigNumber>
      </div>
      <div className="grid" style={{ gridTemplateColumns: '1fr 1fr' }}>
        <Facts
          items={[
            [t('vehicles.voltage'), measured(state.voltageV, 'V')],
            [t('vehicles.current'), measured(state.currentA, 'A')],
            [t('vehicles.gear'), state.gear],
            [t('vehicles.charging'), state.charging],
          ]}
        />
        <Facts
          items={[
            [t('vehicles.position'), positionText(state)],
            [t('vehicles.alarmLevel'), state.alarmLevel],
            [t('vehicles.alarms'), <Alarms key="alarms" alarms={state.alarms} />],
            [t('events.source'), state.source],
          ]}
        />
      </div>
    </div>
  );
};

const measured = (value: number | null, unit: string): string => (value === null ? '' : `${value} ${unit}`);

const positionText = ({ lon, lat }: VehicleState): string =>
  lon === null || lat === null ? '' : `${lat.toFixed(5)}, ${lon.toFixed(5)}`;

interface GaugeProps {
  readonly label: string;
  readonly value: number | null;
  readonly max: number;
  readonly unit: string;
  readonly color: string;
}

const Gauge = ({ label, value, max, unit, color }: GaugeProps) => {
  const tone = usePalette();
  const option = useMemo(() => gauge(tone, value ?? 0, max, unit, color), [tone, value, max, unit, color]);
  if (value === null) return <BigNumber label={label}>–</BigNumber>;
  return (
    <div style={{ textAlign: 'center' }}>
      <Chart option={option} height={112} label={`${label} ${value} ${unit}`} />
      <div className="soft">{label}</div>
    </div>
  );
};

const BigNumber = ({
  label,
  unit,
  children,
}: {
  readonly label: string;
  readonly unit?: string;
  readonly children: ReactNode;
}) => (
  <div style={{ textAlign: 'center' }}>
    <div style={{ height: 112, display: 'grid', placeItems: 'center' }}>
      <span style={{ fontSize: 24, fontWeight: 600 }}>
        {children}{' '}
        <small className="faint" style={{ fontSize: 12, fontWeight: 400 }}>
          {unit}
        </small>
      </span>
    </div>
    <div className="soft">{label}</div>
  </div>
);

const Alarms = ({ alarms }: { readonly alarms: readonly string[] }) => {
  const { t } = useTranslation();
  if (alarms.length === 0) return <StateDot tone="good">{t('vehicles.noAlarms')}</StateDot>;
  return (
    <span className="row wrap" style={{ gap: 4 }}>
      {alarms.map((alarm) => (
        <Chip key={alarm} tone="critical">
          {isVehicleAlarm(alarm) ? t(`vehicleAlarm.${alarm}`) : alarm}
        </Chip>
      ))}
    </span>
  );
};
