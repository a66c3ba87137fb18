import { cursor, type Cursor } from './cursor.ts';
import { tlsProbeError } from './errors.ts';
import type { CipherSuite } from './suites.ts';

/** ServerHello (RFC 8446 4.1.3, RFC 5246 7.4.1.3), HelloRetryRequest included. */
export interface ServerHello {
  /** The version that holds: that of supported_versions where it stands. */
  readonly version: number;
  readonly random: Uint8Array;
  readonly suite: number;
  /** True for a HelloRetryRequest: the server wants another group. */
  readonly retry: boolean;
  readonly group: number | undefined;
  /** Key share of the server, TLS 1.3. */
  readonly share: Uint8Array | undefined;
  readonly alpn: string | undefined;
}

/** What a ServerKeyExchange says (RFC 5246 7.4.3, RFC 8422 5.4). */
export interface ServerKeyExchange {
  readonly group: number | undefined;
  /** Bits of the prime, finite-field groups. */
  readonly dhBits: number | undefined;
  readonly scheme: number | undefined;
}

/** What a CertificateRequest says. */
export interface CertificateRequest {
  /** ClientCertificateType, up to TLS 1.2. */
  readonly types: readonly number[];
  readonly schemes: readonly number[];
  /** Names of accepted authorities, DER; empty: the server names none. */
  readonly authorities: readonly Uint8Array[];
}

/** SHA-256 of "HelloRetryRequest" (RFC 8446 4.1.3). */
const RETRY = Buffer.from('cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c', 'hex');
const MOST_EXTENSIONS = 64;
const MOST_CERTIFICATES = 16;
const MOST_AUTHORITIES = 1000;
const MOST_NUMBERS = 256;
const [ALPN, SCHEMES, VERSIONS, AUTHORITIES, KEY_SHARE] = [16, 13, 43, 47, 51];
const NAMED_CURVE = 3;

const tooMany = (field: string, offset: number): Error => tlsProbeError('tls-probe.limit', { field, offset });

const readExtensions = (bytes: Uint8Array, field: string): ReadonlyMap<number, Uint8Array> => {
  const reader = cursor(bytes, field);
  const found = new Map<number, Uint8Array>();
  while (reader.left() > 0) {
    const type = reader.u16();
    if (found.has(type))
      throw tlsProbeError('tls-probe.malformed', { field, offset: reader.at(), reason: 'an extension stands twice' });
    if (found.size >= MOST_EXTENSIONS) throw tooMany(field, reader.at());
    found.set(type, reader.vector(2));
  }
  return found;
};

const numbersOf = (bytes: Uint8Array, field: string): readonly number[] => {
  const reader = cursor(bytes, field);
  const numbers: number[] = [];
  while (reader.left() > 0) {
    if (numbers.length >= MOST_NUMBERS) throw tooMany(field, reader.at());
    numbers.push(reader.u16());
  }
  return numbers;
};

const listOf = (bytes: Uint8Array, lengthBytes: 2 | 3, most: number, field: string): readonly Uint8Array[] => {
  const reader = cursor(bytes, field);
  const items: Uint8Array[] = [];
  while (reader.left() > 0) {
    if (items.length >= most) throw tooMany(field, reader.at());
    items.push(reader.vector(lengthBytes));
  }
  return items;
};

const whole = <T>(reader: Cursor, value: T): T => {
  reader.finish();
  return value;
};

const shareOf = (bytes: Uint8Array, retry: boolean): Pick<ServerHello, 'group' | 'share'> => {
  const reader = cursor(bytes, 'key_share');
  const group = reader.u16();
  return whole(reader, { group, share: retry ? undefined : reader.vector(2) });
};

const versionOf = (bytes: Uint8Array): number => {
  const reader = cursor(bytes, 'supported_versions');
  return whole(reader, reader.u16());
};

const alpnOf = (bytes: Uint8Array): string => {
  const reader = cursor(bytes, 'alpn');
  const names = cursor(reader.vector(2), 'alpn');
  const name = names.vector(1);
  names.finish();
  return whole(reader, new TextDecoder('latin1').decode(name));
};

/** Reads the body of a ServerHello to its last byte. Throws `tls-probe.*`. */
export const parseServerHello = (body: Uint8Array): ServerHello => {
  const reader = cursor(body, 'server_hello');
  const legacy = reader.u16();
  const random = reader.take(32);
  if (reader.vector(1).length > 32)
    throw tlsProbeError('tls-probe.malformed', { field: 'server_hello', offset: reader.at(), reason: 'session id' });
  const suite = reader.u16();
  reader.u8();
  const extensions =
    reader.left() > 0 ? readExtensions(reader.vector(2), 'server_hello') : new Map<number, Uint8Array>();
  reader.finish();
  const retry = Buffer.compare(random, RETRY) === 0;
  const [versions, share, alpn] = [extensions.get(VERSIONS), extensions.get(KEY_SHARE), extensions.get(ALPN)];
  return {
    version: versions === undefined ? legacy : versionOf(versions),
    random,
    suite,
    retry,
    ...(share === undefined ? { group: undefined, share: undefined } : shareOf(share, retry)),
    alpn: alpn === undefined ? undefined : alpnOf(alpn),
  };
};

