import { decryptWith } from '@chedun/gm';
import { DomainError } from '@chedun/kernel';
import { ECDH } from 'node:crypto';
import type { DeviceKey } from '../device.ts';
import { CKA, CKD, CKK, CKM, CKO } from './constants.ts';
import { ecdhParameters, mechanism, template, wordAt, WORD, type Attribute } from './memory.ts';
import { readAttribute } from './objects.ts';
import type { Session } from './session.ts';
import { privateHalf } from './signing.ts';

const NUMBER = 32;

const convert = (point: Uint8Array, form: 'compressed' | 'uncompressed'): Uint8Array =>
  new Uint8Array(Buffer.from(ECDH.convertKey(point, 'SM2', undefined, undefined, form)));

/** C1 of a ciphertext, the point that the sender chose; the lib reads the structure. */
const senderPoint = (ciphertext: Uint8Array): Uint8Array => {
  let seen: Uint8Array | undefined;
  try {
    decryptWith(
      (point) => {
        seen = point;
        throw new RangeError('only the point is asked for');
      },
      ciphertext,
      'asn1',
    );
  } catch (error) {
    if (seen === undefined) throw error;
  }
  // Not every token checks that a point is on the curve before it multiplies it by a private number.
  return convert(seen ?? new Uint8Array(0), 'uncompressed');
};

/** First coordinate of the point times the private number, by CKM_ECDH1_DERIVE (PKCS #11 v2.40, 2.3.7) without a KDF. */
const agree = async (session: Session, key: number, point: Uint8Array): Promise<Uint8Array> => {
  const { native } = session.cryptoki;
  const { parameter, keeps } = ecdhParameters(native, CKD.none, point);
  const attributes: readonly Attribute[] = [
    [CKA.class, CKO.secretKey],
    [CKA.keyType, CKK.genericSecret],
    [CKA.token, false],
    [CKA.sensitive, false],
    [CKA.extractable, true],
    [CKA.valueLength, NUMBER],
  ];
  const handle = Buffer.alloc(WORD);
  const how = mechanism(native, CKM.ecdh1Derive, parameter);
  await session.call('deriveKey', how, key, template(native, attributes), attributes.length, handle);
  // What the parameters point to must outlive the call.
  keeps.fill(0);
  const derived = wordAt(handle);
  try {
    const shared = await readAttribute(session, derived, CKA.value, NUMBER);
    if (shared.length === NUMBER) return Uint8Array.from(shared);
    throw new DomainError('keys.device-answer', { reason: `a shared secret of ${shared.length} bytes` });
  } finally {
    await session.call('destroyObject', derived);
  }
};

/**
 * Decrypts an SM2 ciphertext with a pair on the token. The token gives the first coordinate of the shared point; of the two
 * points with it the hash inside the ciphertext (GB/T 32918.4, C3) tells the right one. The private number stays on the token.
 */
export const decryptOnToken = async (session: Session, key: DeviceKey, ciphertext: Uint8Array): Promise<Uint8Array> => {
  const point = senderPoint(ciphertext);
  const x = await agree(session, await privateHalf(session, key), point);
  const [even, odd] = [2, 3].map((sign) => convert(Buffer.concat([Buffer.of(sign), x]), 'uncompressed'));
  try {
    return decryptWith(() => even ?? new Uint8Array(0), ciphertext, 'asn1');
  } catch {
    return decryptWith(() => odd ?? new Uint8Array(0), ciphertext, 'asn1');
  }
};
