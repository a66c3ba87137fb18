import type { VehicleState } from '@chedun/ingest/contract';
import type { Reading, Report } from '@chedun/telemetry/contract';

/** Quantities of the live view. */
const LIVE_QUANTITIES = ['speed', 'soc', 'insulation', 'odometer', 'voltage', 'current', 'alarmLevel'] as const;
type LiveQuantity = (typeof LIVE_QUANTITIES)[number];

/** What is known about a vehicle now, from its newest report or, before one is stored, from its last state. */
export interface Live {
  readonly at: string;
  readonly source: string;
  readonly readings: Readonly<Record<LiveQuantity, Reading>>;
  readonly place: { readonly lon: number; readonly lat: number } | null;
  readonly alarms: readonly string[];
  readonly report: Report | undefined;
}

const told = (value: number | null): Reading => ({ value, mark: value === null ? 'absent' : null });

const ofState = (state: VehicleState): Live => ({
  at: state.at,
  source: state.source,
  readings: {
    speed: told(state.speedKmh),
    soc: told(state.socPct),
    insulation: told(state.insulationKohm),
    odometer: told(state.odometerKm),
    voltage: told(state.voltageV),
    current: told(state.currentA),
    alarmLevel: told(state.alarmLevel),
  },
  place: state.lon === null || state.lat === null ? null : { lon: state.lon, lat: state.lat },
  alarms: state.alarms,
  report: undefined,
});

const ofReport = (report: Report): Live => {
  const { speed, soc, insulation, odometer, voltage, current, alarmLevel } = report.quantities;
  return {
    at: report.time,
    source: report.source,
    readings: { speed, soc, insulation, odometer, voltage, current, alarmLevel },
    place: report.position,
    alarms: report.alarms,
    report,
  };
};

/** The newer of report and state; undefined when there is neither. */
export const liveOf = (report: Report | null | undefined, state: VehicleState | null | undefined): Live | undefined => {
  if (report !== null && report !== undefined) return ofReport(report);
  return state === null || state === undefined ? undefined : ofState(state);
};

const MINUTE_MS = 60_000;

/** Tone of an age: fresh within two minutes, stale within ten, old after that. */
export const ageTone = (at: string, now: number): 'good' | 'medium' | 'info' => {
  const age = now - Date.parse(at);
  if (age <= 2 * MINUTE_MS) return 'good';
  return age <= 10 * MINUTE_MS ? 'medium' : 'info';
};
