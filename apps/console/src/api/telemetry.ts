import {
  Cells,
  Fleet,
  FleetPage,
  LatestAnswer,
  Positions,
  Series,
  Spread,
  Track,
  type Box,
  type FleetListQuery,
  type Quantity,
} from '@chedun/telemetry/contract';
import type { z } from 'zod';
import { call } from './client.ts';

/** Two moments, milliseconds since 1970. */
export interface Ends {
  readonly from: number;
  readonly to: number;
}

/** Query-string form of two moments. */
export const endsQuery = ({ from, to }: Ends) => ({
  from: new Date(from).toISOString(),
  to: new Date(to).toISOString(),
});

const ofVehicle = (vin: string, what: string): string => `/telemetry/vehicles/${encodeURIComponent(vin)}/${what}`;

export const latestReport = (vin: string, signal?: AbortSignal) =>
  call('GET', ofVehicle(vin, 'latest'), LatestAnswer, { signal });

export const vehicleSeries = (
  vin: string,
  ends: Ends,
  quantities: readonly Quantity[],
  buckets: number,
  signal?: AbortSignal,
) =>
  call('GET', ofVehicle(vin, 'series'), Series, {
    query: { ...endsQuery(ends), quantities: quantities.join(','), buckets },
    signal,
  });

export const vehicleTrack = (vin: string, ends: Ends, points: number, signal?: AbortSignal) =>
  call('GET', ofVehicle(vin, 'track'), Track, { query: { ...endsQuery(ends), points }, signal });

/** Single cells and probes as they were at a moment, or last. */
export const vehicleCells = (vin: string, at: number | undefined, signal?: AbortSignal) =>
  call('GET', ofVehicle(vin, 'cells'), Cells, {
    query: { at: at === undefined ? undefined : new Date(at).toISOString() },
    signal,
  });

export const vehicleSpread = (vin: string, ends: Ends, buckets: number, signal?: AbortSignal) =>
  call('GET', ofVehicle(vin, 'spread'), Spread, { query: { ...endsQuery(ends), buckets }, signal });

export const fleetSummary = (minutes: number, signal?: AbortSignal) =>
  call('GET', '/telemetry/fleet', Fleet, { query: { minutes }, signal });

export type FleetFilter = Omit<z.input<typeof FleetListQuery>, 'minutes' | 'limit' | 'minAlarmLevel'> & {
  readonly minutes: number;
  readonly limit: number;
  readonly minAlarmLevel?: number | undefined;
};

export const fleetVehicles = (query: FleetFilter, signal?: AbortSignal) =>
  call('GET', '/telemetry/fleet/vehicles', FleetPage, { query, signal });

export const fleetPositions = (minutes: number, box: Box | undefined, columns: number, signal?: AbortSignal) =>
  call('GET', '/telemetry/fleet/positions', Positions, { query: { minutes, ...box, columns }, signal });
