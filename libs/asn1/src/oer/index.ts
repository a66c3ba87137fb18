export { decodeOer, decodeOerAt } from './decode.ts';
export type { OerDecoded, OerOptions, Span } from './decode.ts';
export { defaulted } from './defaulted.ts';
export type { Defaulted } from './defaulted.ts';
export { encodeOer } from './encode.ts';
export { OER_LIMITS } from './limits.ts';
export type { OerLimits } from './limits.ts';
