import { decodeOerAt } from '@chedun/asn1/oer';
import { isDomainError } from '@chedun/kernel';
import type { Curve } from '../points.ts';
import { Certificate } from '../schema/certificate.ts';
import type { Profile } from '../schema/message.ts';
import { byteAt, skip, takeLength } from './primitives.ts';
import { scanTbs } from './scan-tbs.ts';
import { clearView } from './view.ts';
import type { ContentKind, SpduView } from './view.ts';

const VERSION = 3;
const KINDS: readonly ContentKind[] = ['unsecured', 'signed', 'encrypted', 'request'];
/** Bytes of a whole SM2 signature: tag, length, r, s. */
const SM2_SIGNATURE = 66;
const SM2_TAG = 0x84;
const SM2_LENGTH = 0x40;
const HASHES = 3;

/**
 * Finds the fields of one secured message that fills the bytes, without building objects for the usual form. Answers
 * false when the bytes are no canonical message, with the place in `view.at`; never throws. Encrypted messages and
 * certificate requests are only recognised by their kind. Certificates inside are delimited, not yet judged.
 */
export const scanSpdu = (bytes: Uint8Array, view: SpduView, profile: Profile): boolean => {
  clearView(view);
  const kind = KINDS[byteAt(bytes, 1) - 0x80];
  if (byteAt(bytes, 0) !== VERSION || kind === undefined) return false;
  view.content = kind;
  view.at = 2;
  if (kind === 'signed') return scanSigned(bytes, view, profile) && view.at === bytes.length;
  if (kind !== 'unsecured') return bytes.length > 2;
  const length = takeLength(bytes, view);
  if (length < 0) return false;
  view.payloadStart = view.at;
  view.at += length;
  view.payloadEnd = view.at;
  return view.at === bytes.length;
};

const scanSigned = (bytes: Uint8Array, view: SpduView, profile: Profile): boolean => {
  view.hashId = byteAt(bytes, view.at);
  view.at += 1;
  if (view.hashId < 0 || view.hashId >= HASHES) return false;
  return scanTbs(bytes, view, profile) && scanSigner(bytes, view, profile) && scanSignature(bytes, view);
};

const scanSigner = (bytes: Uint8Array, view: SpduView, profile: Profile): boolean => {
  const tag = byteAt(bytes, view.at);
  view.at += 1;
  switch (tag) {
    case 0x80:
      view.signer = 'digest';
      view.signerStart = view.at;
      view.signerEnd = view.at + 8;
      return skip(bytes, view, 8);
    case 0x81:
      return scanCertificates(bytes, view);
    case 0x82:
      view.signer = 'self';
      return true;
    case 0x83: {
      view.signer = 'x509';
      // An open type: outer length, then the octet string with its own.
      const outer = profile === 'cn' ? takeLength(bytes, view) : -1;
      return outer >= 0 && skip(bytes, view, outer);
    }
    default:
      return false;
  }
};

/** One certificate whose end follows from the fixed size of an SM2 signature, or any number by the codec. */
const scanCertificates = (bytes: Uint8Array, view: SpduView): boolean => {
  const isOne = byteAt(bytes, view.at) === 1 && byteAt(bytes, view.at + 1) === 1;
  const tail = bytes.length - SM2_SIGNATURE;
  if (isOne && tail > view.at && bytes[tail] === SM2_TAG && bytes[tail + 1] === SM2_LENGTH) {
    view.signer = 'certificate';
    view.signerStart = view.at + 2;
    view.signerEnd = tail;
    view.at = tail;
    return true;
  }
  return scanList(bytes, view);
};

const MOST_CERTIFICATES = 8;

const scanList = (bytes: Uint8Array, view: SpduView): boolean => {
  const count = byteAt(bytes, view.at) === 1 ? byteAt(bytes, view.at + 1) : 0;
  if (count < 1 || count > MOST_CERTIFICATES) return false;
  view.at += 2;
  view.signer = count === 1 ? 'certificate' : 'chain';
  view.signerStart = view.at;
  try {
    for (let index = 0; index < count; index += 1) {
      view.at = decodeOerAt(Certificate, bytes, view.at, { canonical: true }).end;
      if (index === 0) view.signerEnd = view.at;
    }
    return true;
  } catch (error) {
    if (isDomainError(error)) return false;
    throw error;
  }
};

const ECDSA: Readonly<Record<number, readonly [Curve, 32 | 48]>> = {
  0x80: ['nistP256', 32],
  0x81: ['brainpoolP256r1', 32],
  0x82: ['brainpoolP384r1', 48],
  0x83: ['nistP384', 48],
};

const scanSignature = (bytes: Uint8Array, view: SpduView): boolean => {
  const tag = byteAt(bytes, view.at);
  view.at += 1;
  if (tag === SM2_TAG) {
    if (byteAt(bytes, view.at) !== SM2_LENGTH) return false;
    view.curve = 'sm2';
    view.rStart = view.at + 1;
    view.sStart = view.rStart + 32;
    return skip(bytes, view, 65);
  }
  const found = ECDSA[tag];
  if (found === undefined) return false;
  const [curve, size] = found;
  const length = size === 48 ? takeLength(bytes, view) : undefined;
  const from = view.at;
  return length !== -1 && scanPoint(bytes, view, curve, size) && (length === undefined || view.at - from === length);
};

/** The r of ECDSA is a point: x only, compressed, or with both coordinates. */
const scanPoint = (bytes: Uint8Array, view: SpduView, curve: Curve, size: number): boolean => {
  const form = byteAt(bytes, view.at);
  if (form !== 0x80 && form !== 0x82 && form !== 0x83 && form !== 0x84) return false;
  view.curve = curve;
  view.rStart = view.at + 1;
  view.sStart = view.rStart + (form === 0x84 ? 2 * size : size);
  view.at = view.sStart + size;
  return view.at <= bytes.length;
};
