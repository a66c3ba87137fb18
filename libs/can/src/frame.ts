/** What a frame on the bus is: data, a remote request, or an error flag that the controller reported. */
export type CanFrameKind = 'data' | 'remote' | 'error';

/** One frame of a CAN bus as a log recorded it. */
export interface CanFrame {
  readonly kind: CanFrameKind;
  /** Seconds; from the epoch or from the start of the recording, as the log counts. */
  readonly time: number;
  /** Name of the bus in the log (`can0`, `1`); empty when the log names none. */
  readonly channel: string;
  /** 11 bit identifier (0..7FF), or 29 bit (0..1FFFFFFF) when `extended`. */
  readonly id: number;
  readonly extended: boolean;
  /** True for CAN FD: up to 64 bytes. */
  readonly fd: boolean;
  /** 0..8 bytes, or 0..64 with CAN FD; empty for remote and error frames. */
  readonly data: Uint8Array;
}

/** What a reader gives for each piece of a log: a frame, or what could not be read and where. Nothing is dropped silently. */
export type CanRecord =
  | { readonly kind: 'frame'; readonly frame: CanFrame; readonly label?: boolean }
  | {
      readonly kind: 'fault';
      readonly reason: string;
      /** 1-based line of a text log. */
      readonly line?: number;
      /** Byte offset of a binary log. */
      readonly offset?: number;
    };

/** Largest 11 bit identifier. */
export const MAX_STANDARD_ID = 0x7ff;
/** Largest 29 bit identifier. */
export const MAX_EXTENDED_ID = 0x1fffffff;

const FD_LENGTHS: readonly number[] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 12, 16, 20, 24, 32, 48, 64];

/** Bytes that a data length code 0..15 stands for (ISO 11898-1: classic CAN caps at 8, CAN FD reaches 64). */
export const lengthOfDlc = (dlc: number, fd: boolean): number =>
  fd ? (FD_LENGTHS[Math.min(Math.max(dlc, 0), 15)] ?? 0) : Math.min(Math.max(dlc, 0), 8);

/** True when `id` fits the form of identifier. */
export const idFits = (id: number, extended: boolean): boolean =>
  Number.isInteger(id) && id >= 0 && id <= (extended ? MAX_EXTENDED_ID : MAX_STANDARD_ID);

/** True when CAN (FD) can carry that many bytes in one frame. */
export const lengthFits = (length: number, fd: boolean): boolean =>
  fd ? FD_LENGTHS.includes(length) : length >= 0 && length <= 8;

/** Bytes of their own from `from` to before `to`: also of a Buffer, whose `slice` would share memory. */
export const copyOf = (bytes: Uint8Array, from = 0, to = bytes.length): Uint8Array =>
  new Uint8Array(bytes.subarray(from, to));

/** Number that tells standard and extended identifiers apart: extended ones have 2^29 added. */
export const idKey = (id: number, extended: boolean): number => (extended ? id + 0x20000000 : id);

/** Identifier as people write it: 3 hex digits, or 8 when extended. */
export const idText = (id: number, extended: boolean): string =>
  id
    .toString(16)
    .toUpperCase()
    .padStart(extended ? 8 : 3, '0');
