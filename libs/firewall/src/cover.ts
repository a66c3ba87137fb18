import { ADDRESSES, PORTS, PROTOCOLS, type FirewallRule, type Range } from './model.ts';

/** A product of ranges: source, destination, protocol, source port, destination port. */
export type Box = readonly [Range, Range, Range, Range, Range];

const MOST_BOXES = 4_096;
const MOST_PIECES = 20_000;
const DIMENSIONS = 5;

/** Everything that a rule may match as boxes; undefined when there are more than can be worked with. */
export const boxesOf = ({ sources, destinations, services }: FirewallRule): readonly Box[] | undefined => {
  if (sources.length * destinations.length * services.length > MOST_BOXES) return undefined;
  return sources.flatMap((source) =>
    destinations.flatMap((destination) =>
      services.map((service): Box => [source, destination, service.protocol, service.source, service.destination]),
    ),
  );
};

const meets = (a: Box, b: Box): boolean => {
  for (let d = 0; d < DIMENSIONS; d += 1) {
    const [one, other] = [a[d], b[d]];
    if (one === undefined || other === undefined || one.lo > other.hi || other.lo > one.hi) return false;
  }
  return true;
};

/** What is left of a box without another one: at most two pieces a dimension, which do not overlap. */
const minus = (box: Box, other: Box): Box[] => {
  if (!meets(box, other)) return [box];
  const left: Box[] = [];
  const rest = [...box] as [Range, Range, Range, Range, Range];
  for (let d = 0; d < DIMENSIONS; d += 1) {
    const [own, cut] = [rest[d] ?? ADDRESSES, other[d] ?? ADDRESSES];
    if (own.lo < cut.lo) left.push(rest.with(d, { lo: own.lo, hi: cut.lo - 1 }) as unknown as Box);
    if (own.hi > cut.hi) left.push(rest.with(d, { lo: cut.hi + 1, hi: own.hi }) as unknown as Box);
    rest[d] = { lo: Math.max(own.lo, cut.lo), hi: Math.min(own.hi, cut.hi) };
  }
  return left;
};

/** What boxes leave over of others; undefined when the pieces become too many to decide. */
export const remainder = (boxes: readonly Box[], others: readonly Box[]): readonly Box[] | undefined => {
  let left = boxes;
  for (const other of others) {
    left = left.flatMap((box) => minus(box, other));
    if (left.length > MOST_PIECES) return undefined;
    if (left.length === 0) return left;
  }
  return left;
};

/** Whether two lists of boxes have anything in common. */
export const overlap = (boxes: readonly Box[], others: readonly Box[]): boolean =>
  boxes.some((box) => others.some((other) => meets(box, other)));

const isAll = (range: Range, all: Range): boolean => range.lo <= all.lo && range.hi >= all.hi;

/** Whether a list of ranges is everything. */
export const isEverywhere = (ranges: readonly Range[]): boolean => ranges.some((range) => isAll(range, ADDRESSES));

/** Whether a rule is for every protocol and port. */
export const isEveryService = ({ services }: Pick<FirewallRule, 'services'>): boolean =>
  services.some(({ protocol, destination }) => isAll(protocol, PROTOCOLS) && isAll(destination, PORTS));
