export { ed25519RawOf, ed25519Verify } from './ed25519.ts';
export { readSecret } from './decipher.ts';
export type { Decipher, DecipherSpec } from './decipher.ts';
export { keysErrors } from './errors.ts';
export { openFileKeys } from './file-keys.ts';
export type { FileKeysOptions } from './file-keys.ts';
export type { KeyInfo, KeyKind, Keys, Signature } from './keys.ts';
export type { PassphraseSources } from './passphrase.ts';
export { sm2PointOf, sm2SpkiOf, sm2Verify } from './sm2.ts';
