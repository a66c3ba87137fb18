import { bcc } from './bcc.ts';
import { ENCRYPTION, isEncrypted } from './codes.ts';
import { decodeFrame } from './decode.ts';
import type { Frame } from './frame.ts';
import { ENCRYPTION_AT, HEADER_BYTES, LENGTH_AT } from './header.ts';

/** Longest data unit (clause 6.3.2). */
const LONGEST_UNIT = 65_531;

/**
 * True when the data unit of a frame as cut by the framer needs a key: encryption byte 02 to 05 (GB/T 32960.3 table 2)
 * and a unit that is not empty.
 */
export const isSealed = (frame: Uint8Array): boolean =>
  isEncrypted(frame[ENCRYPTION_AT] ?? 0) && frame.length > HEADER_BYTES + 1;

/** The encrypted data unit: a view. The BCC counts over it, so check that first. */
export const sealedUnit = (frame: Uint8Array): Uint8Array => frame.subarray(HEADER_BYTES, frame.length - 1);

/** Whether the BCC of a frame is right. */
export const isIntact = (frame: Uint8Array): boolean =>
  frame.length > HEADER_BYTES && bcc(frame, 2, frame.length - 1) === frame[frame.length - 1];

/**
 * The frame with `unit` as its data unit and `encryption` in its header; length and BCC are made new. Undefined for a
 * unit that is longer than a frame can carry.
 */
export const withUnit = (frame: Uint8Array, unit: Uint8Array, encryption: number): Uint8Array | undefined => {
  if (unit.length > LONGEST_UNIT) return undefined;
  const made = new Uint8Array(HEADER_BYTES + unit.length + 1);
  made.set(frame.subarray(0, HEADER_BYTES));
  made[ENCRYPTION_AT] = encryption;
  made[LENGTH_AT] = unit.length >> 8;
  made[LENGTH_AT + 1] = unit.length & 0xff;
  made.set(unit, HEADER_BYTES);
  made[made.length - 1] = bcc(made, 2, made.length - 1);
  return made;
};

/**
 * Decodes a frame whose unit was decrypted and put in place by {@link withUnit}, while its encryption byte still tells
 * how it came. Throws as `decodeFrame`.
 */
export const decodeOpened = (bytes: Uint8Array): Frame => {
  const encryption = bytes[ENCRYPTION_AT] ?? 0;
  const plain = withUnit(bytes, sealedUnit(bytes), ENCRYPTION.none);
  return { ...decodeFrame(plain ?? bytes), encryption, bytes };
};