/** Reads the body of a Certificate up to TLS 1.2 (RFC 5246 7.4.2) or of TLCP, where the second is that for encryption. */
export const parseCertificates = (body: Uint8Array): readonly Uint8Array[] => {
  const reader = cursor(body, 'certificate');
  return whole(reader, listOf(reader.vector(3), 3, MOST_CERTIFICATES, 'certificate'));
};

/** Reads the body of a Certificate of TLS 1.3 (RFC 8446 4.4.2). */
export const parseCertificates13 = (body: Uint8Array): readonly Uint8Array[] => {
  const reader = cursor(body, 'certificate');
  reader.vector(1);
  const list = cursor(reader.vector(3), 'certificate');
  const certificates: Uint8Array[] = [];
  while (list.left() > 0) {
    if (certificates.length >= MOST_CERTIFICATES) throw tooMany('certificate', list.at());
    certificates.push(list.vector(3));
    list.vector(2);
  }
  return whole(reader, certificates);
};

const bitsOf = (prime: Uint8Array): number => {
  const first = prime.findIndex((byte) => byte !== 0);
  return first < 0 ? 0 : (prime.length - first) * 8 - Math.clz32(prime[first] ?? 0) + 24;
};

const ecdhe = (reader: Cursor): Pick<ServerKeyExchange, 'group' | 'dhBits'> => {
  if (reader.u8() !== NAMED_CURVE)
    throw tlsProbeError('tls-probe.malformed', { field: 'server_key_exchange', offset: 0, reason: 'no named curve' });
  const group = reader.u16();
  reader.vector(1);
  return { group, dhBits: undefined };
};

const finiteField = (reader: Cursor): Pick<ServerKeyExchange, 'group' | 'dhBits'> => {
  const dhBits = bitsOf(reader.vector(2));
  reader.vector(2);
  reader.vector(2);
  return { group: undefined, dhBits };
};

/**
 * Reads the body of a ServerKeyExchange of this suite: ECDHE and DHE with the signature behind, anonymous ones without.
 * Throws `tls-probe.*`; of suites whose form is not known to this library nothing is read.
 */
export const parseServerKeyExchange = (
  body: Uint8Array,
  suite: Pick<CipherSuite, 'exchange' | 'classes'>,
  signedBy: 'scheme' | 'implicit',
): ServerKeyExchange => {
  const none = { group: undefined, dhBits: undefined, scheme: undefined };
  const reader = cursor(body, 'server_key_exchange');
  if (suite.exchange === 'tlcp-ecdhe') return { ...none, ...ecdhe(reader) };
  if (suite.exchange !== 'ecdhe' && suite.exchange !== 'dhe') return none;
  const agreed = suite.exchange === 'ecdhe' ? ecdhe(reader) : finiteField(reader);
  if (suite.classes.includes('anonymous')) return whole(reader, { ...none, ...agreed });
  const scheme = signedBy === 'scheme' ? reader.u16() : undefined;
  reader.vector(2);
  return whole(reader, { ...agreed, scheme });
};

/** Reads the body of a CertificateRequest up to TLS 1.2 (RFC 5246 7.4.4; before 1.2 and in TLCP without schemes). */
export const parseCertificateRequest = (body: Uint8Array, signedBy: 'scheme' | 'implicit'): CertificateRequest => {
  const field = 'certificate_request';
  const reader = cursor(body, field);
  const types = [...reader.vector(1)];
  const schemes = signedBy === 'scheme' ? numbersOf(reader.vector(2), field) : [];
  const authorities = listOf(reader.vector(2), 2, MOST_AUTHORITIES, field);
  return whole(reader, { types, schemes, authorities });
};

/** Reads the body of a CertificateRequest of TLS 1.3 (RFC 8446 4.3.2). */
export const parseCertificateRequest13 = (body: Uint8Array): CertificateRequest => {
  const field = 'certificate_request';
  const reader = cursor(body, field);
  reader.vector(1);
  const extensions = readExtensions(reader.vector(2), field);
  reader.finish();
  const inside = (type: number): Uint8Array => {
    const bytes = extensions.get(type);
    if (bytes === undefined) return new Uint8Array(0);
    const one = cursor(bytes, field);
    return whole(one, one.vector(2));
  };
  return {
    types: [],
    schemes: numbersOf(inside(SCHEMES), field),
    authorities: listOf(inside(AUTHORITIES), 2, MOST_AUTHORITIES, field),
  };
};

/** Reads the body of EncryptedExtensions (RFC 8446 4.3.1): the protocol that was chosen, undefined for none. */
export const parseEncryptedExtensions = (body: Uint8Array): string | undefined => {
  const reader = cursor(body, 'encrypted_extensions');
  const alpn = readExtensions(reader.vector(2), 'encrypted_extensions').get(ALPN);
  return whole(reader, alpn === undefined ? undefined : alpnOf(alpn));
};
