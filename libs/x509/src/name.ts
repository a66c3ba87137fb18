import {
  DerReader,
  TAG,
  bmpString,
  encodeDer,
  ia5String,
  isStringTag,
  oid,
  printableString,
  raw,
  seq,
  setOf,
  stringText,
  utf8String,
} from '@chedun/asn1/der';
import type { Der } from '@chedun/asn1/der';
import { x509Error } from './errors.ts';
import { ATTRIBUTE } from './oids.ts';

/** One attribute of a name. */
export interface NameAttribute {
  /** Object identifier of the type. */
  readonly type: string;
  /** Text; for values that are no string the whole element as `#` and hex. */
  readonly value: string;
  /** Identifier octet of the string type; left away when writing: the usual one of the type of attribute. */
  readonly tag?: number;
}

/** RelativeDistinguishedName. */
export type Rdn = readonly NameAttribute[];

/** Distinguished name (RFC 5280 4.1.2.4), the most general part first. */
export type Name = readonly Rdn[];

const MAX_RDNS = 64;
const MAX_ATTRIBUTES = 16;
const MAX_VALUE = 4096;

const readAttribute = (reader: DerReader): NameAttribute => {
  const outer = reader.open(TAG.sequence);
  const type = reader.oid();
  const start = reader.at;
  const tag = reader.skip();
  if (reader.to - reader.from > MAX_VALUE)
    throw x509Error('x509.limit', { offset: start, reason: 'an attribute is too long' });
  const value = isStringTag(tag)
    ? stringText(reader.bytes, reader.from, reader.to, tag)
    : `#${Buffer.from(reader.bytes.subarray(start, reader.to)).toString('hex')}`;
  reader.close(outer);
  return { type, value, tag };
};

/** Reads a Name at the cursor. */
const readName = (reader: DerReader): Name => {
  const outer = reader.open(TAG.sequence);
  const name: Rdn[] = [];
  while (!reader.done()) {
    const set = reader.open(TAG.set);
    const rdn: NameAttribute[] = [];
    while (!reader.done() && rdn.length <= MAX_ATTRIBUTES) rdn.push(readAttribute(reader));
    if (rdn.length === 0) throw x509Error('x509.structure', { offset: reader.at, reason: 'a part of a name is empty' });
    if (rdn.length > MAX_ATTRIBUTES || name.length >= MAX_RDNS)
      throw x509Error('x509.limit', { offset: reader.at, reason: 'a name has too many parts' });
    reader.close(set);
    name.push(rdn);
  }
  reader.close(outer);
  return name;
};

/** Reads a Name of DER. At most 64 parts of 16 attributes of 4 KiB. Throws `asn1.*`, `x509.structure`, `x509.limit`. */
export const parseName = (der: Uint8Array): Name => {
  const reader = new DerReader(der);
  const name = readName(reader);
  reader.finish();
  return name;
};

const IA5_TYPES: readonly string[] = [ATTRIBUTE.DC, ATTRIBUTE.emailAddress];
const PRINTABLE_TYPES: readonly string[] = [ATTRIBUTE.C, ATTRIBUTE.serialNumber, ATTRIBUTE.dnQualifier];

const valueDer = ({ type, value, tag }: NameAttribute): Der => {
  if (tag !== undefined && !isStringTag(tag)) return raw(new Uint8Array(Buffer.from(value.slice(1), 'hex')));
  if (tag === TAG.ia5String || (tag === undefined && IA5_TYPES.includes(type))) return ia5String(value);
  if (tag === TAG.printableString || (tag === undefined && PRINTABLE_TYPES.includes(type)))
    return printableString(value);
  if (tag === TAG.bmpString) return bmpString(value);
  if (tag === undefined || tag === TAG.utf8String) return utf8String(value);
  throw x509Error('x509.unsupported', {
    reason: 'names are written as UTF8String, PrintableString, IA5String or BMPString',
  });
};

/** The element of a Name. Throws `asn1.value`, `x509.unsupported`. */
export const nameDer = (name: Name): Der =>
  seq(...name.map((rdn) => setOf(...rdn.map((each) => seq(oid(each.type), valueDer(each))))));

/** Bytes of a Name. */
export const encodeName = (name: Name): Uint8Array => encodeDer(nameDer(name));

/** A name of one attribute a part: `nameOf({ C: 'CN', O: '车盾', CN: 'Root' })`, in the order of the keys. */
export const nameOf = (parts: Readonly<Partial<Record<keyof typeof ATTRIBUTE, string>>>): Name =>
  (Object.keys(parts) as (keyof typeof ATTRIBUTE)[]).map((key) => [{ type: ATTRIBUTE[key], value: parts[key] ?? '' }]);

const folded = (value: string): string =>
  value
    .normalize('NFKC')
    .replaceAll(/[\u00ad\u200b-\u200f\ufeff]/g, '')
    .toLowerCase()
    .normalize('NFKC')
    .trim()
    .replaceAll(/\s+/g, ' ');

const attributeKey = ({ type, value, tag }: NameAttribute): string => {
  const isText = tag === undefined || isStringTag(tag);
  return `${type}=${isText ? folded(value) : value}`.replaceAll(/[\p{Cc}]/gu, '?');
};

/**
 * Text that is the same for names that match by RFC 5280 7.1: string types do not count, case does not count, white
 * space counts once, the order inside a part does not count. The order of parts counts.
 */
export const nameKey = (name: Name): string =>
  name.map((rdn) => rdn.map(attributeKey).toSorted().join('\u0001')).join('\u0002');

const sameBytes = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && Buffer.compare(a, b) === 0;

/** Whether two encoded names match (RFC 5280 7.1). */
export const sameName = (a: Uint8Array, b: Uint8Array): boolean =>
  sameBytes(a, b) || nameKey(parseName(a)) === nameKey(parseName(b));

/** Whether `name` lies under `base` in the directory, or is it (RFC 5280 4.2.1.10). */
export const isUnderName = (name: Name, base: Name): boolean =>
  name.length >= base.length && nameKey(name.slice(0, base.length)) === nameKey(base);
