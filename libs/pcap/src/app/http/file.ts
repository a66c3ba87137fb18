import { brotliDecompressSync, constants, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';

const MAX_CODED = 262_144;
const MAX_PLAIN = 4_194_304;

/** Measures a body as the receiver takes it: decoded when its content coding is known. */
export interface FileMeter {
  readonly add: (bytes: Uint8Array) => void;
  /** Bytes so far as transferred. */
  readonly transferred: () => number;
  /** Size of the file, and whether all of it was seen and decoded. */
  readonly result: () => { readonly size: number; readonly complete: boolean };
}

type Decode = (bytes: Uint8Array) => Uint8Array;
// a stream that was flushed but not closed is read as far as it goes
const LIMIT = { maxOutputLength: MAX_PLAIN, finishFlush: constants.Z_SYNC_FLUSH };
const BROTLI_LIMIT = { maxOutputLength: MAX_PLAIN, finishFlush: constants.BROTLI_OPERATION_FLUSH };

/** Header of zlib: deflate as the method and a check that the first two bytes are a multiple of 31 (RFC 1950, 2.2). */
const startsAsZlib = (bytes: Uint8Array): boolean => {
  const [method = 0, flags = 0] = bytes;
  return (method & 15) === 8 && (method * 256 + flags) % 31 === 0;
};

/** `deflate` means zlib (RFC 9110, 8.4.1.2), yet some servers send the bare stream. */
const inflateEither: Decode = (bytes) => {
  if (bytes.length > 1 && !startsAsZlib(bytes)) return inflateRawSync(bytes, LIMIT);
  try {
    return inflateSync(bytes, LIMIT);
  } catch {
    return inflateRawSync(bytes, LIMIT);
  }
};

const decoderOf = (coding: string | undefined): Decode | undefined => {
  switch (coding?.trim().toLowerCase()) {
    case 'gzip':
    case 'x-gzip':
      return (bytes) => gunzipSync(bytes, LIMIT);
    case 'deflate':
      return inflateEither;
    case 'br':
      return (bytes) => brotliDecompressSync(bytes, BROTLI_LIMIT);
    default:
      return undefined;
  }
};

const decoded = (decode: Decode, chunks: readonly Uint8Array[]): number | undefined => {
  try {
    const [only] = chunks;
    return decode(only !== undefined && chunks.length === 1 ? only : Buffer.concat(chunks)).length;
  } catch {
    return undefined;
  }
};

/**
 * A meter for a body with a content coding. Up to 256 KiB of a coded body are kept and decoded to at most 4 MiB when it
 * is over; what is longer or does not decode counts as transferred and as incomplete.
 */
export const createFileMeter = (coding: string | undefined): FileMeter => {
  const decode = decoderOf(coding);
  let transferred = 0;
  let chunks: Uint8Array[] = [];
  const add = (bytes: Uint8Array): void => {
    transferred += bytes.length;
    if (decode === undefined) return;
    if (transferred <= MAX_CODED) chunks.push(bytes);
    else chunks = [];
  };
  const result = (): { size: number; complete: boolean } => {
    if (decode === undefined) return { size: transferred, complete: true };
    const size = transferred > MAX_CODED ? undefined : decoded(decode, chunks);
    return { size: size ?? transferred, complete: size !== undefined };
  };
  return { add, transferred: () => transferred, result };
};

/** Last part of a path, without its query: the name of the file. */
export const fileName = (url: string): string => {
  const path = url.split(/[?#]/)[0] ?? '';
  return path === '' ? '/' : path;
};
