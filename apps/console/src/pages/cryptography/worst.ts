import type { Endpoint } from '@chedun/cryptography/contract';

type Weaknesses = NonNullable<Endpoint['probe']>['result']['weaknesses'];
type Severity = Weaknesses[number]['severity'];

const RANK: readonly Severity[] = ['informational', 'low', 'medium', 'high', 'critical'];

/** Weaknesses, the worst first. */
export const worstFirst = (weaknesses: Weaknesses): Weaknesses =>
  weaknesses.toSorted((a, b) => RANK.indexOf(b.severity) - RANK.indexOf(a.severity));

/** Rank of the worst weakness, -1 for none: lists sort by it. */
export const worstRank = ({ probe }: Endpoint): number =>
  Math.max(-1, ...(probe?.result.weaknesses ?? []).map(({ severity }) => RANK.indexOf(severity)));

/** Protocols as people write them. */
export const PROTOCOL_LABEL = {
  tlcp: 'TLCP',
  tls13: 'TLS 1.3',
  tls12: 'TLS 1.2',
  tls11: 'TLS 1.1',
  tls10: 'TLS 1.0',
  ssl3: 'SSL 3.0',
} as const;

/** Tone of an accepted protocol. */
export const protocolTone = (protocol: keyof typeof PROTOCOL_LABEL): 'good' | 'high' =>
  protocol === 'tls13' || protocol === 'tls12' || protocol === 'tlcp' ? 'good' : 'high';

/** Tone of the days that a certificate has left: the alarms stand at 30, 7 and 1 days. */
export const daysTone = (days: number): 'good' | 'medium' | 'high' | 'critical' => {
  if (days < 1) return 'critical';
  if (days < 7) return 'high';
  return days < 30 ? 'medium' : 'good';
};

const DAY = 86_400_000;

/** Days between the newest probe and the first end of a certificate that it showed; undefined when it showed none. */
export const daysAtProbe = ({ probe }: Endpoint): number | undefined => {
  const end = probe?.result.expiresAt ?? null;
  return probe === null || end === null ? undefined : Math.floor((Date.parse(end) - Date.parse(probe.at)) / DAY);
};

/** A key as people write it: RSA 2048, SM2, P256. */
export const keyLabel = ({ key, bits }: { readonly key: string; readonly bits: number }): string =>
  key === 'rsa' ? `RSA ${bits}` : key.toUpperCase();
