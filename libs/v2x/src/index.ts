export { readBsm } from './bsm-reader.ts';
export type { BsmStatus } from './bsm-reader.ts';
export { bsmId, createBsmRecord } from './bsm-record.ts';
export type { BsmRecord } from './bsm-record.ts';
export { V2X_ERRORS } from './errors.ts';
export type { V2xErrorCode } from './errors.ts';
export { decodeMessage, encodeMessage, MAX_MESSAGE_BYTES } from './message.ts';
export { MessageFrame } from './schema/frame.ts';
export type { Bsm, MapMessage, Message, Rsi, Rsm, Spat } from './schema/frame.ts';
