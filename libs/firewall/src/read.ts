import { firewallError } from './errors.ts';
import type { FirewallFormat, RuleSet } from './model.ts';
import { readCisco } from './readers/cisco.ts';
import { readFortigate } from './readers/fortigate.ts';
import { readHuawei } from './readers/huawei.ts';
import { readIptables } from './readers/iptables.ts';
import { readNftables } from './readers/nftables.ts';
import { readSecurityGroups } from './readers/security-groups.ts';

/** Most bytes and rules of an export. */
export const MOST_BYTES = 16 * 1024 * 1024;
export const MOST_RULES = 10_000;
const MOST_LINE = 20_000;

const READERS: Readonly<Record<FirewallFormat, (lines: readonly string[]) => RuleSet>> = {
  iptables: readIptables,
  nftables: readNftables,
  cisco: readCisco,
  huawei: readHuawei,
  fortigate: readFortigate,
  'security-groups': readSecurityGroups,
};
const SIGNS: readonly (readonly [RegExp, FirewallFormat])[] = [
  [/^\s*[[{][^]*"(?:SecurityGroups|SecurityGroupPolicySet|security_group_rules|Permissions)"/, 'security-groups'],
  [/^\*(?:filter|nat|mangle|raw|security)\b|^-A \S+ /m, 'iptables'],
  [/^table (?:ip|ip6|inet|arp|bridge|netdev) \S+ \{/m, 'nftables'],
  [/^\s*config firewall policy\b/m, 'fortigate'],
  [/^security-policy\b/m, 'huawei'],
  [/^access-list \S+ |^ip access-list extended /m, 'cisco'],
];

/** Tells the format of an export by what stands in it. */
export const formatOf = (text: string): FirewallFormat | undefined => SIGNS.find(([sign]) => sign.test(text))?.[1];

/**
 * Reads an export of a firewall. What is not understood is named line by line in `unread`; nothing is guessed. Throws
 * `firewall.unknown-format`, `firewall.too-large`.
 */
export const readFirewall = (text: string): RuleSet => {
  if (text.length > MOST_BYTES) throw firewallError('firewall.too-large');
  const format = formatOf(text);
  if (format === undefined) throw firewallError('firewall.unknown-format');
  const lines = text.split(/\r\n|\n|\r/);
  // A line of JSON is as long as its document; of the others nothing lies beyond the cut.
  const read = READERS[format](format === 'security-groups' ? lines : lines.map((line) => line.slice(0, MOST_LINE)));
  if (read.rules.length > MOST_RULES) throw firewallError('firewall.too-large');
  return read;
};
