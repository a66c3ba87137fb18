import { DerReader } from '@chedun/asn1/der';
import { readRevoked } from './crl.ts';
import type { Crl, RevokedEntry } from './crl.ts';
import { x509Error } from './errors.ts';
import { sameName } from './name.ts';

/** Finds entries of one CRL by serial number, whatever its size: 8 to 16 bytes of memory an entry. */
export interface CrlIndex {
  readonly crl: Crl;
  /** How many entries the CRL has. */
  readonly size: number;
  /** Whether an entry carries a critical extension that is not known (RFC 5280 5.3). */
  readonly unknownCritical: boolean;
  /**
   * The entry of a certificate; undefined when it is not on the list. `serial` is the content of the INTEGER, `issuer`
   * the Name (DER) of who issued the certificate, the issuer of the CRL by default.
   */
  readonly find: (serial: Uint8Array, issuer?: Uint8Array) => RevokedEntry | undefined;
}

/** FNV-1a over the serial number. */
const hash = (bytes: Uint8Array, from: number, to: number): number => {
  let value = 0x811c9dc5;
  for (let at = from; at < to; at += 1) value = Math.imul(value ^ (bytes[at] ?? 0), 0x01000193);
  return (value ^ (value >>> 15)) >>> 0;
};

interface Change {
  readonly at: number;
  readonly issuer: Uint8Array;
}

interface Walk {
  readonly starts: Uint32Array;
  readonly changes: readonly Change[];
  readonly unknownCritical: boolean;
}

const grown = (list: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> => {
  const larger = new Uint32Array(list.length * 2);
  larger.set(list);
  return larger;
};

/** Reads every entry once: where they start, and where the issuer of certificates changes. */
const walk = (entries: Uint8Array, most: number): Walk => {
  let starts = new Uint32Array(1024);
  let count = 0;
  let unknownCritical = false;
  const changes: Change[] = [];
  const reader = new DerReader(entries);
  while (!reader.done()) {
    if (count >= most) throw x509Error('x509.limit', { offset: reader.at, reason: `more than ${most} entries` });
    if (count === starts.length) starts = grown(starts);
    starts[count] = reader.at;
    count += 1;
    const at = reader.at;
    const entry = readRevoked(reader);
    unknownCritical ||= entry.unknownCritical;
    if (entry.certificateIssuer !== undefined) changes.push({ at, issuer: entry.certificateIssuer });
  }
  return { starts: starts.subarray(0, count), changes, unknownCritical };
};

const serialAt = (entries: Uint8Array, at: number): DerReader => {
  const reader = new DerReader(entries, at);
  reader.skip();
  reader.at = reader.from;
  reader.integerBytes();
  return reader;
};

/** Open addressing: slots hold the number of an entry plus one. */
const table = (entries: Uint8Array, starts: Uint32Array): Uint32Array => {
  const slots = new Uint32Array(2 ** Math.ceil(Math.log2(starts.length * 1.5 + 2)));
  const mask = slots.length - 1;
  starts.forEach((at, number) => {
    const { from, to } = serialAt(entries, at);
    let slot = hash(entries, from, to) & mask;
    while (slots[slot] !== 0) slot = (slot + 1) & mask;
    slots[slot] = number + 1;
  });
  return slots;
};

const issuerAt = (changes: readonly Change[], at: number): Uint8Array | undefined => {
  let [low, high] = [0, changes.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((changes[middle]?.at ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return changes[low - 1]?.issuer;
};

/**
 * Reads all entries of a CRL once and makes an index of serial numbers, so that a look-up takes the same time in a list
 * of ten million. Throws `asn1.*`, `x509.*` for the first entry that is malformed, `x509.limit` above `most` entries
 * (default 20 million).
 */
export const indexCrl = (crl: Crl, most = 20_000_000): CrlIndex => {
  const { entries } = crl;
  const { starts, changes, unknownCritical } = walk(entries, most);
  const slots = table(entries, starts);
  const mask = slots.length - 1;
  const find = (serial: Uint8Array, issuer: Uint8Array = crl.issuer): RevokedEntry | undefined => {
    let slot = hash(serial, 0, serial.length) & mask;
    for (let number = slots[slot] ?? 0; number !== 0; number = slots[slot] ?? 0) {
      const at = starts[number - 1] ?? 0;
      const { from, to } = serialAt(entries, at);
      const isSame = Buffer.compare(entries.subarray(from, to), serial) === 0;
      if (isSame && sameName(issuerAt(changes, at) ?? crl.issuer, issuer))
        return readRevoked(new DerReader(entries, at));
      slot = (slot + 1) & mask;
    }
    return undefined;
  };
  return { crl, size: starts.length, unknownCritical, find };
};
