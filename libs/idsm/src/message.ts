/** Time of a message as the IdsM gave it. */
export interface IdsTimestamp {
  /** `autosar`: synchronised time base (StbM); `oem`: a clock that only the manufacturer knows. */
  readonly source: 'autosar' | 'oem';
  /** Nanoseconds within the second; more than 999,999,999 is kept and reported as an anomaly. */
  readonly nanoseconds: number;
  readonly seconds: number;
  /** Bits that should be 0, kept so that a message can be written back. */
  readonly reserved: number;
}

/** Version of the context data, only in protocol version 2 (PRS_Ids_00008). */
export interface ContextVersion {
  /** 0 to 32767. */
  readonly number: number;
  /** A callout of the IdsM changed the context data. */
  readonly modified: boolean;
}

/** Context data of the event, or of the first of `count` aggregated events. */
export interface IdsContext {
  readonly version: ContextVersion | undefined;
  /** The length was written in 4 bytes; 127 bytes and less fit in one. */
  readonly longLength: boolean;
  readonly data: Uint8Array;
}

/** One IDS message: a qualified security event (QSEv). */
export interface IdsMessage {
  readonly version: number;
  /** IdsM instance, 0 to 1023 in the default profile. */
  readonly idsm: number;
  /** Sensor instance, 0 to 63 in the default profile. */
  readonly sensor: number;
  /** Event definition id: 0x0000-0x7FFF AUTOSAR, 0x8000-0xFFFE manufacturer, 0xFFFF invalid. */
  readonly event: number;
  /** Security events that this message stands for: the weight in every correlation. */
  readonly count: number;
  readonly timestamp: IdsTimestamp | undefined;
  readonly context: IdsContext | undefined;
  /** Signature as sent; it is located, not verified, here. */
  readonly signature: Uint8Array | undefined;
  /** Header bits and bits of the event frame that should be 0, kept so that a message can be written back. */
  readonly reservedFlags: number;
  readonly reserved: number;
}

/** Oddities that leave the message readable. */
export type Anomaly =
  | 'reserved_flag'
  | 'reserved_bits'
  | 'reserved_time_bit'
  | 'event_id_invalid'
  | 'count_zero'
  | 'nanoseconds_range'
  | 'context_empty'
  | 'length_not_minimal'
  | 'signature_empty';

/** A message and its place in the bytes given. */
export interface DecodedMessage {
  readonly message: IdsMessage;
  /** Offset of the first byte. */
  readonly offset: number;
  readonly length: number;
  /** Offset behind the last signed byte: the signature covers `offset` up to here (unverified). Undefined: not signed. */
  readonly signedTo: number | undefined;
  readonly anomalies: readonly Anomaly[];
}

/** Why the bytes from `offset` on could not be read as a message. */
export interface IdsFault {
  readonly kind: 'truncated' | 'version' | 'context_too_long' | 'signature_too_long' | 'too_many_messages';
  /** Offset of the message that could not be read. */
  readonly offset: number;
  /** One sentence in English. */
  readonly reason: string;
}

/** What a datagram holds. `messages`, `padding` and `rest` together are all of its bytes. */
export interface DecodedDatagram {
  readonly messages: readonly DecodedMessage[];
  /** Zero bytes behind the last message (a PDU filled up to the frame size of its bus). */
  readonly padding: number;
  /** Bytes from the fault on; empty without a fault. */
  readonly rest: Uint8Array;
  readonly fault: IdsFault | undefined;
  readonly profile: { readonly name: string; readonly provenance: string };
}

/** Bounds of reading. */
export interface IdsLimits {
  /** Messages of one datagram. */
  readonly messages: number;
  /** Bytes of context data of one message; the format itself would allow 2 GiB. */
  readonly contextBytes: number;
  /** Bytes of one signature. */
  readonly signatureBytes: number;
}

/** 1,024 messages, 65,535 bytes of context data, 65,535 bytes of signature. */
export const DEFAULT_LIMITS: IdsLimits = { messages: 1024, contextBytes: 65_535, signatureBytes: 65_535 };
