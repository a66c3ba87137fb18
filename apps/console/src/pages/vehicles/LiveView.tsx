import type { Gear, Motor, Reading, Report } from '@chedun/telemetry/contract';
import type { ReactNode } from 'react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { formatCount } from '../../lib/format.ts';
import { isVehicleAlarm, socTone } from '../../lib/vehicle.ts';
import { usePalette } from '../../theme/useTheme.ts';
import { Chart } from '../../ui/Chart.tsx';
import { gauge } from '../../ui/chartOptions.ts';
import { Facts } from '../../ui/Panel.tsx';
import { Chip, StateDot } from '../../ui/Tags.tsx';
import type { Live } from './live.ts';

const SPEED_MAX = 220;
const INSULATION_MAX = 10_000;
const VOLTAGE_MAX = 900;

/** Gauges and facts of a vehicle; where a value is missing, the reason stands in its place. */
export const LiveView = ({ live }: { readonly live: Live }) => {
  const { t } = useTranslation();
  const tone = usePalette();
  const { speed, soc, insulation, odometer, voltage, current } = live.readings;
  return (
    <div className="stack">
      <div className="grid" style={{ gridTemplateColumns: 'repeat(6, minmax(0, 1fr))' }}>
        <Gauge label={t('vehicles.speed')} reading={speed} max={SPEED_MAX} unit="km/h" color={tone.primary} />
        <Gauge label={t('vehicles.soc')} reading={soc} max={100} unit="%" color={tone[socTone(soc.value)]} />
        <Gauge label={t('vehicles.voltage')} reading={voltage} max={VOLTAGE_MAX} unit="V" color={tone.low} />
        <BigNumber label={t('vehicles.current')} reading={current} unit="A" />
        <Gauge label={t('vehicles.insulation')} reading={insulation} max={INSULATION_MAX} unit="kΩ" color={tone.low} />
        <BigNumber label={t('vehicles.odometer')} reading={odometer} unit="km" />
      </div>
      <div className="grid" style={{ gridTemplateColumns: '1fr 1fr', gap: 24 }}>
        <DrivingFacts live={live} />
        <StandingFacts live={live} />
      </div>
    </div>
  );
};

const DrivingFacts = ({ live: { report } }: { readonly live: Live }) => {
  const { t } = useTranslation();
  if (report === undefined) return <div className="faint">{t('twin.onlyState')}</div>;
  const { state, charge, mode, dcdc } = report;
  return (
    <Facts
      items={[
        [t('twin.state'), <Coded key="s" name={state.value && t(`vehicleState.${state.value}`)} mark={state.mark} />],
        [t('vehicles.gear'), <GearText key="g" gear={report.gear} />],
        [
          t('vehicles.charging'),
          <Coded key="c" name={charge.value && t(`chargeState.${charge.value}`)} mark={charge.mark} />,
        ],
        [t('twin.mode'), <Coded key="m" name={mode.value && t(`runMode.${mode.value}`)} mark={mode.mark} />],
        [t('twin.dcdc'), <Coded key="d" name={dcdc.value && t(`dcdcState.${dcdc.value}`)} mark={dcdc.mark} />],
        ...report.motors.map((motor): readonly [string, ReactNode] => [
          t('twin.motor', { number: motor.number }),
          <MotorText key={motor.number} motor={motor} />,
        ]),
      ]}
    />
  );
};

const StandingFacts = ({ live }: { readonly live: Live }) => {
  const { t } = useTranslation();
  const { place, alarms, readings, report } = live;
  return (
    <Facts
      items={[
        [
          t('vehicles.position'),
          place === null
            ? ''
            : `${place.lat.toFixed(5)}, ${place.lon.toFixed(5)}${positionNote(report, t('twin.noFix'))}`,
        ],
        [t('vehicles.alarmLevel'), <ReadingText key="level" reading={readings.alarmLevel} unit="" />],
        [t('vehicles.alarms'), <Alarms key="alarms" alarms={alarms} />],
        [t('twin.faults'), report === undefined ? '' : report.faults.join(' ')],
        [t('twin.edition'), report === undefined ? '' : `GB/T 32960.3-${report.edition}`],
        [t('twin.signature'), report?.signature?.toUpperCase() ?? ''],
        [t('events.source'), live.source],
      ]}
    />
  );
};

const positionNote = (report: Report | undefined, noFix: string): string => {
  const position = report?.position;
  if (position === undefined || position === null) return '';
  const system = position.coordinates === null || position.coordinates === 'other' ? '' : position.coordinates;
  return [position.valid ? '' : noFix, system.toUpperCase()]
    .filter((part) => part !== '')
    .map((part) => ` · ${part}`)
    .join('');
};

const MarkText = ({ mark }: { readonly mark: Reading['mark'] }) => {
  const { t } = useTranslation();
  return <span className="faint">{mark === null ? '–' : t(`mark.${mark}`)}</span>;
};

const Coded = ({ name, mark }: { readonly name: string | null; readonly mark: Reading['mark'] }) =>
  name === null || name === '' ? <MarkText mark={mark} /> : <span>{name}</span>;

const ReadingText = ({ reading, unit }: { readonly reading: Reading; readonly unit: string }) =>
  reading.value === null ? <MarkText mark={reading.mark} /> : <span>{`${reading.value} ${unit}`.trim()}</span>;

const GearText = ({ gear }: { readonly gear: Gear | null }) => {
  const { t } = useTranslation();
  if (gear === null) return <MarkText mark="invalid" />;
  const forces = [gear.driving ? t('twin.driving') : '', gear.braking ? t('twin.braking') : ''];
  return <span>{[gear.lever, ...forces].filter((part) => part !== '').join(' · ')}</span>;
};

const MotorText = ({ motor }: { readonly motor: Motor }) => {
  const { t } = useTranslation();
  const parts = [
    motor.state === null ? '' : t(`motorState.${motor.state}`),
    motor.rpm === null ? '' : `${formatCount(motor.rpm)} r/min`,
    motor.torqueNm === null ? '' : `${motor.torqueNm} N·m`,
    motor.temperatureC === null ? '' : `${motor.temperatureC} °C`,
  ];
  return <span>{parts.filter((part) => part !== '').join(' · ')}</span>;
};

interface GaugeProps {
  readonly label: string;
  readonly reading: Reading;
  readonly max: number;
  readonly unit: string;
  readonly color: string;
}

const Gauge = ({ label, reading, max, unit, color }: GaugeProps) => {
  const tone = usePalette();
  const value = reading.value ?? 0;
  const option = useMemo(() => gauge(tone, value, max, unit, color), [tone, value, max, unit, color]);
  if (reading.value === null) return <BigNumber label={label} reading={reading} unit="" />;
  return (
    <div style={{ textAlign: 'center' }}>
      <Chart option={option} height={104} label={`${label} ${value} ${unit}`} />
      <div className="soft">{label}</div>
    </div>
  );
};

const BigNumber = ({
  label,
  reading,
  unit,
}: {
  readonly label: string;
  readonly reading: Reading;
  readonly unit: string;
}) => (
  <div style={{ textAlign: 'center' }}>
    <div style={{ height: 104, display: 'grid', placeItems: 'center' }}>
      {reading.value === null ? (
        <MarkText mark={reading.mark} />
      ) : (
        <span style={{ fontSize: 20, fontWeight: 600 }}>
          {Math.abs(reading.value) >= 1000 ? formatCount(Math.round(reading.value)) : reading.value}
          <small className="faint" style={{ fontSize: 11, fontWeight: 400, marginLeft: 4 }}>
            {unit}
          </small>
        </span>
      )}
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
