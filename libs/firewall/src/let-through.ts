import { boxesOf, remainder, type Box } from './cover.ts';
import { ADDRESSES, PORTS, PROTOCOLS, type FirewallRule, type RuleSet } from './model.ts';

/** What a rule, or the default of a list, really lets through. */
export interface Passage {
  readonly list: string;
  /** Absent for what no rule of the list matches. */
  readonly rule?: FirewallRule;
  /** What it allows and no earlier rule of the list denies. */
  readonly boxes: readonly Box[];
}

const EVERYTHING: Box = [ADDRESSES, ADDRESSES, PROTOCOLS, PORTS, PORTS];
/** Chains of hosts: what is for the machine itself or comes from it does not cross it. */
const OWN_CHAIN = /(?:^|[ :])(?:input|output|prerouting|postrouting|ingress|egress)\b/i;

const placesWithin = (inner: readonly string[], outer: readonly string[]): boolean =>
  outer.length === 0 || (inner.length > 0 && inner.every((place) => outer.includes(place)));

const isCertain = ({ isDisabled, isConditional, isPartial }: FirewallRule): boolean =>
  !isDisabled && !isConditional && !isPartial;

const inList = (list: string, rules: readonly FirewallRule[], byDefault: boolean): Passage[] => {
  const denied: { readonly rule: FirewallRule; readonly boxes: readonly Box[] }[] = [];
  const found: Passage[] = [];
  const deniedFor = (from: readonly string[], to: readonly string[]): Box[] =>
    denied.flatMap(({ rule, boxes }) => (placesWithin(from, rule.from) && placesWithin(to, rule.to) ? boxes : []));
  for (const rule of rules.filter(isCertain)) {
    const boxes = boxesOf(rule);
    if (boxes === undefined) continue;
    if (rule.action === 'deny') denied.push({ rule, boxes });
    if (rule.action !== 'allow') continue;
    const left = remainder(boxes, deniedFor(rule.from, rule.to)) ?? boxes;
    if (left.length > 0) found.push({ list, rule, boxes: left });
  }
  if (!byDefault) return found;
  const left = remainder([EVERYTHING], deniedFor([], [])) ?? [EVERYTHING];
  return left.length === 0 ? found : [...found, { list, boxes: left }];
};

/**
 * What a rule set lets through, rule by rule: allowing rules without what earlier rules of the same list deny, and defaults. Rules that
 * match on more than is modelled (state, rate, time, user) and rules with unknown sets are left out, as are lists for the firewall itself.
 * A rule that has run out by its comment still lets through and counts.
 */
export const letThrough = ({ rules, defaults }: RuleSet): Passage[] => {
  const lists = Map.groupBy(rules, ({ list }) => list);
  const names = [...new Set([...lists.keys(), ...defaults.keys()])].filter(
    (name) => !OWN_CHAIN.test(name) && !/^(?:nat|mangle|raw|security) /.test(name),
  );
  return names.flatMap((name) => inList(name, lists.get(name) ?? [], defaults.get(name) === 'allow'));
};
