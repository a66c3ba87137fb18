import { decodeUper, encodeUper } from '@chedun/asn1/uper';
import type { Decoded } from '@chedun/asn1/uper';
import { DomainError } from '@chedun/kernel';
import { v2xError } from './errors.ts';
import type { V2xErrorCode } from './errors.ts';
import { MessageFrame } from './schema/frame.ts';
import type { Message } from './schema/frame.ts';

/** Largest message: what a PC5 or cellular datagram can hold. */
export const MAX_MESSAGE_BYTES = 65_535;

const LIMITS = { depth: 24, items: 20_000, bytes: MAX_MESSAGE_BYTES } as const;

const translated = (error: unknown, code: V2xErrorCode): unknown => {
  if (!(error instanceof DomainError)) return error;
  return v2xError(code, { ...error.detail, cause: error.code }, error);
};

/**
 * Decodes one MessageFrame in UPER. Bytes behind it are counted, not read; extensions that nobody knows are kept as hex
 * in the value and listed in `unknown`. Throws `v2x.not_a_message` with the path and offset of the fault.
 */
export const decodeMessage = (bytes: Uint8Array): Decoded<Message> => {
  try {
    return decodeUper(MessageFrame, bytes, LIMITS);
  } catch (error) {
    throw translated(error, 'v2x.not_a_message');
  }
};

/**
 * Encodes one MessageFrame in UPER: the bytes of a canonical sender, padded with zeros to a byte.
 * Throws `v2x.value` with the path of the first field that does not fit.
 */
export const encodeMessage = (message: Message): Uint8Array => {
  try {
    return encodeUper(MessageFrame, message, LIMITS);
  } catch (error) {
    throw translated(error, 'v2x.value');
  }
};
