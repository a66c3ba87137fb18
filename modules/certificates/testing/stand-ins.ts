import type { AssetsAsks, Vehicle } from '@chedun/assets/contract';
import { findingCleared, findingsReported } from '@chedun/governance/contract';
import type { IdentityAsks } from '@chedun/identity/contract';
import { defineModule } from '@chedun/module';
import type { CeremonyPlan } from '../contract.ts';

/** Vehicles that are registered in this world: LSVAA49J1320 and five digits. */
const REGISTERED = /^LSVAA49J1320\d{5}$/;

const assetsOf = (): Pick<AssetsAsks, 'countRegistered' | 'vehicleByVin'> => ({
  countRegistered: async (vins) => vins.filter((vin) => REGISTERED.test(vin)).length,
  vehicleByVin: async (vin) => (REGISTERED.test(vin) ? ({ vin, status: 'registered' } as Vehicle) : undefined),
});

/** Small stand-ins for the modules that certificates needs; owners of tokens by their ids. */
export const standIns = (owners: ReadonlyMap<string, string> = new Map()) => [
  defineModule<object>({
    name: 'governance',
    needs: [],
    permissions: [],
    errors: {},
    tells: [findingsReported, findingCleared],
    build: () => ({ asks: {} }),
  }),
  defineModule<AssetsAsks>({
    name: 'assets',
    needs: [],
    permissions: [],
    errors: {},
    tells: [],
    build: () => ({ asks: assetsOf() as AssetsAsks }),
  }),
  defineModule<IdentityAsks>({
    name: 'identity',
    needs: [],
    permissions: [],
    errors: {},
    tells: [],
    build: () => ({ asks: { tokenOwner: async (id: string) => owners.get(id) } as IdentityAsks }),
  }),
];

/** Plan of a hierarchy with one root and two issuing authorities. */
export const hierarchy = (algorithm: 'sm2' | 'ecdsa-p256' = 'sm2', prefix = ''): CeremonyPlan => ({
  kind: 'create-root',
  root: { name: `${prefix}root`, title: `${prefix}根证书机构` },
  organization: '示例汽车有限公司',
  algorithm,
  years: 20,
  issuing: [
    { name: `${prefix}vehicle-ca`, title: `${prefix}车辆证书机构`, years: 10 },
    { name: `${prefix}cloud-ca`, title: `${prefix}云平台证书机构`, years: 10 },
  ],
});
