import { asn1Error } from '../errors.ts';

/** Longest content of an OBJECT IDENTIFIER, in bytes. */
const MAX_OID_BYTES = 64;
const MAX_TEXT = 256;
/** Above this an arc no longer takes seven more bits as a safe integer. */
const SAFE = 2 ** 46;

const arcText = (bytes: Uint8Array, from: number, to: number): string => {
  let value = 0n;
  for (let at = from; at <= to; at += 1) value = (value << 7n) | BigInt((bytes[at] ?? 0) & 0x7f);
  return value.toString();
};

const firstArcs = (bytes: Uint8Array, from: number, to: number, value: number): string => {
  if (value < 40) return `0.${value}`;
  if (value < 80) return `1.${value - 40}`;
  return value < SAFE ? `2.${value - 80}` : `2.${(BigInt(arcText(bytes, from, to)) - 80n).toString()}`;
};

/** Dotted text of the content octets between two offsets (X.690 8.19). Throws `asn1.invalid` or `asn1.limit` with the offset. */
export const oidText = (bytes: Uint8Array, from: number, to: number): string => {
  if (to - from > MAX_OID_BYTES)
    throw asn1Error('asn1.limit', { offset: from, reason: 'an object identifier is too long' });
  if (to === from || (bytes[to - 1] ?? 0) >= 0x80)
    throw asn1Error('asn1.invalid', { offset: from, reason: 'an object identifier ends inside an arc' });
  let text = '';
  let start = from;
  let value = 0;
  for (let at = from; at < to; at += 1) {
    const byte = bytes[at] ?? 0;
    if (at === start && byte === 0x80)
      throw asn1Error('asn1.invalid', { offset: at, reason: 'an arc is not written in its shortest form' });
    value = value * 128 + (byte & 0x7f);
    if (byte >= 0x80) continue;
    if (start === from) text = firstArcs(bytes, start, at, value);
    else text += value < SAFE ? `.${value}` : `.${arcText(bytes, start, at)}`;
    start = at + 1;
    value = 0;
  }
  return text;
};

const arcBytes = (arc: bigint): number[] => {
  const bytes = [Number(arc & 0x7fn)];
  for (let rest = arc >> 7n; rest > 0n; rest >>= 7n) bytes.unshift(Number(rest & 0x7fn) | 0x80);
  return bytes;
};

/** Content octets of dotted text. Throws `asn1.value` when it is none. */
export const oidBytes = (text: string): Uint8Array => {
  if (text.length > MAX_TEXT || !/^[0-2](\.(0|[1-9]\d*))+$/.test(text))
    throw asn1Error('asn1.value', { reason: 'no object identifier in dotted form' });
  const [top = 0n, second = 0n, ...rest] = text.split('.').map(BigInt);
  if (top < 2n && second > 39n) throw asn1Error('asn1.value', { reason: 'the second arc is above 39' });
  const bytes = Uint8Array.from([top * 40n + second, ...rest].flatMap(arcBytes));
  if (bytes.length > MAX_OID_BYTES) throw asn1Error('asn1.value', { reason: 'an object identifier is too long' });
  return bytes;
};
