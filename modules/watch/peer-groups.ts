import type { AssetsAsks } from '@chedun/assets/contract';

/** Vehicles whose model is remembered, and look-ups of one batch, at most. */
const REMEMBERED = 50_000;
const LOOKUPS = 200;

/** Models of vehicles, asked of the register once each. */
export interface PeerGroups {
  /** Model of a vehicle, '' when it is not known. */
  readonly groupOf: (vehicle: string) => string;
  /** Looks vehicles up before a batch is judged, at most 200 new ones. */
  readonly prepare: (vehicles: Iterable<string>) => Promise<void>;
}

/** Opens the table of models. */
export const openPeerGroups = (assets: Pick<AssetsAsks, 'vehicleByVin'>): PeerGroups => {
  let known = new Map<string, string>();
  return {
    groupOf: (vehicle) => known.get(vehicle) ?? '',
    prepare: async (vehicles) => {
      const fresh = [...new Set(vehicles)].filter((vin) => vin.length === 17 && !known.has(vin)).slice(0, LOOKUPS);
      if (known.size + fresh.length > REMEMBERED) known = new Map();
      for (const vin of fresh) known.set(vin, (await assets.vehicleByVin(vin))?.model ?? '');
    },
  };
};
