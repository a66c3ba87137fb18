import { asn1Error } from '../errors.ts';
import { DerReader } from './reader.ts';
import { TAG } from './tags.ts';
import { isStringTag } from './text.ts';

/** Bounds of {@link checkDer}. */
export interface DerLimits {
  /** Deepest nesting; default 64. */
  readonly depth?: number;
  /** Most elements; default 100,000. */
  readonly elements?: number;
}

/** Order of two encodings in a SET OF (X.690 11.6): byte by byte, the shorter one first. */
export const compareDer = (a: Uint8Array, b: Uint8Array): number => {
  const shared = Math.min(a.length, b.length);
  for (let at = 0; at < shared; at += 1) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
};

const PRIMITIVE: Readonly<Record<number, (reader: DerReader) => unknown>> = {
  [TAG.boolean]: (reader) => reader.boolean(),
  [TAG.integer]: (reader) => reader.integerBytes(),
  [TAG.enumerated]: (reader) => reader.integerBytes(TAG.enumerated),
  [TAG.bitString]: (reader) => reader.bits(),
  [TAG.null]: (reader) => reader.null(),
  [TAG.oid]: (reader) => reader.oid(),
  [TAG.utcTime]: (reader) => reader.time(),
  [TAG.generalizedTime]: (reader) => reader.time(),
};

const readPrimitive = (reader: DerReader, tag: number): void => {
  const read = PRIMITIVE[tag];
  if (read !== undefined) read(reader);
  else if (isStringTag(tag)) reader.text();
  else reader.skip();
};

interface Budget {
  left: number;
}

const checkValue = (reader: DerReader, depth: number, budget: Budget, isSet: boolean): void => {
  let before: Uint8Array | undefined;
  while (!reader.done()) {
    const start = reader.at;
    const tag = reader.peek();
    budget.left -= 1;
    if (budget.left < 0) throw asn1Error('asn1.limit', { offset: start, reason: 'too many elements' });
    if ((tag & 0x20) === 0) readPrimitive(reader, tag);
    else {
      if (depth <= 0) throw asn1Error('asn1.limit', { offset: start, reason: 'too deep' });
      if (tag < 0x40 && tag !== TAG.sequence && tag !== TAG.set)
        throw asn1Error('asn1.invalid', { offset: start, reason: 'a string in pieces' });
      const outer = reader.open(tag);
      checkValue(reader, depth - 1, budget, tag === TAG.set);
      reader.close(outer);
    }
    const whole = reader.bytes.subarray(start, reader.at);
    if (isSet && before !== undefined && compareDer(before, whole) > 0)
      throw asn1Error('asn1.invalid', { offset: start, reason: 'a SET is out of order' });
    before = whole;
  }
};

/**
 * Checks that bytes are one DER element, all the way down: forms of all universal types, order of SET OF, nesting. What
 * lies in OCTET STRINGs and under context tags of primitive form is taken as it is. A SET whose members have different
 * tags is in order here when the tags are, as X.690 10.3 wants. Throws `asn1.*` with the offset.
 */
export const checkDer = (bytes: Uint8Array, { depth = 64, elements = 100_000 }: DerLimits = {}): void => {
  const reader = new DerReader(bytes);
  reader.skip();
  reader.finish();
  reader.at = 0;
  checkValue(reader, depth, { left: elements }, false);
};
