import type { AssetRef } from '@chedun/governance/contract';
import type { Counted } from '../contract.ts';

const SHOWN = 20;

/** Different vehicles and hosts that findings name. `registered` is what the register of assets knows of them. */
export const countAssets = (assets: readonly AssetRef[], registered: number): Counted => {
  const of = (kind: AssetRef['kind']) => [...new Set(assets.filter((each) => each.kind === kind).map(({ id }) => id))];
  const vins = of('vehicle').toSorted();
  return { vehicles: vins.length, registered, hosts: of('host').length, vins: vins.slice(0, SHOWN) };
};

/** VINs that findings name, each once. */
export const vinsOf = (assets: readonly AssetRef[]): readonly string[] => [
  ...new Set(assets.filter(({ kind }) => kind === 'vehicle').map(({ id }) => id)),
];
