import {
  TAG,
  context,
  contextOf,
  encodeDer,
  explicit,
  ia5String,
  implicit,
  oid,
  octetString,
  primitive,
  raw,
  seq,
} from '@chedun/asn1/der';
import type { Der, DerReader } from '@chedun/asn1/der';
import { x509Error } from './errors.ts';

/** GeneralName (RFC 5280 4.2.1.6). */
export type GeneralName =
  | { readonly kind: 'dns'; readonly value: string }
  | { readonly kind: 'email'; readonly value: string }
  | { readonly kind: 'uri'; readonly value: string }
  /** 4 or 16 bytes; in name constraints twice as many: address and mask. */
  | { readonly kind: 'ip'; readonly value: Uint8Array }
  /** The Name as DER. */
  | { readonly kind: 'directory'; readonly value: Uint8Array }
  | { readonly kind: 'registered-id'; readonly value: string }
  /** `value` is the element inside the explicit tag. */
  | { readonly kind: 'other'; readonly type: string; readonly value: Uint8Array }
  /** x400Address and ediPartyName, as they stand. */
  | { readonly kind: 'opaque'; readonly raw: Uint8Array };

const MAX_NAMES = 4096;

const readOther = (reader: DerReader): GeneralName => {
  const outer = reader.open(contextOf(0));
  const type = reader.oid();
  const inner = reader.open(contextOf(0));
  const value = reader.element();
  reader.close(inner);
  reader.close(outer);
  return { kind: 'other', type, value };
};

const readDirectory = (reader: DerReader): GeneralName => {
  const outer = reader.open(contextOf(4));
  const value = reader.element(TAG.sequence);
  reader.close(outer);
  return { kind: 'directory', value };
};

/** Reads a GeneralName at the cursor. */
export const readGeneralName = (reader: DerReader): GeneralName => {
  const tag = reader.peek();
  if (tag === context(2)) return { kind: 'dns', value: reader.textAs(tag, TAG.ia5String) };
  if (tag === context(7)) return { kind: 'ip', value: reader.content(tag) };
  if (tag === context(6)) return { kind: 'uri', value: reader.textAs(tag, TAG.ia5String) };
  if (tag === context(1)) return { kind: 'email', value: reader.textAs(tag, TAG.ia5String) };
  if (tag === contextOf(4)) return readDirectory(reader);
  if (tag === context(8)) return { kind: 'registered-id', value: reader.oid(tag) };
  if (tag === contextOf(0)) return readOther(reader);
  if (tag === contextOf(3) || tag === contextOf(5)) return { kind: 'opaque', raw: reader.element() };
  throw x509Error('x509.structure', { offset: reader.at, reason: 'no GeneralName' });
};

/** Reads names until the open value ends; at least one, at most 4,096. */
const readGeneralNamesInside = (reader: DerReader): readonly GeneralName[] => {
  const names: GeneralName[] = [];
  while (!reader.done()) {
    if (names.length >= MAX_NAMES) throw x509Error('x509.limit', { offset: reader.at, reason: 'too many names' });
    names.push(readGeneralName(reader));
  }
  if (names.length === 0) throw x509Error('x509.structure', { offset: reader.at, reason: 'no names' });
  return names;
};

/** Reads GeneralNames at the cursor, under a SEQUENCE or an implicit tag. */
export const readGeneralNames = (reader: DerReader, tag: number = TAG.sequence): readonly GeneralName[] => {
  const outer = reader.open(tag);
  const names = readGeneralNamesInside(reader);
  reader.close(outer);
  return names;
};

/** The element of a GeneralName. Throws `asn1.value`. */
export const generalNameDer = (name: GeneralName): Der => {
  switch (name.kind) {
    case 'dns':
      return implicit(2, ia5String(name.value));
    case 'email':
      return implicit(1, ia5String(name.value));
    case 'uri':
      return implicit(6, ia5String(name.value));
    case 'ip':
      return implicit(7, octetString(name.value));
    case 'directory':
      return explicit(4, raw(name.value));
    case 'registered-id':
      return primitive(context(8), encodeDer(oid(name.value)).subarray(2));
    case 'other':
      return implicit(0, seq(oid(name.type), explicit(0, raw(name.value))));
    case 'opaque':
      return raw(name.raw);
  }
};

/** GeneralNames as a SEQUENCE. */
export const generalNamesDer = (names: readonly GeneralName[]): Der => seq(...names.map(generalNameDer));

const IPV4 = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/;

const ipv4Bytes = (text: string): readonly number[] | undefined => {
  const parts = IPV4.exec(text)?.slice(1) ?? [];
  const isRight = parts.length === 4 && parts.every((part) => Number(part) < 256 && String(Number(part)) === part);
  return isRight ? parts.map(Number) : undefined;
};

const groupsOf = (text: string): readonly number[] | undefined => {
  if (text === '') return [];
  const bytes: number[] = [];
  for (const group of text.split(':')) {
    const last = group.includes('.') ? ipv4Bytes(group) : undefined;
    if (last !== undefined) bytes.push(...last);
    else if (/^[0-9a-f]{1,4}$/i.test(group))
      bytes.push(Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 255);
    else return undefined;
  }
  return bytes;
};

/** Bytes of an IPv4 or IPv6 address in text (RFC 4291 2.2); undefined for other text. */
export const ipBytes = (text: string): Uint8Array | undefined => {
  const four = ipv4Bytes(text);
  if (four !== undefined) return Uint8Array.from(four);
  const halves = text.split('::');
  if (text.length > 45 || !text.includes(':') || halves.length > 2) return undefined;
  const [head, tail] = halves.map(groupsOf);
  if (head === undefined || (halves.length === 2 && tail === undefined)) return undefined;
  const gap = 16 - head.length - (tail?.length ?? 0);
  if (halves.length === 1 ? gap !== 0 : gap < 2) return undefined;
  return Uint8Array.from([...head, ...Array.from({ length: gap }, () => 0), ...(tail ?? [])]);
};

/** Text of 4 or 16 bytes; IPv6 as eight groups without shortening. */
export const ipText = (bytes: Uint8Array): string =>
  bytes.length === 4
    ? bytes.join('.')
    : Array.from({ length: bytes.length >> 1 }, (_, at) =>
        (((bytes[at * 2] ?? 0) << 8) | (bytes[at * 2 + 1] ?? 0)).toString(16),
      ).join(':');
