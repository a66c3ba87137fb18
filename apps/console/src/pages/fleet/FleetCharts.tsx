import type { Fleet } from '@chedun/telemetry/contract';
import { Skeleton } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '../../app/preferences.ts';
import { formatCount } from '../../lib/format.ts';
import { isVehicleAlarm, socTone } from '../../lib/vehicle.ts';
import { usePalette } from '../../theme/useTheme.ts';
import { Chart } from '../../ui/Chart.tsx';
import { timeBars } from '../../ui/chartOptions.ts';
import { Panel } from '../../ui/Panel.tsx';
import { StateDot } from '../../ui/Tags.tsx';
import { everyMinute, shareOf, vehicleBars } from './fleetCharts.ts';

interface FleetProps {
  readonly fleet: Fleet | undefined;
}

const HEIGHT = 150;

/** State of charge, speed, states and reports per minute. */
export const HistogramPanels = ({ fleet }: FleetProps) => (
  <div className="grid" style={{ gridTemplateColumns: 'repeat(4, minmax(0, 1fr))' }}>
    <SocPanel fleet={fleet} />
    <SpeedPanel fleet={fleet} />
    <StatesPanel fleet={fleet} />
    <RatePanel fleet={fleet} />
  </div>
);

const SocPanel = ({ fleet }: FleetProps) => {
  const { t } = useTranslation();
  const tone = usePalette();
  const option = useMemo(() => vehicleBars(tone, fleet?.soc ?? [], '%', (from) => tone[socTone(from)]), [tone, fleet]);
  return (
    <Panel title={t('fleet.soc')} hint="%">
      <Chart option={option} height={HEIGHT} label={t('fleet.soc')} />
    </Panel>
  );
};

const SpeedPanel = ({ fleet }: FleetProps) => {
  const { t } = useTranslation();
  const tone = usePalette();
  const option = useMemo(
    () => vehicleBars(tone, fleet?.speed ?? [], 'km/h', (from) => (from >= 130 ? tone.high : tone.primary)),
    [tone, fleet],
  );
  return (
    <Panel title={t('fleet.speed')} hint="km/h">
      <Chart option={option} height={HEIGHT} label={t('fleet.speed')} />
    </Panel>
  );
};

const RatePanel = ({ fleet }: FleetProps) => {
  const { t } = useTranslation();
  const { zone } = usePreferences();
  const tone = usePalette();
  const option = useMemo(() => {
    const { at, values } = everyMinute(fleet?.perMinute ?? []);
    return timeBars(tone, { at, stepMs: 60_000, zone }, [{ name: t('fleet.perMinute'), color: tone.primary, values }]);
  }, [tone, fleet, zone, t]);
  return (
    <Panel title={t('fleet.perMinute')}>
      <Chart option={option} height={HEIGHT} label={t('fleet.perMinute')} />
    </Panel>
  );
};

const STATE_NAMES = ['on', 'off', 'other', 'none-told'] as const;
const CHARGE_NAMES = ['parked', 'driving', 'none', 'complete', 'other', 'none-told'] as const;

const StatesPanel = ({ fleet }: FleetProps) => {
  const { t } = useTranslation();
  const countOf = (list: Fleet['state'] | undefined, name: string) =>
    list?.find((entry) => entry.name === name)?.vehicles ?? 0;
  const states = STATE_NAMES.map((name) => ({ name: t(`vehicleState.${name}`), count: countOf(fleet?.state, name) }));
  const charges = CHARGE_NAMES.map((name) => ({ name: t(`chargeState.${name}`), count: countOf(fleet?.charge, name) }));
  const total = fleet?.vehicles ?? 0;
  return (
    <Panel title={t('fleet.states')}>
      <div style={{ height: HEIGHT, overflowY: 'auto' }}>
        <Shares rows={states} total={total} />
        <div style={{ height: 8 }} />
        <Shares rows={charges} total={total} />
      </div>
    </Panel>
  );
};

interface SharesProps {
  readonly rows: readonly { readonly name: string; readonly count: number }[];
  readonly total: number;
  readonly tone?: string;
  /** Room for the names, pixels. */
  readonly names?: number;
}

const Shares = ({ rows, total, tone = 'primary', names = 116 }: SharesProps) => (
  <div className="stack" style={{ gap: 5 }} data-tone={tone}>
    {rows
      .filter(({ count }) => count > 0)
      .map(({ name, count }) => (
        <div key={name} style={{ display: 'grid', gridTemplateColumns: `${names}px minmax(0, 1fr) 48px`, gap: 8 }}>
          <span className="soft clip" title={name}>
            {name}
          </span>
          <span style={{ alignSelf: 'center', height: 8, borderRadius: 4, background: 'var(--sunken)' }}>
            <span
              style={{
                display: 'block',
                height: '100%',
                borderRadius: 4,
                width: `${Math.max(1, shareOf(count, total))}%`,
                background: 'var(--tone)',
              }}
            />
          </span>
          <span style={{ textAlign: 'right' }}>{formatCount(count)}</span>
        </div>
      ))}
  </div>
);

const LEVELS = [
  ['4', 'four'],
  ['3', 'three'],
  ['2', 'two'],
  ['1', 'one'],
  ['0', 'zero'],
  ['none-told', 'none-told'],
] as const;

/** Highest alarm levels and the alarms that most vehicles have. */
export const AlarmPanel = ({ fleet }: FleetProps) => {
  const { t } = useTranslation();
  const levels = LEVELS.map(([level, key]) => ({
    name: t(`fleet.level.${key}`),
    count: fleet?.alarmLevel.find(({ name }) => name === level)?.vehicles ?? 0,
  }));
  const alarms = (fleet?.alarms ?? []).map(({ name, vehicles }) => ({
    name: isVehicleAlarm(name) ? t(`vehicleAlarm.${name}`) : name,
    count: vehicles,
  }));
  return (
    <Panel title={t('fleet.alarms')}>
      {fleet === undefined ? (
        <Skeleton active paragraph={{ rows: 4 }} />
      ) : (
        <>
          <Shares rows={levels} total={fleet.vehicles} names={150} />
          <div className="soft" style={{ margin: '12px 0 6px' }}>
            {t('fleet.topAlarms')}
          </div>
          {alarms.length === 0 && <StateDot tone="good">{t('vehicles.noAlarms')}</StateDot>}
          <Shares rows={alarms} total={Math.max(...alarms.map(({ count }) => count), 1)} tone="critical" names={150} />
        </>
      )}
    </Panel>
  );
};

/** Where the reports come from. */
export const SourcePanel = ({ fleet }: FleetProps) => {
  const { t } = useTranslation();
  return (
    <Panel title={t('fleet.sources')}>
      <div className="stack" style={{ gap: 6 }}>
        {(fleet?.sources ?? []).slice(0, 10).map(({ source, vehicles, reports }) => (
          <div key={source} className="row" style={{ justifyContent: 'space-between' }}>
            <span className="mono clip">{source}</span>
            <span className="soft nowrap">
              {t('fleet.sourceLine', { vehicles: formatCount(vehicles), reports: formatCount(reports) })}
            </span>
          </div>
        ))}
      </div>
    </Panel>
  );
};
