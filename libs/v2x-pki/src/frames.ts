import { choice, integer, listOf, octets, sequence } from '@chedun/asn1';
import type { Type, ValueOf } from '@chedun/asn1';
import { decodeOer, encodeOer } from '@chedun/asn1/oer';
import { fromHex, toHex } from './bytes.ts';
import { asMessage } from './errors.ts';

/**
 * Frames of our own, in canonical OER, where the Chinese text has only place-holders (ACA and MA, MA and RA) or one
 * message for each certificate (RA and ACA). They travel signed and encrypted like the others.
 */

/** One request of a batch: the management message, and the second linkage value, for which its fields have no place. */
export interface BatchItem {
  readonly request: Uint8Array;
  /** A secured message, encrypted for the certificate authority. */
  readonly otherLinkage: Uint8Array;
}

const Batch = listOf(sequence({ request: octets(), otherLinkage: octets() }), 0);
const Answers = listOf(octets(), 0);
const Resolve = sequence({ certificateId: octets(10) });
const Resolved = choice({
  found: sequence({ requestHash: octets(8), i: integer(0, 65_535), value1: octets(9), value2: octets(9) }),
  unknown: integer(0, 0),
});
const Block = sequence({ requestHash: octets(8) });
const Blocked = sequence({ devices: integer(0, 1), perPeriod: integer(0, 255) });

const read = <T extends Type>(type: T, bytes: Uint8Array): ValueOf<T> => asMessage(() => decodeOer(type, bytes).value);

/** Bytes of a batch of requests. */
export const encodeBatch = (items: readonly BatchItem[]): Uint8Array =>
  encodeOer(
    Batch,
    items.map(({ request, otherLinkage }) => ({
      request: { octets: toHex(request) },
      otherLinkage: { octets: toHex(otherLinkage) },
    })),
  );

/** Reads {@link encodeBatch}. Throws `v2xpki.message`. */
export const decodeBatch = (bytes: Uint8Array): readonly BatchItem[] =>
  read(Batch, bytes).map(({ request, otherLinkage }) => ({
    request: fromHex(request.octets),
    otherLinkage: fromHex(otherLinkage.octets),
  }));

/** A list of messages: answers of a batch, and the file of a period that a device downloads, in the order of its indices. */
export const encodeList = (items: readonly Uint8Array[]): Uint8Array =>
  encodeOer(
    Answers,
    items.map((item) => ({ octets: toHex(item) })),
  );

/** Reads {@link encodeList}. Throws `v2xpki.message`. */
export const decodeList = (bytes: Uint8Array): readonly Uint8Array[] =>
  read(Answers, bytes).map((item) => fromHex(item.octets));

/** What the certificate authority knows of a certificate. */
export interface ResolvedCertificate {
  readonly requestHash: Uint8Array;
  readonly i: number;
  readonly values: readonly [Uint8Array, Uint8Array];
}

/** Question of the misbehaviour authority: which request led to a certificate. */
export const encodeResolve = (certificateId: Uint8Array): Uint8Array =>
  encodeOer(Resolve, { certificateId: { octets: toHex(certificateId) } });

/** Reads {@link encodeResolve}. Throws `v2xpki.message`. */
export const decodeResolve = (bytes: Uint8Array): Uint8Array => fromHex(read(Resolve, bytes).certificateId.octets);

/** Answer to {@link encodeResolve}; undefined for a certificate that is not one of ours. */
export const encodeResolved = (found: ResolvedCertificate | undefined): Uint8Array => {
  if (found === undefined) return encodeOer(Resolved, { unknown: 0 });
  const [value1, value2] = found.values;
  return encodeOer(Resolved, {
    found: {
      requestHash: { octets: toHex(found.requestHash) },
      i: found.i,
      value1: { octets: toHex(value1) },
      value2: { octets: toHex(value2) },
    },
  });
};

/** Reads {@link encodeResolved}. Throws `v2xpki.message`. */
export const decodeResolved = (bytes: Uint8Array): ResolvedCertificate | undefined => {
  const value = read(Resolved, bytes);
  if (!('found' in value)) return undefined;
  const { requestHash, i, value1, value2 } = value.found;
  return {
    requestHash: fromHex(requestHash.octets),
    i,
    values: [fromHex(value1.octets), fromHex(value2.octets)],
  };
};

/** Order of the misbehaviour authority: the device behind a request gets nothing more. */
export const encodeBlock = (requestHash: Uint8Array): Uint8Array =>
  encodeOer(Block, { requestHash: { octets: toHex(requestHash) } });

/** Reads {@link encodeBlock}. Throws `v2xpki.message`. */
export const decodeBlock = (bytes: Uint8Array): Uint8Array => fromHex(read(Block, bytes).requestHash.octets);

/** Answer to {@link encodeBlock}: whether a device was found, and how many certificates a period it had. */
export const encodeBlocked = (perPeriod: number | undefined): Uint8Array =>
  encodeOer(Blocked, { devices: perPeriod === undefined ? 0 : 1, perPeriod: perPeriod ?? 0 });

/** Reads {@link encodeBlocked}. Throws `v2xpki.message`. */
export const decodeBlocked = (bytes: Uint8Array): number | undefined => {
  const { devices, perPeriod } = read(Blocked, bytes);
  return devices === 0 ? undefined : perPeriod;
};
