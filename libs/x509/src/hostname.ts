import type { HasExtensions } from './extension.ts';
import { subjectAltNameOf } from './extensions/names.ts';
import { ipBytes } from './general-name.ts';

const LABEL = /^(?!-)[a-z0-9_-]{1,63}(?<!-)$/;

const labelsOf = (host: string): readonly string[] | undefined => {
  const labels = (host.endsWith('.') ? host.slice(0, -1) : host).toLowerCase().split('.');
  return host.length <= 254 && labels.every((label) => LABEL.test(label)) ? labels : undefined;
};

/**
 * Whether a DNS name of a certificate covers a host (RFC 6125 6.4, RFC 9525 6.3): labels without regard to case; `*` only
 * as the whole first label, for exactly one label, with at least two labels behind it. International names as A-labels.
 */
export const matchesDnsName = (pattern: string, host: string): boolean => {
  const wanted = labelsOf(host);
  if (wanted === undefined) return false;
  const [first = '', ...rest] = pattern.toLowerCase().split('.');
  if (first !== '*') return labelsOf(pattern)?.join('.') === wanted.join('.');
  return rest.length >= 2 && labelsOf(rest.join('.')) !== undefined && rest.join('.') === wanted.slice(1).join('.');
};

/**
 * Whether a certificate is for a host: a DNS name, or an IPv4 or IPv6 address (brackets allowed). Only SubjectAltName
 * counts, common names do not (RFC 9525 2). Throws `asn1.*` when the extension is malformed.
 */
export const matchesHost = (certificate: HasExtensions, host: string): boolean => {
  const names = subjectAltNameOf(certificate) ?? [];
  const address = ipBytes(host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host);
  if (address !== undefined)
    return names.some((name) => name.kind === 'ip' && Buffer.compare(name.value, address) === 0);
  return names.some((name) => name.kind === 'dns' && matchesDnsName(name.value, host));
};
