import type { TelemetryAsks } from './contract.ts';
import type { vehicleReader } from './use-cases/read-vehicle.ts';

/** What others may ask of this module. */
export const telemetryAsks = (vehicle: Pick<ReturnType<typeof vehicleReader>, 'latest'>): TelemetryAsks => ({
  latest: (vin) => vehicle.latest(vin.toUpperCase()),
});
