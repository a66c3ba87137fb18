import type { AssetsAsks, Host } from '@chedun/assets/contract';
import type { ZoneSuggestion } from '../contract.ts';
import { firstOf, readAddress, zoneFinder } from '../domain/address.ts';
import { readState, readZones, type Needs } from '../store.ts';

const PAGE = 1_000;
const MOST_HOSTS = 20_000;
const MOST_ITEMS = 200;
/** Networks of usual size; a person widens or narrows them. */
const BITS = { 4: 24, 6: 64 } as const;

/** Hosts of the register, by name. */
export const hostsOf = async (assets: Pick<AssetsAsks, 'hostsAfter'>): Promise<readonly Host[]> => {
  const hosts: Host[] = [];
  for (let after = ''; hosts.length < MOST_HOSTS; after = hosts.at(-1)?.name ?? '') {
    const page = await assets.hostsAfter(after, PAGE);
    hosts.push(...page);
    if (page.length < PAGE) break;
  }
  return hosts;
};

const dotted = (value: bigint): string => [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join('.');
const colons = (value: bigint): string =>
  `${[112n, 96n, 80n, 64n].map((shift) => ((value >> shift) & 0xffffn).toString(16)).join(':')}::`;

const networkOf = (text: string): string | undefined => {
  const address = readAddress(text);
  if (address === undefined) return undefined;
  const bits = BITS[address.family];
  const first = firstOf(address, bits);
  return `${address.family === 4 ? dotted(first) : colons(first)}/${bits}`;
};

const networksOf = (addresses: readonly string[]): string[] =>
  [...new Set(addresses.flatMap((text) => networkOf(text) ?? []))].toSorted().slice(0, 200);

/** Zones that hosts of the register name and nobody keeps yet, and networks that were seen and belong to none. */
export const suggest =
  ({ records, assets }: Pick<Needs, 'records'> & { readonly assets: Pick<AssetsAsks, 'hostsAfter'> }) =>
  async (): Promise<ZoneSuggestion[]> => {
    const [zones, state, hosts] = [await readZones(records), await readState(records), await hostsOf(assets)];
    const find = zoneFinder(zones);
    const names = new Set(zones.map(({ name }) => name));
    const named = Map.groupBy(
      hosts.filter(({ zone }) => zone !== '' && !names.has(zone)),
      ({ zone }) => zone,
    );
    const fromAssets = [...named].map(([name, all]): ZoneSuggestion => ({
      name: name.slice(0, 60),
      cidrs: networksOf(all.flatMap(({ addresses }) => addresses).filter((text) => find(text) === undefined)),
      hosts: all.length,
      basis: 'assets',
    }));
    const told = new Set(fromAssets.flatMap(({ cidrs }) => cidrs));
    const loose = Map.groupBy(state.unzoned_examples, (text) => networkOf(text) ?? '');
    const fromFlows = [...loose]
      .filter(([network]) => network !== '' && !told.has(network))
      .map(([network, all]): ZoneSuggestion => ({ name: '', cidrs: [network], hosts: all.length, basis: 'flows' }));
    return [...fromAssets.toSorted((a, b) => b.hosts - a.hosts), ...fromFlows]
      .filter(({ cidrs }) => cidrs.length > 0)
      .slice(0, MOST_ITEMS);
  };
