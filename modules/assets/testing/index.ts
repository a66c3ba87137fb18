import type { AssetsAsks, Host, Sighting, Vehicle } from '../contract.ts';

/** Asks of the assets module on fixed lists, for tests of modules that need them; it remembers what it was told. */
export interface FakeAssets extends AssetsAsks {
  readonly seen: readonly Sighting[];
}

/** Builds the fake. */
export const fakeAssets = (
  known: { readonly vehicles?: readonly Vehicle[]; readonly hosts?: readonly Host[] } = {},
): FakeAssets => {
  const { vehicles = [], hosts = [] } = known;
  const seen: Sighting[] = [];
  const count = (status: Vehicle['status']): number => vehicles.filter((vehicle) => vehicle.status === status).length;
  return {
    seen,
    readTable: () => Promise.resolve([]),
    vehicleByVin: (vin) => Promise.resolve(vehicles.find((vehicle) => vehicle.vin === vin.toUpperCase())),
    assetByHost: (key) =>
      Promise.resolve(hosts.find((host) => host.name === key.toLowerCase() || host.addresses.includes(key))),
    countVehicles: () => {
      const [registered, discovered] = [count('registered'), count('discovered')];
      return Promise.resolve({ total: registered + discovered, registered, discovered });
    },
    countRegistered: (vins) =>
      Promise.resolve(vehicles.filter(({ vin, status }) => status === 'registered' && vins.includes(vin)).length),
    assetsAfter: (kind, after, limit) => {
      const ids =
        kind === 'vehicle' ? vehicles.map(({ vin }) => vin) : kind === 'host' ? hosts.map(({ name }) => name) : [];
      const later = ids.filter((id) => id > after).toSorted();
      return Promise.resolve(later.slice(0, limit).map((id) => ({ id, seenAt: null })));
    },
    hostsAfter: (after, limit) => Promise.resolve(hosts.filter(({ name }) => name > after).slice(0, limit)),
    servicesAfter: () => Promise.resolve([]),
    models: () => Promise.resolve([]),
    supplierNames: (limit) => {
      const counts = new Map<string, { vins: Set<string>; ecus: number; parts: Set<string> }>();
      for (const { vin, ecus } of vehicles)
        for (const { supplier, name } of ecus) {
          if (supplier === '') continue;
          const one = counts.get(supplier) ?? { vins: new Set<string>(), ecus: 0, parts: new Set<string>() };
          counts.set(supplier, { vins: one.vins.add(vin), ecus: one.ecus + 1, parts: one.parts.add(name) });
        }
      const found = [...counts].map(([name, { vins, ecus, parts }]) => {
        return { name, vehicles: vins.size, ecus, parts: [...parts] };
      });
      return Promise.resolve(found.slice(0, limit));
    },
    notOnRecord: (kind, names) =>
      Promise.resolve(names.filter((name) => kind !== 'host' || hosts.every((host) => host.name !== name))),
    registerHosts: (wanted) =>
      Promise.resolve({
        taken: wanted.map(({ name }) => name).filter((name) => hosts.some((one) => one.name === name)),
      }),
    noteSeen: (sightings) => {
      const fresh = new Set(sightings.map(({ vin }) => vin).filter((vin) => !seen.some((old) => old.vin === vin)));
      seen.push(...sightings);
      return Promise.resolve({ discovered: fresh.size, skipped: 0 });
    },
  };
};
