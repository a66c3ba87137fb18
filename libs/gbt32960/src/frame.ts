import type { Block } from './block.ts';
import type { Edition } from './codes.ts';
import type { ControlCommand } from './control.ts';
import type { Parameter } from './parameters.ts';
import type { Signature, SignatureValue } from './signature.ts';
import type { GbTime } from './time.ts';

/**
 * What decoding found. Nothing is dropped for it: the parts before the fault are decoded, the rest is kept as bytes.
 * - `ok` every byte understood
 * - `bcc` checksum wrong: the data unit is not looked at
 * - `structure` a field or item runs past the end, or the frame is shorter or longer than its length field says
 * - `unknown_type` an item of a type whose length nobody knows
 * - `unknown_command` a reserved or custom command: the data unit is kept as bytes
 * - `trailing` bytes after the last field, or after the signature
 * - `encrypted` the data unit needs a key
 */
export type FrameStatus = 'ok' | 'bcc' | 'structure' | 'unknown_type' | 'unknown_command' | 'trailing' | 'encrypted';

/** A standard information body of a realtime report; `type` as on the wire (01-09, 2025 also 30-32). */
export interface DataItem extends Block {
  readonly kind: 'data';
  readonly type: number;
}

/** A user-defined block 80-FE, kept as bytes. */
export interface UserItem {
  readonly kind: 'user';
  readonly type: number;
  readonly data: Uint8Array;
}

/** One item of a realtime report. */
export type RealtimeItem = DataItem | UserItem;

/** The decoded data unit, by command (GB/T 32960.3 clause 7 and Annex B). */
export type Body =
  /** Heartbeat, time calibration, or an answer without data. */
  | { readonly kind: 'empty' }
  /** An answer that carries the time only. */
  | { readonly kind: 'answer'; readonly time: GbTime }
  | {
      readonly kind: 'vehicle-login';
      readonly time: GbTime;
      readonly serial: number;
      readonly iccid: string;
      /** Number of rechargeable subsystems, and the length of each code (0 = no codes). */
      readonly subsystems: number;
      readonly codeLength: number;
      readonly codes: readonly string[];
    }
  | {
      /** Login of the 2025 edition. */
      readonly kind: 'vehicle-login-packs';
      readonly time: GbTime;
      readonly serial: number;
      readonly iccid: string;
      readonly bmsCount: number;
      readonly packsPerBms: readonly number[];
      /** 24 characters each (GB/T 34014). */
      readonly packCodes: readonly string[];
    }
  | {
      readonly kind: 'realtime';
      readonly time: GbTime;
      readonly items: readonly RealtimeItem[];
      readonly signature?: Signature;
    }
  | { readonly kind: 'logout'; readonly time: GbTime; readonly serial: number }
  | {
      readonly kind: 'platform-login';
      readonly time: GbTime;
      readonly serial: number;
      readonly user: string;
      /** In clear on the wire: keep it out of logs and events. */
      readonly password: string;
      readonly rule: number;
    }
  | { readonly kind: 'parameter-query'; readonly time: GbTime; readonly count: number; readonly ids: readonly number[] }
  /** Parameter set, and the answer to a query. */
  | {
      readonly kind: 'parameters';
      readonly time: GbTime;
      readonly count: number;
      readonly parameters: readonly Parameter[];
    }
  | { readonly kind: 'control'; readonly time: GbTime; readonly control: ControlCommand }
  | {
      readonly kind: 'activation';
      readonly time: GbTime;
      readonly chipId: string;
      readonly publicKey: Uint8Array;
      readonly vin: string;
      readonly signature: Signature;
    }
  | { readonly kind: 'activation-answer'; readonly activated: number; readonly info: number }
  | {
      readonly kind: 'key-exchange';
      readonly keyType: number;
      readonly key: Uint8Array;
      readonly validFrom: GbTime;
      readonly validTo: GbTime;
    }
  /** A data unit that was not decoded: encrypted, damaged, or of a command without a layout. */
  | { readonly kind: 'opaque'; readonly data: Uint8Array };

/** Header of a frame as numbers. */
export interface FrameHeader {
  readonly edition: Edition;
  /** See `COMMAND`. */
  readonly command: number;
  /** See `ANSWER`; FE = this is a command. */
  readonly answer: number;
  /** Unique identifier, always 17 characters, one per byte (Latin-1); the VIN for vehicle data. */
  readonly id: string;
  /** See `ENCRYPTION`. */
  readonly encryption: number;
}

/** What {@link FrameHeader} and body need to become bytes; every decoded {@link Frame} fits. */
export interface FrameInput extends FrameHeader {
  readonly body: EncodableBody;
  /** Bytes of the data unit behind the body. */
  readonly rest?: Uint8Array;
}

/** A body for encoding: signatures need no offsets. */
export type EncodableBody =
  | Exclude<Body, { readonly kind: 'realtime' | 'activation' }>
  | (Omit<Extract<Body, { readonly kind: 'realtime' }>, 'signature'> & {
      readonly signature?: SignatureValue & { readonly found?: 'walk' | 'tail' };
    })
  | (Omit<Extract<Body, { readonly kind: 'activation' }>, 'signature'> & { readonly signature: SignatureValue });

/** A decoded frame. */
export interface Frame extends FrameHeader {
  /** The length field as sent. */
  readonly length: number;
  /** BCC as sent, and as it should be. */
  readonly bcc: number;
  readonly bccCalculated: number;
  readonly status: FrameStatus;
  /** Frame offset where decoding stopped, when it did not reach the end of the data unit. */
  readonly stopOffset: number | undefined;
  readonly body: Body;
  /** Bytes of the data unit that are not in `body` (empty when all are). */
  readonly rest: Uint8Array;
  /** The whole frame. */
  readonly bytes: Uint8Array;
}
