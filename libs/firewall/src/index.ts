export { analyse, type Weakness, type WeaknessKind } from './analyse.ts';
export { remainder, type Box } from './cover.ts';
export { FIREWALL_ERRORS, firewallError, type FirewallErrorCode } from './errors.ts';
export { letThrough, type Passage } from './let-through.ts';
export { ADDRESSES, PORTS, PROTOCOLS } from './model.ts';
export type { FirewallFormat, FirewallRule, Range, RuleAction, RuleSet, Service, Unread } from './model.ts';
export { formatOf, MOST_BYTES, MOST_RULES, readFirewall } from './read.ts';
