import { createHash } from 'node:crypto';

const hexBytes = (uuid: string): Buffer => Buffer.from(uuid.replaceAll('-', ''), 'hex');

/**
 * UUID of version 5 (RFC 9562, 5.5): SHA-1 over the 16 bytes of `namespace` (a UUID as text) and the UTF-8 of `name`.
 * The same pair gives the same UUID on every machine.
 */
export const uuidV5 = (namespace: string, name: string): string => {
  const digest = createHash('sha1').update(hexBytes(namespace)).update(name, 'utf8').digest().subarray(0, 16);
  digest[6] = ((digest[6] ?? 0) & 0x0f) | 0x50;
  digest[8] = ((digest[8] ?? 0) & 0x3f) | 0x80;
  const hex = digest.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
};

/** Namespace of everything that CheDun names in OSCAL: the UUID of `urn:chedun:oscal` in the URL namespace of RFC 9562. */
export const CHEDUN_NAMESPACE: string = uuidV5('6ba7b811-9dad-11d1-80b4-00c04fd430c8', 'urn:chedun:oscal');

/** UUID of the thing `id` of `kind`. The parts are written so that no two different pairs meet. */
export const uuidOf = (kind: string, ...id: readonly string[]): string =>
  uuidV5(CHEDUN_NAMESPACE, JSON.stringify([kind, ...id]));
