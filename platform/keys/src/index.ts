export { keysErrors } from './errors.ts';
export { openFileKeys } from './file-keys.ts';
export type { FileKeysOptions } from './file-keys.ts';
export type { KeyInfo, KeyKind, Keys, Signature } from './keys.ts';
export type { PassphraseSources } from './passphrase.ts';
