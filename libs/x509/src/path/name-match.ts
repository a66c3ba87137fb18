import type { GeneralName } from '../general-name.ts';
import { ipBytes } from '../general-name.ts';
import { isUnderName, parseName } from '../name.ts';

/** Whether `host` is `base` or lies under it; with a dot before it, only under it. Empty text is above everything. */
const isUnderDomain = (host: string, base: string): boolean => {
  const [low, under] = [host.toLowerCase().replace(/\.$/, ''), base.toLowerCase()];
  if (under === '') return true;
  if (under.startsWith('.')) return low.endsWith(under) && low.length > under.length;
  return low === under || low.endsWith(`.${under}`);
};

/** A host against the constraint of a mailbox or URI: a host means this host, a dot before it all hosts under it. */
const isHostWithin = (host: string, base: string): boolean =>
  base.startsWith('.') ? isUnderDomain(host, base) : host.toLowerCase() === base.toLowerCase();

const isMailWithin = (mail: string, base: string): boolean => {
  const at = mail.lastIndexOf('@');
  const [local, host] = [mail.slice(0, at), mail.slice(at + 1)];
  const baseAt = base.lastIndexOf('@');
  if (at < 0) return false;
  if (baseAt < 0) return isHostWithin(host, base);
  return local === base.slice(0, baseAt) && host.toLowerCase() === base.slice(baseAt + 1).toLowerCase();
};

/** Host of a URI with an authority; undefined for other URIs and for addresses, which no constraint can name (RFC 5280 4.2.1.10). */
export const uriHost = (uri: string): string | undefined => {
  const [, authority = ''] = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i.exec(uri) ?? [];
  const host = authority.slice(authority.lastIndexOf('@') + 1).replace(/:\d*$/, '');
  return host === '' || host.startsWith('[') || ipBytes(host) !== undefined ? undefined : host;
};

const isUriWithin = (uri: string, base: string): boolean => {
  const host = uriHost(uri);
  return host !== undefined && isHostWithin(host, base);
};

const isAddressWithin = (address: Uint8Array, base: Uint8Array): boolean => {
  const size = address.length;
  if (base.length !== size * 2) return false;
  return address.every((byte, at) => ((byte ^ (base[at] ?? 0)) & (base[size + at] ?? 0)) === 0);
};

/**
 * Whether a name lies in the subtree of a constraint of the same kind (RFC 5280 4.2.1.10); undefined when kinds differ.
 * Throws `asn1.*` for directory names that are malformed.
 */
export const isWithin = (name: GeneralName, base: GeneralName): boolean | undefined => {
  if (name.kind === 'dns' && base.kind === 'dns') return isUnderDomain(name.value, base.value);
  if (name.kind === 'email' && base.kind === 'email') return isMailWithin(name.value, base.value);
  if (name.kind === 'uri' && base.kind === 'uri') return isUriWithin(name.value, base.value);
  if (name.kind === 'ip' && base.kind === 'ip') return isAddressWithin(name.value, base.value);
  if (name.kind === 'directory' && base.kind === 'directory')
    return isUnderName(parseName(name.value), parseName(base.value));
  return undefined;
};

/** Whether an excluded subtree touches a name: for wildcards, also when only some of the hosts that they cover are in it. */
export const isTouched = (name: GeneralName, base: GeneralName): boolean | undefined => {
  if (name.kind !== 'dns' || base.kind !== 'dns' || !name.value.startsWith('*.')) return isWithin(name, base);
  const under = base.value.toLowerCase().replace(/^\./, '');
  const rest = name.value.slice(2).toLowerCase();
  return isUnderDomain(rest, base.value) || under === rest || under.slice(under.indexOf('.') + 1) === rest;
};

/** Whether constraints of this kind can be judged at all. */
export const isJudged = (kind: GeneralName['kind']): boolean =>
  ['dns', 'email', 'uri', 'ip', 'directory'].includes(kind);
