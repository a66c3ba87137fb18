import { crc32 } from 'node:zlib';

/** Length of the fixed part of a frame, in bytes; source, format and payload follow it. */
export const FRAME_HEADER = 72;
/** Longest payload of one frame: 32 MiB. */
export const MAX_PAYLOAD = 32 * 1024 * 1024;
/** Longest source id, in UTF-8 bytes. */
export const MAX_SOURCE = 255;
/** Longest format tag, in UTF-8 bytes. */
export const MAX_FORMAT = 32;
/** Length of an SM3 digest, in bytes. */
export const HEAD_LENGTH = 32;
/** Bits of `flags` that the platform agrees on: how the payload is compressed. The journal stores them unread. */
export const frameFlags = { gzip: 1, zstd: 2 } as const;

const MAGIC = 0x43444a31;
/** The four bytes every frame begins with: "CDJ1". */
export const FRAME_MAGIC: Uint8Array = Uint8Array.of(0x43, 0x44, 0x4a, 0x31);
const TWO_32 = 2 ** 32;

/** What a caller hands in; the journal adds the sequence number and the chain. */
export interface FrameInput {
  /** Who sent it; 1 to 255 bytes of UTF-8. */
  readonly source: string;
  /** How the payload is encoded, for example "ndjson"; at most 32 bytes. */
  readonly format: string;
  /** Number of events inside the payload. */
  readonly count: number;
  /** See {@link frameFlags}; 0 to 255. */
  readonly flags: number;
  /** Bytes of the events as the caller encoded them; copied before `append` returns. */
  readonly payload: Uint8Array;
  /** When the bytes were received: wall clock, milliseconds since 1970. */
  readonly receivedAt: number;
}

/** One stored frame. All byte arrays are views of a shared buffer: do not write to them, copy what is kept for long. */
export interface Frame extends FrameInput {
  /** Position in the journal: 1, 2, 3 ... without gaps. */
  readonly seq: number;
  /** How many frames directly before this one were not yet durable when it was encoded. */
  readonly pending: number;
  /** SM3 head of the chain before the group of this frame (32 bytes). */
  readonly previousHead: Uint8Array;
  /** The whole frame as it lies on disk. */
  readonly raw: Uint8Array;
}

/** Outcome of {@link parseFrame}. `cut`: the bytes end before the frame does. */
export type ParsedFrame =
  | { readonly kind: 'frame'; readonly frame: Frame; readonly end: number }
  | { readonly kind: 'cut'; readonly need: number }
  | { readonly kind: 'bad'; readonly reason: string };

/** A buffer with its DataView, made once. */
export interface Slab {
  readonly bytes: Buffer;
  readonly view: DataView;
}

/** Allocates a slab. */
export const newSlab = (size: number): Slab => {
  const bytes = Buffer.allocUnsafeSlow(size);
  return { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, size) };
};

/** Place of a new frame in the chain. `head` is the head before its group, 32 latin1 characters. */
export interface ChainPlace {
  readonly seq: number;
  readonly pending: number;
  readonly head: string;
}

/** Exact size of the frame that {@link encodeFrame} makes of `input`. */
export const frameSize = (input: FrameInput): number =>
  FRAME_HEADER + Buffer.byteLength(input.source) + Buffer.byteLength(input.format) + input.payload.length;

/** Writes a frame into `slab` at `at`, which must have room for the `size` bytes that {@link frameSize} tells. */
export const encodeFrame = (slab: Slab, at: number, size: number, input: FrameInput, place: ChainPlace): void => {
  const { bytes, view } = slab;
  const sourceAt = at + FRAME_HEADER;
  const formatAt = sourceAt + bytes.write(input.source, sourceAt, 'utf8');
  const payloadAt = formatAt + bytes.write(input.format, formatAt, 'utf8');
  view.setUint32(at, MAGIC);
  setUint64(view, at + 8, place.seq);
  setUint64(view, at + 16, input.receivedAt);
  view.setUint32(at + 24, input.count);
  view.setUint32(at + 28, input.payload.length);
  view.setUint32(at + 32, place.pending);
  view.setUint8(at + 36, input.flags);
  view.setUint8(at + 37, payloadAt - formatAt);
  view.setUint16(at + 38, formatAt - sourceAt);
  bytes.write(place.head, at + 40, HEAD_LENGTH, 'latin1');
  bytes.set(input.payload, payloadAt);
  view.setUint32(at + 4, crc32(bytes.subarray(at + 8, at + size)));
};

/** Reads the frame at `at`; bytes after `to` do not exist. Every length is checked before it is used, the CRC always. */
export const parseFrame = (bytes: Buffer, at: number, to: number): ParsedFrame => {
  if (to - at < FRAME_HEADER) return { kind: 'cut', need: FRAME_HEADER };
  if (bytes.readUInt32BE(at) !== MAGIC) return { kind: 'bad', reason: 'no frame begins here' };
  const payloadLength = bytes.readUInt32BE(at + 28);
  if (payloadLength > MAX_PAYLOAD) return { kind: 'bad', reason: 'payload length over the limit' };
  const formatLength = bytes.readUInt8(at + 37);
  const sourceLength = bytes.readUInt16BE(at + 38);
  if (formatLength > MAX_FORMAT || sourceLength > MAX_SOURCE)
    return { kind: 'bad', reason: 'name length over the limit' };
  const size = FRAME_HEADER + sourceLength + formatLength + payloadLength;
  if (to - at < size) return { kind: 'cut', need: size };
  const raw = bytes.subarray(at, at + size);
  if (crc32(raw.subarray(8)) !== raw.readUInt32BE(4)) return { kind: 'bad', reason: 'CRC-32 does not match' };
  return { kind: 'frame', frame: frameOf(raw, sourceLength, formatLength), end: at + size };
};

const frameOf = (raw: Buffer, sourceLength: number, formatLength: number): Frame => {
  const formatAt = FRAME_HEADER + sourceLength;
  return {
    seq: uint64(raw, 8),
    receivedAt: uint64(raw, 16),
    count: raw.readUInt32BE(24),
    pending: raw.readUInt32BE(32),
    flags: raw.readUInt8(36),
    source: raw.toString('utf8', FRAME_HEADER, formatAt),
    format: raw.toString('latin1', formatAt, formatAt + formatLength),
    previousHead: raw.subarray(40, 72),
    payload: raw.subarray(formatAt + formatLength),
    raw,
  };
};

const setUint64 = (view: DataView, at: number, value: number): void => {
  view.setUint32(at, Math.floor(value / TWO_32));
  view.setUint32(at + 4, value % TWO_32);
};

const uint64 = (bytes: Buffer, at: number): number => bytes.readUInt32BE(at) * TWO_32 + bytes.readUInt32BE(at + 4);
