import type { AssetsAsks, Vehicle } from '@chedun/assets/contract';
import type { PeerKind } from '@chedun/behaviour';

/** Vehicles whose model and software are remembered, and look-ups of one batch, at most. */
const REMEMBERED = 50_000;
const LOOKUPS = 200;
/** Control units whose versions make a group. */
const MOST_UNITS = 4;

/** Models, software and regions of vehicles; the first two asked of the register once each. */
export interface PeerGroups {
  /** Peer group of a vehicle, by its model when nothing else is asked; '' when it is not known. */
  readonly groupOf: (vehicle: string, by?: PeerKind) => string;
  /** Looks vehicles up before a batch is judged, at most 200 new ones. */
  readonly prepare: (vehicles: Iterable<string>) => Promise<void>;
}

interface Known {
  readonly model: string;
  readonly software: string;
}

/** Versions of the first control units by name, such as `GW 2.1 · TBOX 4.0.3`. */
const softwareOf = ({ ecus }: Vehicle): string =>
  ecus
    .filter(({ softwareVersion }) => softwareVersion !== '')
    .toSorted((one, other) => (one.name < other.name ? -1 : 1))
    .slice(0, MOST_UNITS)
    .map(({ name, softwareVersion }) => `${name} ${softwareVersion}`)
    .join(' · ');

/** Opens the table of peers. `regionOf`: where a vehicle was last, '' when that is not known. */
export const openPeerGroups = (
  assets: Pick<AssetsAsks, 'vehicleByVin'>,
  regionOf: (vehicle: string) => string,
): PeerGroups => {
  let known = new Map<string, Known>();
  return {
    groupOf: (vehicle, by = 'model') => (by === 'region' ? regionOf(vehicle) : (known.get(vehicle)?.[by] ?? '')),
    prepare: async (vehicles) => {
      const fresh = [...new Set(vehicles)].filter((vin) => vin.length === 17 && !known.has(vin)).slice(0, LOOKUPS);
      if (known.size + fresh.length > REMEMBERED) known = new Map();
      for (const vin of fresh) {
        const vehicle = await assets.vehicleByVin(vin);
        known.set(vin, { model: vehicle?.model ?? '', software: vehicle === undefined ? '' : softwareOf(vehicle) });
      }
    },
  };
};
