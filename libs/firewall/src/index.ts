export { analyse, type Weakness, type WeaknessKind } from './analyse.ts';
export { FIREWALL_ERRORS, firewallError, type FirewallErrorCode } from './errors.ts';
export type { FirewallFormat, FirewallRule, Range, RuleAction, RuleSet, Service, Unread } from './model.ts';
export { formatOf, MOST_BYTES, MOST_RULES, readFirewall } from './read.ts';
