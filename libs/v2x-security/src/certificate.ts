import type { ValueOf } from '@chedun/asn1';
import { toHex } from './bytes.ts';
import { readAs, writeAs } from './codec.ts';
import type { ReadOptions } from './codec.ts';
import { securityError } from './errors.ts';
import { hashedId, hashOf } from './hashing.ts';
import type { HashName } from './hashing.ts';
import { hashOfCurve, splitKey } from './keys.ts';
import { compressed } from './points.ts';
import { Certificate, ToBeSignedCertificate } from './schema/certificate.ts';

/** Decoded fields of a certificate. */
export type CertificateValue = ValueOf<typeof Certificate>;
/** Decoded fields of what is signed of it. */
export type ToBeSignedValue = ValueOf<typeof ToBeSignedCertificate>;

/** A certificate, its bytes as they were received and the parts that are hashed. */
export interface ParsedCertificate {
  readonly bytes: Uint8Array;
  readonly value: CertificateValue;
  /** Bytes of `toBeSigned` as received. */
  readonly tbs: Uint8Array;
  /** Hash of the whole certificate in its canonical form, with the algorithm that belongs to its own key. */
  readonly hash: Uint8Array;
  readonly hashName: HashName;
  /** Hex of the last 8 bytes of `hash`. */
  readonly id8: string;
  /** Who issued it: undefined for a self-signed one, else hex of the last 8 bytes of the hash of the issuer. */
  readonly issuer: { readonly hashName: HashName; readonly id8: string } | undefined;
}

/**
 * Reads one certificate that fills the bytes. Throws `v2xsec.format` (also for an explicit certificate without
 * signature or key) or `v2xsec.unsupported` (implicit certificates, algorithms of later editions).
 */
export const parseCertificate = (bytes: Uint8Array, options: ReadOptions = {}): ParsedCertificate => {
  const { value, spans } = readAs(Certificate, bytes, { ...options, track: [ToBeSignedCertificate] });
  const [span] = spans;
  if (span === undefined) throw securityError('v2xsec.format', { reason: 'no part to be signed' });
  const key = verificationKeyIn(value);
  const hashName = hashOfCurve(splitKey(key).curve);
  const hash = hashOf(hashName, canonicalBytes(bytes, value));
  const id8 = toHex(hashedId(hash, 8));
  return { bytes, value, tbs: bytes.subarray(span.start, span.end), hash, hashName, id8, issuer: issuerOf(value) };
};

type Key = Parameters<typeof splitKey>[0];

const verificationKeyIn = ({ type, toBeSigned, signature }: CertificateValue): Key => {
  if (type !== 'explicit') throw securityError('v2xsec.unsupported', { reason: 'a certificate that is not explicit' });
  const indicator = toBeSigned.verifyKeyIndicator;
  if (!('verificationKey' in indicator) || signature === undefined)
    throw securityError('v2xsec.format', { reason: 'an explicit certificate has a key and a signature' });
  return indicator.verificationKey;
};

/** The verification key in a certificate as it stands in its bytes. */
export const keyValueOf = ({ value }: ParsedCertificate): Key => verificationKeyIn(value);

const issuerOf = ({ issuer }: CertificateValue): ParsedCertificate['issuer'] => {
  if ('self' in issuer) return undefined;
  if ('sha256AndDigest' in issuer) return { hashName: 'sha256', id8: issuer.sha256AndDigest.octets };
  if ('sha384AndDigest' in issuer) return { hashName: 'sha384', id8: issuer.sha384AndDigest.octets };
  if ('sm3AndDigest' in issuer) return { hashName: 'sm3', id8: issuer.sm3AndDigest.octets };
  throw securityError('v2xsec.unsupported', { reason: 'an issuer identifier of a later edition' });
};

/**
 * The form of a certificate that is hashed (IEEE 1609.2 6.4.3): points of keys compressed, r of ECDSA signatures as x
 * only. Certificates of our own are written so; the others are written again.
 */
const canonicalBytes = (bytes: Uint8Array, value: CertificateValue): Uint8Array => {
  const form = canonicalForm(value);
  return form === value ? bytes : writeAs(Certificate, form);
};

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** Rebuilds a value with every field for which `change` answers something else. */
const changed = (value: Json, change: (name: string, inner: Json) => Json, name = ''): Json => {
  const own = change(name, value);
  if (own !== value) return own;
  if (Array.isArray(value)) {
    const items = value as readonly Json[];
    const next = items.map((item) => changed(item, change, name));
    return next.some((item, at) => item !== items[at]) ? next : value;
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, inner, changed(inner, change, key)] as const);
  return entries.some(([, before, after]) => before !== after)
    ? Object.fromEntries(entries.map(([key, , after]) => [key, after]))
    : value;
};

const isPoint = (value: Json): value is Json & object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const toXOnly = (point: Json): Json => {
  if (!isPoint(point)) return point;
  if ('compressedY0' in point) return { xOnly: point['compressedY0'] };
  if ('compressedY1' in point) return { xOnly: point['compressedY1'] };
  if ('uncompressed' in point) return { xOnly: (point['uncompressed'] as { readonly x: Json }).x };
  return point;
};

const toCompressed = (point: Json): Json => {
  if (!isPoint(point) || !('uncompressed' in point)) return point;
  const { x, y } = point['uncompressed'] as {
    readonly x: { readonly octets: string };
    readonly y: { readonly octets: string };
  };
  return compressed(new Uint8Array(Buffer.from(`04${x.octets}${y.octets}`, 'hex'))) as unknown as Json;
};

const KEY_NAMES: ReadonlySet<string> = new Set([
  'ecdsaNistP256',
  'ecdsaBrainpoolP256r1',
  'ecdsaNistP384',
  'ecdsaBrainpoolP384r1',
  'ecsigSm2',
  'eciesNistP256',
  'eciesBrainpoolP256r1',
  'ecencSm2',
]);

const canonicalForm = (value: CertificateValue): CertificateValue =>
  changed(value as unknown as Json, (name, inner) => {
    if (name === 'rSig') return toXOnly(inner);
    return KEY_NAMES.has(name) ? toCompressed(inner) : inner;
  }) as unknown as CertificateValue;

/** Bytes of a certificate. */
export const encodeCertificate = (value: CertificateValue): Uint8Array => writeAs(Certificate, value);

/** Bytes of what is signed of a certificate. */
export const encodeToBeSigned = (value: ToBeSignedValue): Uint8Array => writeAs(ToBeSignedCertificate, value);

/** Seconds since 2004 between which a certificate holds, both ends included as in IEEE 1609.2 (5.1.2.4). */
export const validityOf = ({ value }: ParsedCertificate): { readonly start: number; readonly end: number } => {
  const { start, duration } = value.toBeSigned.validityPeriod;
  return { start, end: start + secondsOf(duration) };
};

const SECONDS = {
  microseconds: 1e-6,
  milliseconds: 1e-3,
  seconds: 1,
  minutes: 60,
  hours: 3600,
  sixtyHours: 216_000,
  years: 31_556_952,
} as const;

const secondsOf = (duration: ToBeSignedValue['validityPeriod']['duration']): number => {
  for (const [unit, seconds] of Object.entries(SECONDS))
    if (unit in duration) return Number(Object.values(duration)[0]) * seconds;
  return 0;
};
