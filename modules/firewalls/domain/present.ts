import type { FirewallRule, Range, RuleSet, Service, Weakness as Found } from '@chedun/firewall';
import type { Firewall, RuleLine, Weakness, WeaknessKind } from '../contract.ts';

const ALL_ADDRESSES = 2 ** 32 - 1;
const ALL_PORTS = 65_535;
const MOST_SHOWN = 8;

const dotted = (value: number): string => [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');

/** An address, a block such as `10.0.0.0/8`, or a span; `*` for all. */
const rangeText = ({ lo, hi }: Range): string => {
  if (lo === 0 && hi === ALL_ADDRESSES) return '*';
  if (lo === hi) return dotted(lo);
  const bits = 32 - Math.log2(hi - lo + 1);
  return Number.isInteger(bits) && lo % (hi - lo + 1) === 0 ? `${dotted(lo)}/${bits}` : `${dotted(lo)}-${dotted(hi)}`;
};

const PROTOCOLS: Readonly<Record<number, string>> = {
  1: 'ICMP',
  6: 'TCP',
  17: 'UDP',
  47: 'GRE',
  50: 'ESP',
  132: 'SCTP',
};

const serviceText = ({ protocol, destination: { lo, hi } }: Service): string => {
  const name = protocol.lo === protocol.hi ? (PROTOCOLS[protocol.lo] ?? `IP ${protocol.lo}`) : '*';
  if (lo === 0 && hi === ALL_PORTS) return name;
  return `${name} ${lo === hi ? lo : `${lo}-${hi}`}`;
};

const listed = (texts: readonly string[]): string => {
  const unique = [...new Set(texts)];
  return unique.length > MOST_SHOWN
    ? `${unique.slice(0, MOST_SHOWN).join(', ')} …(${unique.length})`
    : unique.join(', ');
};

/** A rule as a line of a table. */
const ruleLine = (rule: FirewallRule, weaknesses: readonly WeaknessKind[]): RuleLine => ({
  line: rule.line,
  list: rule.list,
  name: rule.name,
  action: rule.action,
  from: rule.from.join(', '),
  to: rule.to.join(', '),
  sources: listed(rule.sources.map(rangeText)),
  destinations: listed(rule.destinations.map(rangeText)),
  services: listed(rule.services.map(serviceText)),
  flags: [
    ...(rule.isConditional ? (['conditional'] as const) : []),
    ...(rule.isPartial ? (['partial'] as const) : []),
    ...(rule.isDisabled ? (['disabled'] as const) : []),
  ],
  expiresOn: rule.expiresOn,
  hits: rule.hits,
  comment: rule.comment,
  weaknesses: [...weaknesses],
});

const named = ({ line, list, name, text }: FirewallRule) => ({ line, list, name, text });

/** A weakness with the lines that prove it. */
export const weaknessLine = ({ kind, list, rule, by }: Found): Weakness => ({
  kind,
  list,
  rule: rule === undefined ? null : named(rule),
  by: by.map(named),
});

/** Rules of a set with their weaknesses, in the order of the export. */
export const ruleLines = ({ rules }: RuleSet, weaknesses: readonly Found[]): RuleLine[] => {
  const kinds = Map.groupBy(
    weaknesses.filter(({ rule }) => rule !== undefined),
    ({ rule }) => rule?.line ?? 0,
  );
  return rules.map((rule) =>
    ruleLine(
      rule,
      (kinds.get(rule.line) ?? []).map(({ kind }) => kind),
    ),
  );
};

/** How often each kind was found, the most frequent first. */
export const countsOf = (weaknesses: readonly Found[]): Firewall['counts'] =>
  [...Map.groupBy(weaknesses, ({ kind }) => kind)]
    .map(([kind, all]) => ({ kind, count: all.length }))
    .toSorted((a, b) => b.count - a.count);

/** Rules that one export has and the other has not, by their text. */
export const changesOf = (before: readonly string[], after: readonly string[]) => {
  const [old, now] = [new Set(before), new Set(after)];
  return [
    ...after.filter((text) => !old.has(text)).map((text) => ({ kind: 'added' as const, text })),
    ...before.filter((text) => !now.has(text)).map((text) => ({ kind: 'removed' as const, text })),
  ];
};
