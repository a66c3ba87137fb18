import { certificatesError } from '../errors.ts';
import type { Profile } from '../contract.ts';
import {
  ATTRIBUTE,
  encodeName,
  ipBytes,
  nameText,
  parseName,
  parseNameText,
  subjectAltNameOf,
  type CertificationRequest,
  type GeneralName,
} from '@chedun/x509';

/** What the holes of a profile are filled with. */
export interface Holes {
  readonly vin: string | null;
  readonly device: string | null;
  readonly organization: string;
}

/** What of a request names its subject. */
export type NamingRequest = Pick<CertificationRequest, 'subject' | 'extensions'>;

/** Subject and alternative names of a certificate. */
export interface SubjectNames {
  /** The name, DER. */
  readonly name: Uint8Array;
  /** The name as text (RFC 4514). */
  readonly text: string;
  readonly names: readonly GeneralName[];
}

const refused = (reason: string): Error => certificatesError('certificates.request-refused', { reason });

/** A value inside the text of a name: what has a meaning there is escaped. */
const escaped = (value: string): string =>
  value
    .replaceAll(/[",+;<>\\=]/g, String.raw`\$&`)
    .replace(/^[ #]/, String.raw`\$&`)
    .replace(/ $/, String.raw`\ `);

const commonNameOf = (request: NamingRequest): string | undefined =>
  parseName(request.subject)
    .flat()
    .find(({ type }) => type === ATTRIBUTE.CN)?.value;

const HOLE = /\{([a-z]+)\}/g;

const fill = (pattern: string, request: NamingRequest, holes: Holes, quote: (value: string) => string): string =>
  pattern.replaceAll(HOLE, (_, hole: string) => {
    const value = hole === 'cn' ? commonNameOf(request) : holes[hole as keyof Holes];
    if (value === undefined || value === null || value === '')
      throw refused(hole === 'cn' ? 'the request has no common name' : `${hole} is missing`);
    if (value.length > 64) throw refused(`${hole} has over 64 characters`);
    return quote(value);
  });

const readAlways = (text: string): GeneralName => {
  const at = text.indexOf(':');
  const [kind, value] = [text.slice(0, at), text.slice(at + 1)];
  if (kind === 'ip') {
    const bytes = ipBytes(value);
    if (bytes === undefined) throw refused(`${value} is no IP address`);
    return { kind: 'ip', value: bytes };
  }
  if (kind === 'dns' || kind === 'email') return { kind, value };
  return { kind: 'uri', value };
};

const DNS = /^(?:\*\.)?(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;

const checkTaken = (name: GeneralName, profile: Profile): GeneralName => {
  const allowed = (profile.san.fromRequest as readonly string[]).includes(name.kind);
  if (!allowed) throw refused(`the profile takes no alternative name of kind ${name.kind} from a request`);
  if (name.kind === 'dns' && (name.value.length > 253 || !DNS.test(name.value)))
    throw refused(`${name.value.slice(0, 80)} is no DNS name`);
  return name;
};

const keyOf = (name: GeneralName): string =>
  'value' in name
    ? `${name.kind}:${typeof name.value === 'string' ? name.value : Buffer.from(name.value).toString('hex')}`
    : name.kind;

/**
 * Names of a certificate: what the profile writes, and what it takes over from the request. A name that the profile would
 * write anyway may stand in the request too; any other is refused, never dropped. Throws `certificates.request-refused`.
 */
export const namesOf = (profile: Profile, request: NamingRequest, holes: Holes): SubjectNames => {
  const text = fill(profile.subject, request, holes, escaped);
  const always = profile.san.always.map((pattern) => readAlways(fill(pattern, request, holes, (value) => value)));
  const known = new Set(always.map(keyOf));
  const wanted = (subjectAltNameOf(request) ?? []).filter((name) => !known.has(keyOf(name)));
  const names = [...always, ...wanted.map((name) => checkTaken(name, profile))];
  if (names.length > profile.san.most && names.length > always.length)
    throw refused(`${names.length} alternative names, the profile allows ${profile.san.most}`);
  const parsed = parseNameText(text);
  return { name: encodeName(parsed), text: nameText(parsed), names };
};
