/** Contract of firewalls 防火墙: exports of their rules and what is wrong with them. Isomorphic: the console imports it. */
import type { Passage } from '@chedun/firewall';
import { z } from 'zod';

/** Permissions of firewalls. */
export const firewallPermissions = {
  read: 'firewalls.read',
  /** Registers firewalls, uploads their exports, removes them. */
  write: 'firewalls.write',
} as const;

const Iso = z.iso.datetime({ offset: true });
const Line = z.string().trim().min(1).max(100);

export const WeaknessKind = z.enum([
  'any-any',
  'shadowed',
  'redundant',
  'expired',
  'disabled',
  'management-open',
  'never-hit',
  'default-allow',
  'undecided',
]);
export type WeaknessKind = z.infer<typeof WeaknessKind>;
export const FirewallFormat = z.enum(['iptables', 'nftables', 'cisco', 'huawei', 'fortigate', 'security-groups']);

export const FirewallInput = z.object({
  name: Line,
  /** Where it stands: site, boundary. */
  place: z.string().trim().max(200).default(''),
  owner: z.string().trim().max(100).default(''),
});
export type FirewallInput = z.output<typeof FirewallInput>;

/** A firewall with what its newest export says. */
export const Firewall = FirewallInput.extend({
  id: z.uuid(),
  format: FirewallFormat.nullable(),
  version: z.number().int(),
  uploadedAt: Iso.nullable(),
  uploadedBy: z.string(),
  sm3: z.string(),
  rules: z.number().int(),
  unread: z.number().int(),
  counts: z.array(z.object({ kind: WeaknessKind, count: z.number().int() })),
});
export type Firewall = z.infer<typeof Firewall>;
export const FirewallList = z.object({ items: z.array(Firewall).max(500) });
export const FirewallParams = z.object({ id: z.uuid() });
export const FirewallRemoved = z.object({ removed: z.boolean() });

/** A rule as people read it. */
export const RuleLine = z.object({
  line: z.number().int(),
  list: z.string(),
  name: z.string(),
  action: z.enum(['allow', 'deny', 'other']),
  from: z.string(),
  to: z.string(),
  sources: z.string(),
  destinations: z.string(),
  services: z.string(),
  flags: z.array(z.enum(['conditional', 'partial', 'disabled'])),
  expiresOn: z.string().nullable(),
  hits: z.number().nullable(),
  comment: z.string(),
  weaknesses: z.array(WeaknessKind),
});
export type RuleLine = z.infer<typeof RuleLine>;

const Named = z.object({ line: z.number().int(), list: z.string(), name: z.string(), text: z.string() });
/** What was found, with the lines that prove it. */
export const Weakness = z.object({
  kind: WeaknessKind,
  list: z.string(),
  rule: Named.nullable(),
  by: z.array(Named),
});
export type Weakness = z.infer<typeof Weakness>;
export const Unread = z.object({ line: z.number().int(), text: z.string(), reason: z.string() });

/** What changed against the export before, by the lines of rules. */
export const RuleChange = z.object({ kind: z.enum(['added', 'removed']), text: z.string() });

/** Most weaknesses that a reading lists; the counts of {@link Firewall} count all. */
export const MOST_WEAKNESSES = 10_000;

/** GET /firewalls/:id */
export const FirewallDetail = z.object({
  firewall: Firewall,
  rules: z.array(RuleLine).max(10_000),
  weaknesses: z.array(Weakness).max(MOST_WEAKNESSES),
  unread: z.array(Unread).max(1_000),
  changes: z.array(RuleChange).max(1_000),
  versions: z.array(
    z.object({ version: z.number().int(), at: Iso, by: z.string(), sm3: z.string(), rules: z.number().int() }),
  ),
});
export type FirewallDetail = z.infer<typeof FirewallDetail>;

/** Most bytes of an export. */
export const MOST_EXPORT = 16 * 1024 * 1024;

/** Questions that other modules may bring. */
export interface FirewallsAsks {
  /** Firewalls with an export, by name. */
  readonly known: () => Promise<readonly { readonly id: string; readonly name: string }[]>;
  /** What the newest export of a firewall lets through, rule by rule; nothing for one that is not there. */
  readonly letThrough: (id: string) => Promise<readonly Passage[]>;
}
