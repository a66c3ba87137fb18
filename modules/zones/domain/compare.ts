import { ADDRESSES, PORTS, PROTOCOLS, remainder, type Box, type Passage, type Range } from '@chedun/firewall';
import type { Opening, Protocol } from '../contract.ts';
import { networkKey, readNetwork, spanOf } from './address.ts';
import type { Permit } from './judge.ts';
import { readPorts } from './ports.ts';

type Zone = { readonly id: string; readonly name: string; readonly cidrs: readonly string[] };
interface Spanned {
  readonly id: string;
  readonly name: string;
  /** Addresses of the zone without those of zones with longer prefixes. */
  readonly ranges: readonly Range[];
}

const without = (from: readonly Range[], cut: Range): Range[] =>
  from.flatMap(({ lo, hi }) => {
    if (cut.lo > hi || cut.hi < lo) return [{ lo, hi }];
    return [...(lo < cut.lo ? [{ lo, hi: cut.lo - 1 }] : []), ...(hi > cut.hi ? [{ lo: cut.hi + 1, hi }] : [])];
  });

/** Addresses of IPv4 of each zone, as the longest prefix decides. */
export const spansOf = (zones: readonly Zone[]): readonly Spanned[] => {
  const all = zones.flatMap(({ id, cidrs }) =>
    cidrs.flatMap((text) => {
      const network = readNetwork(text);
      const span = network === undefined ? undefined : spanOf(network);
      return network === undefined || span === undefined ? [] : [{ id, network, span }];
    }),
  );
  return zones.map(({ id, name }) => ({
    id,
    name,
    ranges: all
      .filter((each) => each.id === id)
      .flatMap(({ network, span }) =>
        all
          .filter((other) => other.network.bits > network.bits && networkKey(other.network) !== networkKey(network))
          .reduce<readonly Range[]>((left, other) => without(left, other.span), [span]),
      ),
  }));
};

const NUMBERS: Readonly<Record<Exclude<Protocol, 'any'>, number>> = {
  tcp: 6,
  udp: 17,
  icmp: 1,
  sctp: 132,
  gre: 47,
  esp: 50,
};
const NAMES = new Map(Object.entries(NUMBERS).map(([name, number]) => [number, name.toUpperCase()]));

const boxesOf = ({ protocol, ports }: Permit): Box[] => {
  const number = protocol === 'any' ? PROTOCOLS : { lo: NUMBERS[protocol], hi: NUMBERS[protocol] };
  return (readPorts(ports, protocol) ?? []).map((range): Box => [ADDRESSES, ADDRESSES, number, PORTS, range]);
};

const meet = (a: Range, b: Range): Range | undefined => {
  const [lo, hi] = [Math.max(a.lo, b.lo), Math.min(a.hi, b.hi)];
  return lo > hi ? undefined : { lo, hi };
};

/** The part of a box that goes from one zone to another. */
const within = (box: Box, from: Spanned, to: Spanned): Box[] =>
  from.ranges.flatMap((source) =>
    to.ranges.flatMap((destination) => {
      const [one, other] = [meet(box[0], source), meet(box[1], destination)];
      return one === undefined || other === undefined ? [] : [[one, other, box[2], box[3], box[4]] as Box];
    }),
  );

const MOST_SERVICES = 12;
const protocolText = ({ lo, hi }: Range): string => {
  if (lo <= PROTOCOLS.lo && hi >= PROTOCOLS.hi) return '*';
  return lo === hi ? (NAMES.get(lo) ?? `IP ${lo}`) : `IP ${lo}-${hi}`;
};
const servicesOf = (boxes: readonly Box[]): string => {
  const texts = boxes.map(([, , protocol, , { lo, hi }]) => {
    const name = protocolText(protocol);
    if (lo <= PORTS.lo && hi >= PORTS.hi) return name;
    return `${name} ${lo === hi ? lo : `${lo}-${hi}`}`;
  });
  const unique = [...new Set(texts)];
  return unique.length > MOST_SERVICES
    ? `${unique.slice(0, MOST_SERVICES).join(', ')} …(${unique.length})`
    : unique.join(', ');
};

const isAnywhere = (box: Box): boolean =>
  [box[0], box[1]].every(({ lo, hi }) => lo <= ADDRESSES.lo && hi >= ADDRESSES.hi);

/** Whether names of zones in the rule are those of our zones; a rule that names none is for all of them. */
const fits = (names: readonly string[], zone: Spanned): boolean =>
  names.length === 0 || names.some((name) => name.toLowerCase() === zone.name.toLowerCase());

/**
 * What one passage of a firewall opens between zones though no permission in force allows it. A rule that names only places of the
 * firewall (`uncompared`) is compared where these are names of zones.
 */
export const openingsOf = (
  passage: Passage,
  zones: readonly Spanned[],
  permits: ReadonlyMap<string, readonly Permit[]>,
): { readonly uncompared: boolean; readonly openings: readonly Omit<Opening, 'firewall' | 'firewallName'>[] } => {
  const { rule, boxes } = passage;
  const names = [...(rule?.from ?? []), ...(rule?.to ?? [])];
  const known = new Set(zones.map(({ name }) => name.toLowerCase()));
  const byPlace = names.length > 0 && boxes.every(isAnywhere);
  const named = names.some((name) => known.has(name.toLowerCase()));
  if (byPlace && !named) return { uncompared: true, openings: [] };
  const [from, to] = byPlace ? [rule?.from ?? [], rule?.to ?? []] : [[], []];
  const openings = zones
    .filter((zone) => fits(from, zone))
    .flatMap((source) =>
      zones
        .filter((zone) => zone.id !== source.id && fits(to, zone))
        .flatMap((target) => {
          const crossing = boxes.flatMap((box) => within(box, source, target));
          if (crossing.length === 0) return [];
          const allowed = (permits.get(`${source.id} ${target.id}`) ?? [])
            .filter(({ isInForce }) => isInForce)
            .flatMap(boxesOf);
          const left = remainder(crossing, allowed) ?? crossing;
          if (left.length === 0) return [];
          return [
            {
              line: rule?.line ?? 0,
              rule: rule === undefined ? passage.list : `${passage.list} ${rule.name}`.trim(),
              text: rule?.text ?? '',
              from: source.id,
              to: target.id,
              services: servicesOf(left),
            },
          ];
        }),
    );
  return { uncompared: false, openings };
};
