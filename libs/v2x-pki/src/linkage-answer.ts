import { encodeOer } from '@chedun/asn1/oer';
import { encodePdu } from '@chedun/v2x-security';
import { EncryptedLinkageValue } from '@chedun/v2x-security/schema';
import { concat, fromHex, toHex } from './bytes.ts';
import type { LinkageInfo } from './ra-requests.ts';
import { mark, templateOf } from './template.ts';

const [NONCE, SEALED] = [mark(41, 12), mark(42, 28)];

/** A linkage value as it is sealed: nonce, and ciphertext with its tag. */
export interface SealedValue {
  readonly nonce: Uint8Array;
  readonly sealed: Uint8Array;
}

/** Linkage values of one device in one period, and the bytes of its encrypted chain number. */
export interface ChainAnswer {
  readonly values: readonly SealedValue[];
  readonly chain: Uint8Array;
}

/** A linkage value with marks in place of what is sealed. */
export const markedValue = (
  recipients: LinkageInfo['encLv']['recipients'],
  laId: Uint8Array,
  isSm: boolean,
): LinkageInfo => {
  const body = { nonce: { octets: toHex(NONCE) }, ccmCiphertext: { octets: toHex(SEALED) } };
  const encLv = { recipients, ciphertext: isSm ? { sm4Ccm: body } : { aes128ccm: body } };
  return { version: 1, laId: { octets: toHex(laId) }, encLv };
};

/** A count in front of a list (OER: length byte and number). */
const quantity = (count: number): Uint8Array =>
  count < 256 ? Uint8Array.of(1, count) : Uint8Array.of(2, count >> 8, count & 255);

/**
 * Answer of a linkage authority for one period. The codec writes its head and one value; the many values are that one with
 * nonce and ciphertext replaced, as the codec takes longer over them than the cipher.
 */
export const linkageAnswer = (
  i: number,
  jMax: number,
  example: LinkageInfo,
  chains: readonly ChainAnswer[],
): Uint8Array => {
  const empty = { iMin: i, iMax: i, individualLVs: [], groupLVs: [] };
  const head = encodePdu({ version: 1, content: { laRa: { laPraLinkageValueResponse: empty } } });
  const none = fromHex('01000100');
  const template = templateOf(encodeOer(EncryptedLinkageValue, example), [NONCE, SEALED]);
  const parts: Uint8Array[] = [head.subarray(0, head.length - none.length), quantity(chains.length)];
  for (const { values, chain } of chains) {
    parts.push(Uint8Array.of(jMax), quantity(1), quantity(values.length));
    for (const { nonce, sealed } of values) parts.push(template.fill([nonce, sealed]));
    parts.push(chain);
  }
  parts.push(quantity(0));
  return concat(...parts);
};
