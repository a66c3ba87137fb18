import { fromBase64, toBase64 } from './base64.ts';
import { merkleError } from './errors.ts';
import type { Hash } from './hashing.ts';
import { isKeyName } from './note.ts';

/**
 * What a key signs. The first and third are types of C2SP; SM2 has no byte there and takes 0xff with a long name.
 * Keys of a log sign the text of a checkpoint; those of a witness sign it together with the time.
 */
export type KeyType = 'ed25519' | 'sm2-sm3' | 'cosignature/v1' | 'sm2-sm3-cosignature/v1';

const PREFIX: Readonly<Record<KeyType, readonly [number, string]>> = {
  ed25519: [0x01, ''],
  'cosignature/v1': [0x04, ''],
  'sm2-sm3': [0xff, 'sm2-sm3:'],
  'sm2-sm3-cosignature/v1': [0xff, 'sm2-sm3-cosignature/v1:'],
};
const TYPES = Object.keys(PREFIX) as readonly KeyType[];

/** Ed25519: 32 bytes; SM2: the point with 04 before it. */
const KEY_BYTES: Readonly<Record<KeyType, number>> = {
  ed25519: 32,
  'cosignature/v1': 32,
  'sm2-sm3': 65,
  'sm2-sm3-cosignature/v1': 65,
};

/** A public key that verifies notes. */
export interface VerifierKey {
  readonly name: string;
  readonly type: KeyType;
  /** Ed25519: 32 bytes. SM2: 65 bytes, 04 and the two coordinates. */
  readonly key: Uint8Array;
}

const typedKey = ({ type, key }: Pick<VerifierKey, 'type' | 'key'>): Uint8Array => {
  const [byte, label] = PREFIX[type];
  return Uint8Array.from([byte, ...new TextEncoder().encode(label), ...key]);
};

/** Id of a key in signature lines: first 4 bytes of SHA-256(name, line end, type, key). C2SP signed-note. */
export const keyIdOf = (sha256: Hash, key: VerifierKey): Uint8Array =>
  sha256(Uint8Array.from([...new TextEncoder().encode(`${key.name}\n`), ...typedKey(key)])).slice(0, 4);

const hex = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** A key as one line of text: name+id+base64. */
export const formatVerifierKey = (sha256: Hash, key: VerifierKey): string =>
  `${key.name}+${hex(keyIdOf(sha256, key))}+${toBase64(typedKey(key))}`;

const LINE = /^([^+]+)\+([0-9a-f]{8})\+(\S+)$/;
const MAX_LINE = 512;

const typeOf = (bytes: Uint8Array): Pick<VerifierKey, 'type' | 'key'> | undefined => {
  for (const type of TYPES) {
    const key = bytes.subarray(-KEY_BYTES[type]);
    if (key.length === KEY_BYTES[type] && hex(typedKey({ type, key })) === hex(bytes)) return { type, key };
  }
  return undefined;
};

/** Reads a key of {@link formatVerifierKey}. Throws `merkle.bad-key`. */
export const parseVerifierKey = (sha256: Hash, text: string): VerifierKey => {
  const [, name = '', id = '', encoded = ''] = text.length > MAX_LINE ? [] : (LINE.exec(text) ?? []);
  const typed = typeOf(fromBase64(encoded) ?? new Uint8Array(0));
  if (!isKeyName(name) || typed === undefined)
    throw merkleError('merkle.bad-key', { reason: 'not of the form name+id+base64, or of a type that is not known' });
  const key = { name, ...typed };
  if (hex(keyIdOf(sha256, key)) !== id)
    throw merkleError('merkle.bad-key', { reason: 'the id does not belong to the key' });
  return key;
};
