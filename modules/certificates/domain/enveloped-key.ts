import { bitString, encodeDer, nul, oid, raw, seq } from '@chedun/asn1/der';
import { encrypt, sm4EcbEncrypt } from '@chedun/gm';

/**
 * SM4 in ECB mode, by GM/T 0006. Which identifier GM/T 0009 and 0014 want inside an enveloped key is unverified; products in
 * the field write this one.
 */
const SM4_ECB = '1.2.156.10197.1.104.1';

/**
 * SM2EnvelopedKey: how an encryption key pair that the authority made is handed to its owner (GM/T 0009-2012, 7.4; used by
 * GM/T 0014). SEQUENCE { symAlgID, symEncryptedKey SM2Cipher, sm2PublicKey BIT STRING, sm2EncryptedPrivateKey BIT STRING }:
 * the private number under an SM4 key, that key under the public key of the owner's signing certificate. The field order and
 * the padding (none: 32 bytes are two blocks) are from the published text of the standard as it is cited; not compared with the original
 * (unverified).
 */
export const envelopedKey = (
  pair: { readonly privateKey: Uint8Array; readonly publicKey: Uint8Array },
  owner: Uint8Array,
  wrapping: Uint8Array,
): Uint8Array =>
  encodeDer(
    seq(
      seq(oid(SM4_ECB), nul),
      raw(encrypt(owner, wrapping, 'asn1')),
      bitString(pair.publicKey),
      bitString(sm4EcbEncrypt(wrapping, pair.privateKey, 'none')),
    ),
  );
