export { GM_ERRORS, GmError } from './errors.ts';
export type { GmErrorCode } from './errors.ts';
export { createSm3, hkdfSm3, hmacSm3, pbkdf2Sm3, sm3, SM3_BYTES } from './hash/sm3.ts';
export type { Sm3 } from './hash/sm3.ts';
export { selfTest } from './self-test/self-test.ts';
export type { SelfTestAnswers } from './self-test/self-test.ts';
export { CURVE_ORDER, FIELD_PRIME, isPrivateKey, SM2_NUMBER, SM2_POINT, SM2_SIGNATURE } from './sm2/curve.ts';
export { decrypt, decryptWith, encrypt, encryptWith } from './sm2/encrypt.ts';
export type { CiphertextOrder } from './sm2/encrypt.ts';
export { createEngineDecrypter } from './sm2/engine-decrypt.ts';
export type { Sm2Decrypter } from './sm2/engine-decrypt.ts';
export { exchangeKeys, sharedX } from './sm2/exchange.ts';
export type { Exchanged, ExchangeInput } from './sm2/exchange.ts';
export { DEFAULT_ID, sm2Digest, sm2Z } from './sm2/identity.ts';
export { sm2Kdf } from './sm2/kdf.ts';
export { pkcs8FromScalar, pointFromSpki, scalarFromPkcs8, spkiFromPoint } from './sm2/key-encoding.ts';
export {
  addPoints,
  compressPoint,
  decompressPoint,
  isPublicKey,
  multiplyAdd,
  multiplyBase,
  multiplyPoint,
} from './sm2/points.ts';
export { createSigner, generateKeyPair, publicKeyOf, sign, signDigest, signDigestWith } from './sm2/sign.ts';
export type { RandomBytes, Sm2KeyPair, Sm2Signer } from './sm2/sign.ts';
export { signatureFromDer, signatureToDer } from './sm2/signature.ts';
export { packSm2Check, SM2_ANSWER, SM2_ITEM_BYTES, Sm2Verifier } from './sm2/verifier.ts';
export type { Sm2Check, Sm2KeyHandle, Sm2VerifierOptions } from './sm2/verifier.ts';
export { verify, verifyDigest } from './sm2/verify.ts';
export { sm4CbcDecrypt, sm4CbcEncrypt, sm4Ctr, sm4EcbDecrypt, sm4EcbEncrypt, SM4_BLOCK } from './sm4/block.ts';
export type { Padding } from './sm4/block.ts';
export { sm4CcmDecrypt, sm4CcmEncrypt } from './sm4/ccm.ts';
export { sm4GcmDecrypt, sm4GcmEncrypt } from './sm4/gcm.ts';
export type { AeadOptions } from './sm4/gcm.ts';
export { prepareSm4 } from './sm4/prepared.ts';
export type { PreparedSm4 } from './sm4/prepared.ts';
