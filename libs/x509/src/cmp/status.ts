import { TAG, int, namedBits, seq, utf8String } from '@chedun/asn1/der';
import type { Der, DerReader } from '@chedun/asn1/der';
import { x509Error } from '../errors.ts';
import { readList } from '../extension.ts';
import { PKI_FAILURE, PKI_STATUS } from './types.ts';
import type { PkiStatus } from './types.ts';

const MOST_TEXTS = 16;
const MOST_TEXT = 2_000;

/** Reads PKIFreeText (RFC 4210 5.1.1): at most 16 texts of 2,000 characters. */
export const readTexts = (reader: DerReader): readonly string[] =>
  readList(reader, MOST_TEXTS, (inner) => {
    const text = inner.textAs(TAG.utf8String, TAG.utf8String);
    if (text.length > MOST_TEXT) throw x509Error('x509.limit', { offset: inner.at, reason: 'a text over 2,000' });
    return text;
  });

/** PKIFreeText; undefined without a text. */
export const textsDer = (texts: readonly string[]): Der | undefined =>
  texts.length === 0 ? undefined : seq(...texts.map(utf8String));

/** Reads a PKIStatusInfo at the cursor (RFC 4210 5.2.3); unknown bits of the reason are passed over. */
export const readStatus = (reader: DerReader): PkiStatus => {
  const outer = reader.open(TAG.sequence);
  const status = PKI_STATUS[reader.small(PKI_STATUS.length - 1)];
  if (status === undefined) throw x509Error('x509.structure', { offset: reader.at, reason: 'an unknown status' });
  const text = reader.peek() === TAG.sequence ? readTexts(reader) : [];
  const bits = reader.peek() === TAG.bitString ? reader.namedBits() : 0;
  reader.close(outer);
  return { status, text, failures: PKI_FAILURE.filter((_, bit) => (bits & (1 << bit)) !== 0) };
};

/** Writes a PKIStatusInfo. */
export const statusDer = ({ status, text, failures }: PkiStatus): Der => {
  const bits = failures.reduce((sum, failure) => sum | (1 << PKI_FAILURE.indexOf(failure)), 0);
  return seq(int(PKI_STATUS.indexOf(status)), textsDer(text), bits === 0 ? undefined : namedBits(bits));
};
