import { boxesOf, isEverywhere, isEveryService, overlap, remainder, type Box } from './cover.ts';
import type { FirewallRule, RuleSet } from './model.ts';

/** What is wrong with a rule. */
export type WeaknessKind =
  /** Allows everything from everywhere to everywhere. */
  | 'any-any'
  /** Earlier rules match all that it matches, and some of them decide otherwise: it never works. */
  | 'shadowed'
  /** Earlier rules match all that it matches and decide the same. */
  | 'redundant'
  | 'expired'
  | 'disabled'
  /** Allows management or database ports from everywhere. */
  | 'management-open'
  /** The export counts, and it never matched. */
  | 'never-hit'
  /** The list lets through what no rule matches. */
  | 'default-allow'
  /** Too many parts to decide whether it is shadowed. */
  | 'undecided';

/** What was found, with the rules that prove it. */
export interface Weakness {
  readonly kind: WeaknessKind;
  readonly list: string;
  /** Absent for what is said of a whole list. */
  readonly rule?: FirewallRule;
  /** Earlier rules that together match all of it, in their order. */
  readonly by: readonly FirewallRule[];
}

/** Ports by which machines and databases are managed. */
const MANAGEMENT: ReadonlySet<number> = new Set([
  22, 23, 135, 161, 389, 445, 512, 513, 514, 873, 1433, 1521, 2049, 2375, 3306, 3389, 5432, 5900, 5985, 6379, 9200,
  11211, 27017,
]);
/** Rules by far narrower than this many ports are about these ports. */
const MOST_PORTS = 1_000;

const openPorts = ({ services }: FirewallRule): boolean =>
  services.some(
    ({ destination: { lo, hi } }) => hi - lo < MOST_PORTS && [...MANAGEMENT].some((port) => port >= lo && port <= hi),
  );

/** Places: a rule without any is for all of them. */
const placesWithin = (inner: readonly string[], outer: readonly string[]): boolean =>
  outer.length === 0 || (inner.length > 0 && inner.every((place) => outer.includes(place)));

interface Known {
  readonly rule: FirewallRule;
  readonly boxes: readonly Box[];
}

/** Rules that can take matches away from later ones: in force, decided, and matching exactly what they say. */
const takes = ({ isDisabled, isConditional, isPartial, action }: FirewallRule, expired: boolean): boolean =>
  !isDisabled && !isConditional && !isPartial && !expired && action !== 'other';

/** Earlier rules without which the cover would have a hole. */
const neededOf = (boxes: readonly Box[], covering: readonly Known[]): FirewallRule[] => {
  let left: readonly Box[] | undefined = boxes;
  const needed: FirewallRule[] = [];
  for (const { rule, boxes: own } of covering) {
    if (left === undefined || left.length === 0) break;
    if (overlap(left, own)) {
      needed.push(rule);
      left = remainder(left, own);
    }
  }
  return needed;
};

const coverOf = (rule: FirewallRule, boxes: readonly Box[], earlier: readonly Known[]): Weakness | undefined => {
  const covering = earlier.filter(
    ({ rule: other, boxes: own }) =>
      placesWithin(rule.from, other.from) && placesWithin(rule.to, other.to) && overlap(boxes, own),
  );
  const left = remainder(
    boxes,
    covering.flatMap((each) => each.boxes),
  );
  if (left === undefined) return { kind: 'undecided', list: rule.list, rule, by: [] };
  if (left.length > 0 || covering.length === 0) return undefined;
  const by = neededOf(boxes, covering);
  const kind = by.every(({ action }) => action === rule.action) ? 'redundant' : 'shadowed';
  return { kind, list: rule.list, rule, by };
};

const alone = (rule: FirewallRule, expired: boolean): Weakness[] => {
  const found = (kind: WeaknessKind): Weakness => ({ kind, list: rule.list, rule, by: [] });
  if (rule.isDisabled) return [found('disabled')];
  const isWide = rule.action === 'allow' && !rule.isConditional && isEverywhere(rule.sources);
  const isAnyAny =
    isWide &&
    isEverywhere(rule.destinations) &&
    isEveryService(rule) &&
    (rule.from.length === 0 || rule.to.length === 0);
  return [
    ...(isAnyAny ? [found('any-any')] : []),
    ...(isWide && !isAnyAny && openPorts(rule) ? [found('management-open')] : []),
    ...(expired && rule.action === 'allow' ? [found('expired')] : []),
    ...(rule.hits === 0 && rule.action !== 'other' ? [found('never-hit')] : []),
  ];
};

const inList = (rules: readonly FirewallRule[], today: string): Weakness[] => {
  const earlier: Known[] = [];
  const found: Weakness[] = [];
  for (const rule of rules) {
    const expired = rule.expiresOn !== null && rule.expiresOn < today;
    found.push(...alone(rule, expired));
    const boxes = boxesOf(rule);
    const isJudged = !rule.isDisabled && !rule.isPartial && rule.action !== 'other';
    const covered = isJudged && boxes !== undefined ? coverOf(rule, boxes, earlier) : undefined;
    if (covered !== undefined) found.push(covered);
    if (boxes !== undefined && takes(rule, false) && covered?.kind !== 'shadowed') earlier.push({ rule, boxes });
  }
  return found;
};

/**
 * Weaknesses of a rule set on a day `YYYY-MM-DD`. Shadowing is exact over the union of earlier rules in address, protocol and
 * port; rules that match on more (state, rate, time, user) never count as cover, so nothing is called shadowed that can work.
 */
export const analyse = ({ rules, defaults }: RuleSet, today: string): Weakness[] => {
  const lists = Map.groupBy(rules, ({ list }) => list);
  const open = [...defaults].filter(([list, action]) => action === 'allow' && !endsClosed(lists.get(list) ?? []));
  return [
    ...[...lists.values()].flatMap((each) => inList(each, today)),
    ...open.map(([list]): Weakness => ({ kind: 'default-allow', list, by: [] })),
  ];
};

const endsClosed = (rules: readonly FirewallRule[]): boolean => {
  const last = rules.findLast(({ isDisabled, action }) => !isDisabled && action !== 'other');
  return (
    last !== undefined &&
    last.action === 'deny' &&
    !last.isConditional &&
    isEverywhere(last.sources) &&
    isEverywhere(last.destinations) &&
    isEveryService(last)
  );
};
