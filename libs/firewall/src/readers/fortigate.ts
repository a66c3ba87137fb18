import {
  ADDRESSES,
  ANY_SERVICE,
  PORTS,
  type FirewallRule,
  type Range,
  type RuleSet,
  type Service,
  type Unread,
} from '../model.ts';
import { addressOf, expiryIn, maskedOf, rangeOfPort } from '../values.ts';
import { shown, wordsOf } from '../words.ts';

/** An `edit` block: its name, the line on which it begins, and what it sets. */
interface Block {
  readonly section: string;
  readonly name: string;
  readonly line: number;
  readonly set: Map<string, string[]>;
}

const blocksOf = (lines: readonly string[]): Block[] => {
  const blocks: Block[] = [];
  const sections: string[] = [];
  let open: Block | undefined;
  lines.forEach((whole, index) => {
    const [key = '', ...words] = wordsOf(whole);
    if (key === 'config') sections.push(words.join(' '));
    else if (key === 'end') {
      sections.pop();
      open = undefined;
    } else if (key === 'edit') {
      open = { section: sections.at(-1) ?? '', name: words[0] ?? '', line: index + 1, set: new Map() };
      blocks.push(open);
    } else if (key === 'set' && open !== undefined && words[0] !== undefined) open.set.set(words[0], words.slice(1));
  });
  return blocks;
};

const addressesOf = ({ set }: Block): Range[] | undefined => {
  const [address = '', mask = ''] = set.get('subnet') ?? [];
  const [first, last] = [set.get('start-ip')?.[0], set.get('end-ip')?.[0]];
  if (first !== undefined && last !== undefined) {
    const [lo, hi] = [addressOf(first), addressOf(last)];
    return lo === undefined || hi === undefined || lo > hi ? undefined : [{ lo, hi }];
  }
  const range = maskedOf(address, mask === '' ? '32' : mask);
  return range === undefined ? undefined : [range];
};

const portsOf = (text: string, protocol: number): Service[] => {
  const [destination = '', source] = text.split(':');
  const [to, from] = [rangeOfPort(destination), source === undefined ? PORTS : rangeOfPort(source)];
  return to === undefined || from === undefined
    ? []
    : [{ protocol: { lo: protocol, hi: protocol }, source: from, destination: to }];
};
const servicesOf = ({ set }: Block): Service[] => [
  ...(set.get('tcp-portrange') ?? []).flatMap((text) => portsOf(text, 6)),
  ...(set.get('udp-portrange') ?? []).flatMap((text) => portsOf(text, 17)),
  ...(set.get('protocol')?.[0] === 'ICMP' ? [{ ...ANY_SERVICE, protocol: { lo: 1, hi: 1 } }] : []),
];

const KNOWN: readonly (readonly [string, number, string])[] = [
  ['HTTP', 6, '80'],
  ['HTTPS', 6, '443'],
  ['SSH', 6, '22'],
  ['TELNET', 6, '23'],
  ['FTP', 6, '21'],
  ['RDP', 6, '3389'],
  ['MYSQL', 6, '3306'],
  ['SMTP', 6, '25'],
  ['DNS', 17, '53'],
  ['NTP', 17, '123'],
  ['SNMP', 17, '161'],
];

/** Objects by name; a group is the union of its members, which may be groups. */
const resolver = <T>(plain: ReadonlyMap<string, readonly T[]>, groups: ReadonlyMap<string, readonly string[]>) => {
  const find = (name: string, depth: number): readonly T[] | undefined => {
    const found = plain.get(name);
    const members = groups.get(name);
    if (found !== undefined || members === undefined || depth > 8) return found;
    const parts = members.map((member) => find(member, depth + 1));
    return parts.includes(undefined) ? undefined : parts.flatMap((part) => part ?? []);
  };
  return (names: readonly string[]): { readonly all: T[]; readonly isWhole: boolean } => {
    const parts = names.map((name) => find(name, 0));
    return { all: parts.flatMap((part) => part ?? []), isWhole: !parts.includes(undefined) };
  };
};

const membersOf = (blocks: readonly Block[], section: string): Map<string, readonly string[]> =>
  new Map(blocks.filter((each) => each.section === section).map(({ name, set }) => [name, set.get('member') ?? []]));

const lookups = (blocks: readonly Block[]) => {
  const networks = new Map<string, readonly Range[]>([['all', [ADDRESSES]]]);
  const services = new Map<string, readonly Service[]>([['ALL', [ANY_SERVICE]]]);
  for (const [name, protocol, port] of KNOWN) services.set(name, portsOf(port, protocol));
  for (const block of blocks) {
    const ranges = block.section === 'firewall address' ? addressesOf(block) : undefined;
    if (ranges !== undefined) networks.set(block.name, ranges);
    const found = block.section === 'firewall service custom' ? servicesOf(block) : [];
    if (found.length > 0) services.set(block.name, found);
  }
  return {
    networks: resolver(networks, membersOf(blocks, 'firewall addrgrp')),
    services: resolver(services, membersOf(blocks, 'firewall service group')),
  };
};

/** Settings that narrow a policy further than is modelled. */
const NARROWING = [
  'users',
  'groups',
  'internet-service',
  'internet-service-src',
  'src-vendor-mac',
  'schedule',
] as const;

/** Reads a FortiGate configuration: addresses, services, their groups and `firewall policy`. */
export const readFortigate = (lines: readonly string[]): RuleSet => {
  const blocks = blocksOf(lines);
  const { networks, services } = lookups(blocks);
  const unread: Unread[] = [];
  const any = (names: readonly string[]): string[] => names.filter((name) => name !== 'any');
  const rules = blocks
    .filter(({ section }) => section === 'firewall policy')
    .map(({ name, line, set }): FirewallRule => {
      const text = shown(lines[line - 1] ?? '');
      const isNegated = ['srcaddr-negate', 'dstaddr-negate', 'service-negate'].some(
        (key) => set.get(key)?.[0] === 'enable',
      );
      const parts = [networks(set.get('srcaddr') ?? ['all']), networks(set.get('dstaddr') ?? ['all'])] as const;
      const wanted = services(set.get('service') ?? ['ALL']);
      const isPartial = isNegated || !parts[0].isWhole || !parts[1].isWhole || !wanted.isWhole;
      if (isPartial) unread.push({ line, text, reason: 'objects' });
      const comment = [set.get('name')?.join(' '), set.get('comments')?.join(' ')]
        .filter((each) => each !== undefined)
        .join('：');
      return {
        line,
        list: 'firewall policy',
        name,
        action: set.get('action')?.[0] === 'accept' ? 'allow' : 'deny',
        from: any(set.get('srcintf') ?? []),
        to: any(set.get('dstintf') ?? []),
        sources: parts[0].all,
        destinations: parts[1].all,
        services: wanted.all,
        isConditional: NARROWING.some((key) => set.has(key) && set.get(key)?.[0] !== 'always'),
        isPartial,
        isDisabled: set.get('status')?.[0] === 'disable',
        expiresOn: expiryIn(comment),
        hits: null,
        comment,
        text: `edit ${name} ${comment}`.trim(),
      };
    });
  return { format: 'fortigate', rules, defaults: new Map([['firewall policy', 'deny']]), unread };
};
