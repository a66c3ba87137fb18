import type { Values } from './layout.ts';
import type { HeaderEdition } from './messages.ts';

/** Header of a frame (clause 4.4.3 of 2019, 4.4.3 of 2013). */
export interface FrameHeader {
  readonly messageId: number;
  /** The attributes WORD as sent. */
  readonly attributes: number;
  /** Length of the body as announced, at most 1023. */
  readonly bodyLength: number;
  /** Bits 10-12: 0 none, 1 RSA, others reserved. */
  readonly encryption: number;
  readonly subpackaged: boolean;
  readonly edition: HeaderEdition;
  /** Only in 2019: 1 for the first edition that has the field. */
  readonly protocolVersion: number | undefined;
  /** BCD digits with leading zeros: 12, in 2019 20. */
  readonly phone: string;
  readonly serial: number;
  /** Number of sub-packages and which one this is, from 1. Only when `subpackaged`. */
  readonly packageTotal: number | undefined;
  readonly packageIndex: number | undefined;
}

/**
 * What became of a frame:
 * - `ok`: read to the last byte
 * - `trailing`: read, but bytes are left over (`rest`)
 * - `structure`: the body does not have the form of its message, or the header lies about the length
 * - `unknown_message`: no layout for this id (vendor ranges too)
 * - `checksum`: the XOR does not hold; the body is not read
 * - `encrypted`: an encryption bit is set; the body is not read
 * - `fragment`: one sub-package; the whole message has to be joined first
 */
export type FrameStatus = 'ok' | 'trailing' | 'structure' | 'unknown_message' | 'checksum' | 'encrypted' | 'fragment';

/** Body of a message: its fields by the layout `variant`, or its bytes. */
export type Body =
  | { readonly kind: 'fields'; readonly variant: string; readonly values: Values }
  | { readonly kind: 'raw'; readonly data: Uint8Array };

/** What was read of a body. */
export interface BodyRead {
  readonly body: Body;
  readonly status: FrameStatus;
  /** Offset in the body where reading stopped; only with `trailing` and `structure`. */
  readonly stopOffset: number | undefined;
  /** Bytes of the body after the fields. */
  readonly rest: Uint8Array;
}

/** A decoded frame. */
export interface Frame extends BodyRead {
  readonly header: FrameHeader;
  readonly checksum: number;
  readonly checksumCalculated: number;
  /** The body as sent, unescaped. */
  readonly bodyBytes: Uint8Array;
  /** False when the sender escaped otherwise than the standard says. */
  readonly escapedWell: boolean;
  /** Length of the frame on the wire. */
  readonly wireBytes: number;
}

/** What the encoder needs of a header; the length, and with it the attributes, are computed. */
export interface HeaderInput {
  readonly messageId: number;
  readonly edition: HeaderEdition;
  readonly phone: string;
  readonly serial: number;
  /** Default 1 in 2019. */
  readonly protocolVersion?: number | undefined;
  /** Default 0. */
  readonly encryption?: number | undefined;
  readonly packageTotal?: number | undefined;
  readonly packageIndex?: number | undefined;
  /** Attributes of a decoded frame: bits 14 and 15 are taken over. */
  readonly attributes?: number | undefined;
}

/** What the encoder needs of a frame. A decoded frame is one. */
export interface FrameInput {
  readonly header: HeaderInput;
  readonly body: Body;
  readonly rest?: Uint8Array | undefined;
}
