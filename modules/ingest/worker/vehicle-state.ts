import type { DecodedEvent } from '@chedun/logs';
import type { VehicleState } from '../contract.ts';

const numberOrNull = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null;
const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** Commands whose frames say how the vehicle is; re-sent ones (`resent`) tell the past. */
const CURRENT = new Set(['realtime', 'vehicle_login', 'vehicle_logout', 'heartbeat']);

/** State that a GB/T 32960 event tells; undefined for broken frames, answers, garbage and re-sent data. */
export const vehicleStateOf = (event: DecodedEvent, source: string, receivedAt: number): VehicleState | undefined => {
  const { fields } = event;
  if (fields['status'] !== 'ok' || event.ocsf.vin === '' || !CURRENT.has(String(fields['cmd']))) return undefined;
  return {
    vin: event.ocsf.vin,
    // The six bytes of the standard's time cannot leave the years 2000 to 2099.
    at: new Date(event.time ?? receivedAt).toISOString(),
    online: fields['cmd'] !== 'vehicle_logout',
    speedKmh: numberOrNull(fields['speed_kmh']),
    socPct: numberOrNull(fields['soc_pct']),
    odometerKm: numberOrNull(fields['odometer_km']),
    lon: numberOrNull(fields['lon']),
    lat: numberOrNull(fields['lat']),
    voltageV: numberOrNull(fields['voltage_v']),
    currentA: numberOrNull(fields['current_a']),
    insulationKohm: numberOrNull(fields['insulation_kohm']),
    alarmLevel: numberOrNull(fields['alarm_level']),
    alarms: Array.isArray(fields['alarms']) ? fields['alarms'].map(String) : [],
    charging: textOrNull(fields['charge_state']),
    gear: textOrNull(fields['gear']),
    source,
  };
};

/** Adds what a newer frame tells to what was known: values that it does not carry stay. Older frames change nothing. */
export const mergeState = (known: VehicleState | undefined, told: VehicleState): VehicleState => {
  if (!known) return told;
  if (Date.parse(told.at) < Date.parse(known.at)) return known;
  const kept = Object.entries(told).filter(([name, value]) => value !== null && name !== 'alarms');
  const alarms = told.alarmLevel === null ? known.alarms : told.alarms;
  return { ...known, ...(Object.fromEntries(kept) as Partial<VehicleState>), alarms };
};
