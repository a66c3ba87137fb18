import { copyOf } from '../frame.ts';
import { UDS_NEGATIVE, UDS_SERVICES, UDS_WITH_SUB_FUNCTION } from './uds-names.ts';

/** A step of SecurityAccess (27): odd sub-functions ask for a seed, even ones send the key of the level below. */
export interface UdsSecurity {
  readonly step: 'seed' | 'key';
  /** Security level: the odd sub-function of the pair. */
  readonly level: number;
}

/** One message of ISO 14229-1. */
export type UdsMessage =
  | {
      readonly kind: 'request' | 'response';
      /** Service identifier of the request (a response has 40 hex more on the wire). */
      readonly service: number;
      readonly name: string;
      /** Without the bit that suppresses the answer; undefined for services without sub-function. */
      readonly subFunction: number | undefined;
      /** Bit 7 of the sub-function of a request: no positive answer wanted. */
      readonly quiet: boolean;
      readonly security: UdsSecurity | undefined;
      /** Bytes after service and sub-function. */
      readonly data: Uint8Array;
    }
  | {
      readonly kind: 'negative';
      readonly service: number;
      readonly name: string;
      readonly code: number;
      readonly reason: string;
    }
  | { readonly kind: 'invalid'; readonly reason: string };

const ANSWER = 0x40;
const NEGATIVE = 0x7f;

const hex = (byte: number): string => byte.toString(16).toUpperCase().padStart(2, '0');

const securityOf = (service: number, subFunction: number | undefined): UdsSecurity | undefined => {
  if (service !== 0x27 || subFunction === undefined || subFunction === 0 || subFunction === 0x7f) return undefined;
  return subFunction % 2 === 1 ? { step: 'seed', level: subFunction } : { step: 'key', level: subFunction - 1 };
};

/**
 * Reads one message of UDS as ISO-TP carried it. Requests and answers are told apart by the service number; a negative answer
 * (7F) has three bytes, bytes after them make it invalid. Never throws.
 */
export const decodeUds = (message: Uint8Array): UdsMessage => {
  const first = message[0];
  if (first === undefined) return { kind: 'invalid', reason: 'no bytes' };
  if (first === NEGATIVE) {
    const [, service, code] = message;
    if (service === undefined || code === undefined || message.length !== 3)
      return { kind: 'invalid', reason: `a negative answer of ${message.length} bytes` };
    const reason = UDS_NEGATIVE[code] ?? `0x${hex(code)}`;
    return { kind: 'negative', service, name: UDS_SERVICES[service] ?? `0x${hex(service)}`, code, reason };
  }
  const isAnswer = (first & ANSWER) !== 0;
  const service = isAnswer ? first & ~ANSWER : first;
  const name = UDS_SERVICES[service];
  if (name === undefined) return { kind: 'invalid', reason: `no service 0x${hex(service)}` };
  const hasSub = UDS_WITH_SUB_FUNCTION.has(service);
  const second = message[1];
  if (hasSub && second === undefined) return { kind: 'invalid', reason: `${name} without its sub-function` };
  const subFunction = hasSub && second !== undefined ? second & 0x7f : undefined;
  return {
    kind: isAnswer ? 'response' : 'request',
    service,
    name,
    subFunction,
    quiet: !isAnswer && hasSub && ((second ?? 0) & 0x80) !== 0,
    security: securityOf(service, subFunction),
    data: copyOf(message, hasSub ? 2 : 1),
  };
};
