import { hash } from 'node:crypto';
import type { Profile } from '../schema/message.ts';
import { regionHolds } from '../trust/region.ts';
import type { CountryAt } from '../trust/region.ts';
import type { ReplayWindow } from '../trust/replay.ts';
import { sm2Digest } from '@chedun/gm';
import { ecdsaMessage } from '../trust/signers.ts';
import type { AdmissionReason, KnownSigner, SignerCache, Ssp } from '../trust/signers.ts';
import type { SignatureVerifier } from '../verifier.ts';
import { scanSpdu } from './scan.ts';
import type { SpduView } from './view.ts';

/** Verdict on one message; the whole list. `chain:` reasons concern the certificate of the signer. */
export type MessageVerdict =
  | 'valid'
  | 'format'
  | 'not-signed'
  | 'signer-form'
  | 'signer-unknown'
  | `chain:${AdmissionReason}`
  | 'hash-algorithm'
  | 'aid-not-permitted'
  | 'ssp-not-permitted'
  | 'time-missing'
  | 'too-old'
  | 'in-future'
  | 'expired'
  | 'outside-validity'
  | 'location-missing'
  | 'outside-region'
  | 'region-undecided'
  | 'replayed'
  | 'signature-invalid';

/** What one application asks of its messages. Times in microseconds. */
export interface AidPolicy {
  /** Whether a generation time has to be there. */
  readonly needsTime: boolean;
  readonly needsLocation: boolean;
  readonly mostAge: number;
  /** How far the clock of a sender may run ahead. */
  readonly mostAhead: number;
  /** Whether the service specific permissions of the signer allow this payload; every payload when left away. */
  readonly isPermitted?: (ssp: Ssp | undefined, payload: Uint8Array) => boolean;
}

/** Everything that a message is judged with. */
export interface MessageContext {
  readonly profile: Profile;
  /** Microseconds since 2004, as the messages count them (IEEE 1609.2: TAI). */
  readonly now: number;
  readonly signers: SignerCache;
  readonly verifier: SignatureVerifier;
  readonly policyOf: (aid: number) => AidPolicy;
  readonly replay?: ReplayWindow;
  readonly countryAt?: CountryAt;
  /** What to do when a place cannot be compared with a region; `reject` when left away. */
  readonly undecidedRegion?: 'accept' | 'reject';
}

/** A verdict with the signer, where one was found. */
export interface JudgedMessage {
  readonly verdict: MessageVerdict;
  readonly signer: KnownSigner | undefined;
}

const MICRO = 1_000_000;

/**
 * Judges one secured message that fills the bytes: form, signer and its chain, application, time, place, replay,
 * signature; the cheap things first. `view` is filled with the fields of the message and may be reused for the next
 * one. Never throws for bad bytes.
 */
export const verifyMessage = (bytes: Uint8Array, view: SpduView, context: MessageContext): JudgedMessage => {
  if (!scanSpdu(bytes, view, context.profile)) return { verdict: 'format', signer: undefined };
  if (view.content !== 'signed') return { verdict: 'not-signed', signer: undefined };
  const signer = signerOf(bytes, view, context);
  if (typeof signer === 'string') return { verdict: signer, signer: undefined };
  const verdict = policyFault(bytes, view, context, signer) ?? signatureFault(bytes, view, context, signer) ?? 'valid';
  return { verdict, signer };
};

const hexAt = (bytes: Uint8Array, start: number, end: number): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('hex');

const HASHES = ['sha256', 'sha384', 'sm3'] as const;

const signerOf = (
  bytes: Uint8Array,
  view: SpduView,
  { signers, now }: MessageContext,
): KnownSigner | MessageVerdict => {
  const seconds = now / MICRO;
  if (view.signer === 'digest') {
    const found = signers.find(hexAt(bytes, view.signerStart, view.signerEnd), seconds);
    if (found === undefined) return 'signer-unknown';
    return typeof found === 'string' ? `chain:${found}` : found;
  }
  if (view.signer !== 'certificate') return 'signer-form';
  const certificate = bytes.subarray(view.signerStart, view.signerEnd);
  const digest = hash(view.curve === 'sm2' ? 'sm3' : (HASHES[view.hashId] ?? 'sha256'), certificate, 'hex');
  const admitted = signers.admit(certificate, digest.slice(-16), seconds);
  return typeof admitted === 'string' ? `chain:${admitted}` : admitted;
};

