import type { IndicatorKind, Observable } from '../indicator.ts';
import { addressText, parsePrefix } from './addresses.ts';
import { canonicalDomain, isTooBroadDomain } from './names.ts';
import { canonicalUrl } from './urls.ts';

/** What came of a text: an observable, or why it is none. */
export type ReadValue =
  | { readonly kind: 'value'; readonly observable: Observable }
  | { readonly kind: 'refused'; readonly code: 'invalid-value' | 'too-broad'; readonly detail: string };

const HEX_LENGTH: Readonly<Partial<Record<IndicatorKind, number>>> = {
  md5: 32,
  sha1: 40,
  sha256: 64,
  sm3: 64,
  ja3: 32,
  'cert-md5': 32,
  'cert-sha1': 40,
  'cert-sha256': 64,
};

/** Shortest prefixes that are taken: anything wider would match a great part of all traffic. */
const LEAST_BITS = { 4: 8, 16: 16 } as const;
const JA4 = /^[tqd][0-9s][0-9][di][0-9]{4}[0-9a-z]{2}_[0-9a-f]{12}_[0-9a-f]{12}$/;
const EMAIL = /^[^\s@"<>]{1,64}@([^\s@"<>]{1,253})$/;

const refused = (code: 'invalid-value' | 'too-broad', kind: IndicatorKind, text: string): ReadValue => ({
  kind: 'refused',
  code,
  detail: `${kind}: ${text.slice(0, 120)}`,
});

const found = (kind: IndicatorKind, value: string): ReadValue => ({ kind: 'value', observable: { kind, value } });

const address = (text: string, kind: 'ip' | 'network'): ReadValue => {
  const prefix = parsePrefix(text);
  if (prefix === undefined) return refused('invalid-value', kind, text);
  const { bytes, bits } = prefix;
  if (bits === bytes.length * 8) return found('ip', addressText(bytes));
  const least = bytes.length === 4 ? LEAST_BITS[4] : LEAST_BITS[16];
  return bits < least ? refused('too-broad', 'network', text) : found('network', `${addressText(bytes)}/${bits}`);
};

const domain = (text: string): ReadValue => {
  const name = canonicalDomain(text);
  if (name === undefined) return refused('invalid-value', 'domain', text);
  return isTooBroadDomain(name) ? refused('too-broad', 'domain', text) : found('domain', name);
};

const hexDigits = (text: string): string => text.replaceAll(/[:\s-]/g, '').toLowerCase();

const serial = (text: string): ReadValue => {
  const digits = hexDigits(text.replace(/^0x/i, '')).replace(/^0+(?=.)/, '');
  return /^[0-9a-f]{1,40}$/.test(digits) ? found('cert-serial', digits) : refused('invalid-value', 'cert-serial', text);
};

/**
 * Brings a text of a known kind into its canonical spelling. Single addresses become `ip`, ranges `network`, whichever of
 * the two was asked for. Serial numbers are hexadecimal without leading zeros and colons.
 */
export const readValue = (kind: IndicatorKind, raw: string): ReadValue => {
  const text = raw.trim();
  switch (kind) {
    case 'ip':
    case 'network':
      return address(text, kind);
    case 'domain':
      return domain(text);
    case 'url': {
      const url = canonicalUrl(text);
      return url === undefined ? refused('invalid-value', kind, text) : found(kind, url);
    }
    case 'ja4':
      return JA4.test(text.toLowerCase()) ? found(kind, text.toLowerCase()) : refused('invalid-value', kind, text);
    case 'cert-serial':
      return serial(text);
    case 'email': {
      const host = EMAIL.exec(text)?.[1];
      return host === undefined || canonicalDomain(host) === undefined
        ? refused('invalid-value', kind, text)
        : found(kind, text.toLowerCase());
    }
    default: {
      const digits = hexDigits(text);
      const fits = digits.length === HEX_LENGTH[kind] && /^[0-9a-f]+$/.test(digits);
      return fits ? found(kind, digits) : refused('invalid-value', kind, text);
    }
  }
};

/** Undoes the spellings with which people keep indicators from being clicked: `hxxp`, `[.]`, `(dot)`, `[at]`. */
export const refang = (text: string): string =>
  text
    .replace(/^hxxp/i, 'http')
    .replace(/^fxp/i, 'ftp')
    .replaceAll(/\[\.\]|\(\.\)|\{\.\}|\[dot\]|\(dot\)/gi, '.')
    .replaceAll(/\[:\/\/\]|\[:\]\/\//g, '://')
    .replaceAll(/\[:\]/g, ':')
    .replaceAll(/\[at\]|\(at\)|\[@\]/gi, '@');

/** The kind that a text looks like; undefined when it looks like none. 64 digits count as SHA-256, 32 as MD5. */
export const kindOf = (text: string): IndicatorKind | undefined => {
  if (text === '' || text.length > 2_048 || /\s/.test(text)) return undefined;
  if (text.includes('://')) return 'url';
  if (parsePrefix(text) !== undefined) return text.includes('/') ? 'network' : 'ip';
  const lower = text.toLowerCase();
  if (/^[0-9a-f]+$/.test(lower)) {
    if (lower.length === 32) return 'md5';
    if (lower.length === 40) return 'sha1';
    if (lower.length === 64) return 'sha256';
  }
  if (JA4.test(lower)) return 'ja4';
  if (EMAIL.test(text)) return 'email';
  return text.includes('.') && canonicalDomain(text) !== undefined ? 'domain' : undefined;
};

/** Kinds by the names that providers give them, in lower case with `-` and `_` taken out. */
const NAMES: Readonly<Record<string, IndicatorKind>> = {
  ip: 'ip',
  ipv4: 'ip',
  ipv6: 'ip',
  ipaddr: 'ip',
  ipaddress: 'ip',
  ipsrc: 'ip',
  ipdst: 'ip',
  srcip: 'ip',
  dstip: 'ip',
  cidr: 'network',
  network: 'network',
  subnet: 'network',
  ipv4addr: 'ip',
  ipv6addr: 'ip',
  domain: 'domain',
  domainname: 'domain',
  hostname: 'domain',
  host: 'domain',
  fqdn: 'domain',
  url: 'url',
  uri: 'url',
  md5: 'md5',
  md5hash: 'md5',
  filehashmd5: 'md5',
  sha1: 'sha1',
  sha1hash: 'sha1',
  filehashsha1: 'sha1',
  sha256: 'sha256',
  sha256hash: 'sha256',
  filehashsha256: 'sha256',
  sm3: 'sm3',
  ja3: 'ja3',
  ja3md5: 'ja3',
  ja3fingerprintmd5: 'ja3',
  ja4: 'ja4',
  certserial: 'cert-serial',
  serialnumber: 'cert-serial',
  certsha1: 'cert-sha1',
  certsha256: 'cert-sha256',
  certmd5: 'cert-md5',
  x509fingerprintmd5: 'cert-md5',
  x509fingerprintsha1: 'cert-sha1',
  x509fingerprintsha256: 'cert-sha256',
  email: 'email',
  emailaddr: 'email',
  emailsrc: 'email',
  emaildst: 'email',
};

/** The kind that a provider means with a name such as `ip-dst`, `FileHash-SHA256` or `IPv4`; undefined for others. */
export const kindNamed = (name: string): IndicatorKind | undefined =>
  NAMES[name.toLowerCase().replaceAll(/[-_\s.]/g, '')];
