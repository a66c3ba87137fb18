import { firewallError } from './errors.ts';
import type { FirewallFormat, RuleSet } from './model.ts';
import { readCisco } from './readers/cisco.ts';
import { readFortigate } from './readers/fortigate.ts';
import { readHuawei } from './readers/huawei.ts';
import { readIptables } from './readers/iptables.ts';
import { readNftables } from './readers/nftables.ts';

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
};
const SIGNS: readonly (readonly [RegExp, FirewallFormat])[] = [
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
  const lines = text.split(/\r\n|\n|\r/).map((line) => line.slice(0, MOST_LINE));
  const read = READERS[format](lines);
  if (read.rules.length > MOST_RULES) throw firewallError('firewall.too-large');
  return read;
};