const policyFault = (
  bytes: Uint8Array,
  view: SpduView,
  context: MessageContext,
  signer: KnownSigner,
): MessageVerdict | undefined => {
  if (signer.key.curve !== view.curve) return 'signature-invalid';
  if (HASHES[view.hashId] !== signer.certificate.hashName) return 'hash-algorithm';
  const { aid } = view;
  if (!signer.permissions.has(aid)) return 'aid-not-permitted';
  const policy = context.policyOf(aid);
  if (policy.isPermitted !== undefined && !policy.isPermitted(signer.permissions.get(aid), payloadOf(bytes, view)))
    return 'ssp-not-permitted';
  return timeFault(view, context.now, policy, signer) ?? placeFault(view, context, policy, signer);
};

const payloadOf = (bytes: Uint8Array, view: SpduView): Uint8Array =>
  view.payloadStart < 0 ? bytes.subarray(0, 0) : bytes.subarray(view.payloadStart, view.payloadEnd);

const timeFault = (
  { generationTime, expiryTime }: SpduView,
  now: number,
  policy: AidPolicy,
  signer: KnownSigner,
): MessageVerdict | undefined => {
  if (generationTime < 0 && policy.needsTime) return 'time-missing';
  if (generationTime >= 0) {
    if (now - generationTime > policy.mostAge) return 'too-old';
    if (generationTime - now > policy.mostAhead) return 'in-future';
  }
  if (expiryTime >= 0 && expiryTime < now) return 'expired';
  const at = generationTime < 0 ? now : generationTime;
  return at < signer.validFrom || at > signer.validUntil ? 'outside-validity' : undefined;
};

const placeFault = (
  view: SpduView,
  { countryAt, undecidedRegion }: MessageContext,
  policy: AidPolicy,
  { region }: KnownSigner,
): MessageVerdict | undefined => {
  if (!view.hasLocation) return policy.needsLocation ? 'location-missing' : undefined;
  if (region === undefined) return undefined;
  const found = regionHolds(region, view, countryAt);
  if (found === 'outside') return 'outside-region';
  return found === 'undecided' && undecidedRegion !== 'accept' ? 'region-undecided' : undefined;
};

/** Replay is asked before the signature, which costs more, and remembered only behind a valid one. */
const signatureFault = (
  bytes: Uint8Array,
  view: SpduView,
  context: MessageContext,
  signer: KnownSigner,
): MessageVerdict | undefined => {
  const tbs = bytes.subarray(view.tbsStart, view.tbsEnd);
  const isSm2 = view.curve === 'sm2';
  const digest = isSm2 ? sm2Digest(signer.z, tbs) : ecdsaMessage(signer, tbs, view.hashId === 1 ? 'sha384' : 'sha256');
  const { replay } = context;
  const seen =
    replay === undefined ? '' : Buffer.from(digest.buffer, digest.byteOffset, digest.length).toString('latin1');
  if (replay?.has(seen) === true) return 'replayed';
  const isValid = isSm2
    ? isSm2Valid(bytes, view, context, signer, digest, tbs)
    : isEcdsaValid(bytes, view, context, signer, digest);
  if (!isValid) return 'signature-invalid';
  replay?.add(seen, context.now);
  return undefined;
};

const isSm2Valid = (
  bytes: Uint8Array,
  view: SpduView,
  { verifier }: MessageContext,
  { prepared, key, certificate }: KnownSigner,
  digest: Uint8Array,
  tbs: Uint8Array,
): boolean => {
  const signature = bytes.subarray(view.rStart, view.rStart + 64);
  return prepared === undefined
    ? verifier.verifySm2(key.point, certificate.hash, tbs, signature)
    : prepared.verify(digest, signature);
};

const isEcdsaValid = (
  bytes: Uint8Array,
  view: SpduView,
  { verifier }: MessageContext,
  { key }: KnownSigner,
  message: Uint8Array,
): boolean => {
  if (key.curve === 'sm2') return false;
  const size = (key.point.length - 1) / 2;
  const rs = new Uint8Array(2 * size);
  rs.set(bytes.subarray(view.rStart, view.rStart + size));
  rs.set(bytes.subarray(view.sStart, view.sStart + size), size);
  return verifier.verifyEcdsa(key.curve, key.point, size === 48 ? 'sha384' : 'sha256', message, rs);
};
