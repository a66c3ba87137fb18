import type { Firewall, WeaknessKind } from '@chedun/firewalls/contract';
import type { TFunction } from 'i18next';

/** Kinds that somebody has to mend, with their colour; the others are advice. */
const TONES: Readonly<Partial<Record<WeaknessKind, string>>> = {
  'any-any': 'critical',
  'management-open': 'critical',
  'default-allow': 'critical',
  shadowed: 'high',
  expired: 'high',
};

/** Colour of a kind. */
export const toneOf = (kind: WeaknessKind): string => TONES[kind] ?? 'info';

const sum = (counts: Firewall['counts']): number => counts.reduce((total, { count }) => total + count, 0);

/** How many rules have to be mended. */
export const mendedOf = ({ counts }: Pick<Firewall, 'counts'>): number =>
  sum(counts.filter(({ kind }) => TONES[kind] !== undefined));

/** How many could be better. */
export const adviceOf = ({ counts }: Pick<Firewall, 'counts'>): number =>
  sum(counts.filter(({ kind }) => TONES[kind] === undefined));

const FORMATS = { iptables: 'iptables', nftables: 'nftables', cisco: 'Cisco', fortigate: 'FortiGate' } as const;

/** Name of a format; of products it is the same in every language. */
export const formatName = (t: TFunction, format: NonNullable<Firewall['format']>): string =>
  format === 'huawei'
    ? t('firewalls.huawei')
    : format === 'security-groups'
      ? t('firewalls.securityGroups')
      : FORMATS[format];
