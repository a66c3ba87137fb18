import { asn1Error } from '../errors.ts';
import { TAG } from './tags.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
/** Characters of PrintableString (X.680 41.4). */
const PRINTABLE = new Uint8Array(128);
for (const character of "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 '()+,-./:=?")
  PRINTABLE[character.charCodeAt(0)] = 1;

/** Whether all characters of a text may stand in a PrintableString. */
export const isPrintable = (text: string): boolean => {
  for (let at = 0; at < text.length; at += 1) if (PRINTABLE[text.charCodeAt(at)] !== 1) return false;
  return true;
};

const wrong = (offset: number, reason: string): Error => asn1Error('asn1.invalid', { offset, reason });

type Allowed = (byte: number) => boolean;

const ALLOWED: Readonly<Record<number, Allowed>> = {
  [TAG.printableString]: (byte) => PRINTABLE[byte] === 1,
  [TAG.ia5String]: (byte) => byte < 0x80,
  [TAG.numericString]: (byte) => byte === 0x20 || (byte >= 0x30 && byte <= 0x39),
  [TAG.visibleString]: (byte) => byte >= 0x20 && byte < 0x7f,
  // T.61 as practice reads it: Latin 1.
  [TAG.t61String]: () => true,
};

const bytewise = (bytes: Uint8Array, from: number, to: number, allowed: Allowed): string => {
  let text = '';
  for (let at = from; at < to; at += 1) {
    const byte = bytes[at] ?? 0;
    if (!allowed(byte)) throw wrong(at, 'a character outside the alphabet of its string type');
    text += String.fromCharCode(byte);
  }
  return text;
};

const utf8Text = (bytes: Uint8Array, from: number, to: number): string => {
  let text = '';
  for (let at = from; at < to; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte >= 0x80) {
      try {
        return utf8.decode(bytes.subarray(from, to));
      } catch {
        throw wrong(from, 'a UTF8String is no UTF-8');
      }
    }
    text += String.fromCharCode(byte);
  }
  return text;
};

const wide = (bytes: Uint8Array, from: number, to: number, width: 2 | 4): string => {
  if ((to - from) % width !== 0) throw wrong(from, 'a string ends inside a character');
  let text = '';
  for (let at = from; at < to; at += width) {
    let code = 0;
    for (let i = 0; i < width; i += 1) code = code * 256 + (bytes[at + i] ?? 0);
    if (code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) throw wrong(at, 'no character of Unicode');
    text += String.fromCodePoint(code);
  }
  return text;
};

/** Whether a tag is that of a string type which {@link stringText} reads. */
export const isStringTag = (tag: number): boolean =>
  tag === TAG.utf8String || tag === TAG.bmpString || tag === TAG.universalString || ALLOWED[tag] !== undefined;

/**
 * Text of the content octets of a string type. BMPString and UniversalString are read without surrogates, T61String as
 * Latin 1. Throws `asn1.invalid` with the offset for characters outside the type and for tags that are no string type.
 */
export const stringText = (bytes: Uint8Array, from: number, to: number, tag: number): string => {
  if (tag === TAG.utf8String) return utf8Text(bytes, from, to);
  if (tag === TAG.bmpString) return wide(bytes, from, to, 2);
  if (tag === TAG.universalString) return wide(bytes, from, to, 4);
  const allowed = ALLOWED[tag];
  if (allowed === undefined) throw wrong(from, 'no string type');
  return bytewise(bytes, from, to, allowed);
};
