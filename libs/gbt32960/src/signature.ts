import type { Cursor } from './cursor.ts';
import { SIGNATURE_MARK } from './layouts-2025.ts';
import type { Writer } from './writer.ts';

/** Signature algorithms of the 2025 edition. The text leaves curve and hash of `ecc` open: treat it as unknown. */
export const SIGNATURE_ALGORITHM = { sm2: 0x01, rsa: 0x02, ecc: 0x03 } as const;

/** A signature as sent (2025 Annex A): algorithm, R, S. RSA stands in R alone. */
export interface SignatureValue {
  readonly algorithm: number;
  readonly r: Uint8Array;
  readonly s: Uint8Array;
}

/** A signature and where it stands in the frame. */
export interface Signature extends SignatureValue {
  /** Frame offset of the FF mark; of the algorithm byte where there is no mark (activation). */
  readonly markerOffset: number;
  /** The signed bytes are `signedFrom .. signedTo - 1`: collection time up to the mark. */
  readonly signedFrom: number;
  readonly signedTo: number;
  /** `walk`: the items end at the mark. `tail`: found from the end of the unit, behind an item of unknown type. */
  readonly found: 'walk' | 'tail';
}

/** Algorithm byte and the two length words. */
const FIXED_BYTES = 5;

/** Reads algorithm, R and S; `cursor.failed` tells that they run past the end. */
export const readSignature = (cursor: Cursor): SignatureValue => {
  const algorithm = cursor.uint(1);
  const r = cursor.raw(cursor.uint(2));
  const s = cursor.raw(cursor.uint(2));
  return { algorithm, r, s };
};

/** Writes algorithm, R and S, without the mark. */
export const writeSignature = (writer: Writer, signature: SignatureValue): void => {
  writer.uint(1, signature.algorithm, 'signature.algorithm');
  writer.uint(2, signature.r.length, 'signature.r');
  writer.raw(signature.r);
  writer.uint(2, signature.s.length, 'signature.s');
  writer.raw(signature.s);
};

/**
 * Finds the mark behind an item whose length nobody knows: the first offset from `from` on where mark, algorithm and
 * both lengths end exactly at the end of the unit `to`. Returns -1 when there is none.
 */
export const findSignatureFromTail = (view: DataView, from: number, to: number): number => {
  for (let at = from; at + 1 + FIXED_BYTES <= to; at += 1) {
    if (view.getUint8(at) !== SIGNATURE_MARK) continue;
    const algorithm = view.getUint8(at + 1);
    if (algorithm < SIGNATURE_ALGORITHM.sm2 || algorithm > SIGNATURE_ALGORITHM.ecc) continue;
    const sLengthAt = at + 4 + view.getUint16(at + 2);
    if (sLengthAt + 2 <= to && sLengthAt + 2 + view.getUint16(sLengthAt) === to) return at;
  }
  return -1;
};
