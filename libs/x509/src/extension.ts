import { DerReader, TAG, bool, encodeDer, octetString, oid, seq } from '@chedun/asn1/der';
import type { Der } from '@chedun/asn1/der';
import { x509Error } from './errors.ts';

/** An extension (RFC 5280 4.1.2.9); `value` is the content of its OCTET STRING. */
export interface Extension {
  readonly oid: string;
  readonly critical: boolean;
  readonly value: Uint8Array;
}

const MAX_EXTENSIONS = 64;

const readExtension = (reader: DerReader): Extension => {
  const outer = reader.open(TAG.sequence);
  const id = reader.oid();
  // FALSE is the default and DER leaves it out, but authorities in the field write it.
  const critical = reader.peek() === TAG.boolean && reader.boolean();
  const value = reader.octets();
  reader.close(outer);
  return { oid: id, critical, value };
};

/** Reads Extensions at the cursor: each type once, at most 64. */
export const readExtensions = (reader: DerReader): readonly Extension[] => {
  const outer = reader.open(TAG.sequence);
  const list: Extension[] = [];
  while (!reader.done()) {
    const start = reader.at;
    const extension = readExtension(reader);
    for (const other of list)
      if (other.oid === extension.oid)
        throw x509Error('x509.structure', { offset: start, reason: `extension ${extension.oid} twice` });
    if (list.length >= MAX_EXTENSIONS) throw x509Error('x509.limit', { offset: start, reason: 'too many extensions' });
    list.push(extension);
  }
  if (list.length === 0)
    throw x509Error('x509.structure', { offset: reader.at, reason: 'a list of extensions is empty' });
  reader.close(outer);
  return list;
};

/** Extensions as a SEQUENCE; undefined when there are none, because an empty list is not written. */
export const extensionsDer = (list: readonly Extension[]): Der | undefined =>
  list.length === 0
    ? undefined
    : seq(
        ...list.map(({ oid: id, critical, value }) =>
          seq(oid(id), critical ? bool(true) : undefined, octetString(value)),
        ),
      );

/** Makes an extension of an element. */
export const extension = (id: string, critical: 'critical' | 'not-critical', value: Der): Extension => ({
  oid: id,
  critical: critical === 'critical',
  value: encodeDer(value),
});

/** Anything that carries extensions. */
export interface HasExtensions {
  readonly extensions: readonly Extension[];
}

/** The extension of a type, or undefined. */
export const extensionOf = (from: HasExtensions, id: string): Extension | undefined =>
  from.extensions.find((each) => each.oid === id);

/** Reads the value of an extension to its last byte; undefined when the extension is absent. */
export const readValue = <T>(from: HasExtensions, id: string, read: (reader: DerReader) => T): T | undefined => {
  const found = extensionOf(from, id);
  if (found === undefined) return undefined;
  const reader = new DerReader(found.value);
  const value = read(reader);
  reader.finish();
  return value;
};

/** Reads a SEQUENCE OF with at least one and at most `most` members. */
export const readList = <T>(reader: DerReader, most: number, read: (reader: DerReader) => T): readonly T[] => {
  const outer = reader.open(TAG.sequence);
  const list: T[] = [];
  while (!reader.done()) {
    if (list.length >= most) throw x509Error('x509.limit', { offset: reader.at, reason: `more than ${most} members` });
    list.push(read(reader));
  }
  if (list.length === 0) throw x509Error('x509.structure', { offset: reader.at, reason: 'an empty list' });
  reader.close(outer);
  return list;
};
