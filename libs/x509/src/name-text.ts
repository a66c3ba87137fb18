import { isStringTag } from '@chedun/asn1/der';
import { x509Error } from './errors.ts';
import type { Name, NameAttribute, Rdn } from './name.ts';
import { ATTRIBUTE } from './oids.ts';

const MAX_TEXT = 16_384;
const SHORT = new Map<string, string>(Object.entries(ATTRIBUTE).map(([short, id]) => [id, short]));
const LONG = new Map<string, string>(Object.entries(ATTRIBUTE).map(([short, id]) => [short.toUpperCase(), id]));

const escaped = (value: string): string =>
  value
    .replaceAll(/["+,;<>\\]/g, String.raw`\$&`)
    .replaceAll(/[\p{Cc}]/gu, (c) =>
      [...Buffer.from(c)].map((byte) => `\\${byte.toString(16).padStart(2, '0')}`).join(''),
    )
    .replace(/^[ #]/, String.raw`\$&`)
    .replace(/ $/, String.raw`\ `);

const attributeText = ({ type, value, tag }: NameAttribute): string => {
  const isText = tag === undefined || isStringTag(tag);
  return `${SHORT.get(type) ?? type}=${isText ? escaped(value) : value}`;
};

/** Text of a name by RFC 4514: the most special part first, `CN=Root,O=车盾,C=CN`. */
export const nameText = (name: Name): string =>
  name
    .toReversed()
    .map((rdn) => rdn.map(attributeText).join('+'))
    .join(',');

const wrong = (offset: number, reason: string): Error => x509Error('x509.value', { offset, reason });

interface Cursor {
  readonly text: string;
  at: number;
}

const HEX_PAIR = /^[0-9a-f]{2}$/i;

/** Characters behind a backslash: one special character, or bytes of UTF-8 as pairs of hex digits. */
const readEscape = (cursor: Cursor): string => {
  const bytes: number[] = [];
  while (cursor.text[cursor.at] === '\\' && HEX_PAIR.test(cursor.text.slice(cursor.at + 1, cursor.at + 3))) {
    bytes.push(Number.parseInt(cursor.text.slice(cursor.at + 1, cursor.at + 3), 16));
    cursor.at += 3;
  }
  if (bytes.length > 0) return new TextDecoder().decode(Uint8Array.from(bytes));
  const next = cursor.text[cursor.at + 1] ?? '';
  if (!/^[ "#+,;<=>\\]$/.test(next)) throw wrong(cursor.at, 'a backslash before a character that needs none');
  cursor.at += 2;
  return next;
};

const readValue = (cursor: Cursor): string => {
  let value = '';
  let kept = 0;
  while (cursor.at < cursor.text.length) {
    const character = cursor.text[cursor.at] ?? '';
    if (character === ',' || character === '+') break;
    if (/["<>;]/.test(character)) throw wrong(cursor.at, `${character} has to be escaped`);
    if (character === '\\') {
      value += readEscape(cursor);
      kept = value.length;
    } else {
      value += character;
      cursor.at += 1;
      if (character !== ' ') kept = value.length;
    }
  }
  return value.slice(0, kept);
};

const skipBlanks = (cursor: Cursor): void => {
  while (cursor.text[cursor.at] === ' ') cursor.at += 1;
};

const readAttribute = (cursor: Cursor): NameAttribute => {
  skipBlanks(cursor);
  const [whole = '', word = ''] =
    /^([A-Za-z][A-Za-z0-9-]*|[0-2](?:\.\d+)+) *= */.exec(cursor.text.slice(cursor.at)) ?? [];
  const type = /^\d/.test(word) ? word : LONG.get(word.toUpperCase());
  if (type === undefined) throw wrong(cursor.at, 'no type of an attribute');
  cursor.at += whole.length;
  if (cursor.text[cursor.at] !== '#') return { type, value: readValue(cursor) };
  const [hex = ''] = /^#(?:[0-9a-f]{2})+/i.exec(cursor.text.slice(cursor.at)) ?? [];
  if (hex === '') throw wrong(cursor.at, 'no hex behind #');
  cursor.at += hex.length;
  return { type, value: hex.toLowerCase(), tag: -1 };
};

/**
 * Reads the text of a name (RFC 4514): types by the words of {@link ATTRIBUTE} or dotted, escapes, `#` and hex. The last
 * part of the text becomes the first of the name. Empty text is the empty name. At most 16,384 characters. Throws `x509.value`.
 */
export const parseNameText = (text: string): Name => {
  if (text.length > MAX_TEXT) throw wrong(MAX_TEXT, 'a name is too long');
  const cursor: Cursor = { text, at: 0 };
  const parts: Rdn[] = [];
  while (text.trim() !== '') {
    const rdn = [readAttribute(cursor)];
    skipBlanks(cursor);
    while (text[cursor.at] === '+') {
      cursor.at += 1;
      rdn.push(readAttribute(cursor));
      skipBlanks(cursor);
    }
    parts.push(rdn);
    if (cursor.at >= text.length) break;
    if (text[cursor.at] !== ',') throw wrong(cursor.at, 'parts of a name are separated by commas');
    cursor.at += 1;
  }
  return parts.toReversed();
};
