export type { KeyInfo, KeyKind, Keys, Signature } from './keys.ts';
