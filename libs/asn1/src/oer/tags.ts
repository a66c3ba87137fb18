import { asn1Error } from '../errors.ts';
import type { OerReader } from './reader.ts';
import type { OerWriter } from './writer.ts';

const CONTEXT = 0x80;
const CLASS = 0xc0;
const NUMBER = 0x3f;
const MORE = 0x80;
const SEVEN = 128;
/** Alternatives of one CHOICE; tag numbers above fit no type of this library. */
const MOST = SEVEN * SEVEN - 1;

/** Outermost tag of a chosen alternative (X.696 8.7, AUTOMATIC TAGS: context class); answers its number. */
export const readTag = (reader: OerReader): number => {
  const offset = reader.at;
  const first = reader.byte();
  if ((first & CLASS) !== CONTEXT) throw asn1Error('asn1.invalid', { offset, reason: 'a tag of another class' });
  if ((first & NUMBER) !== NUMBER) return first & NUMBER;
  let number = 0;
  for (;;) {
    const next = reader.byte();
    number = number * SEVEN + (next & ~MORE);
    if (number > MOST) throw asn1Error('asn1.limit', { offset, reason: `a tag number above ${MOST}` });
    if (next < MORE) return number;
  }
};

/** Writes the tag of alternative `number`. */
export const writeTag = (writer: OerWriter, number: number): void => {
  if (number > MOST) throw asn1Error('asn1.value', { reason: `a tag number above ${MOST}` });
  if (number < NUMBER) return writer.byte(CONTEXT | number);
  writer.byte(CONTEXT | NUMBER);
  if (number >= SEVEN) writer.byte(MORE | Math.floor(number / SEVEN));
  writer.byte(number % SEVEN);
};
