export { decodeUper } from './decode.ts';
export type { Decoded, UnknownExtension } from './decode.ts';
export { encodeUper } from './encode.ts';
export { DEFAULT_LIMITS } from './limits.ts';
export type { UperLimits } from './limits.ts';
