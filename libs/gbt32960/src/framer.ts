import { createRollingBcc } from './bcc.ts';
import { createHold } from './hold.ts';
import { editionOf, FRAME_OVERHEAD, HEADER_BYTES, LENGTH_AT, START } from './header.ts';
import { MAX_UNIT } from './writer.ts';

/** A stretch of the stream. `frame`: header, data unit and BCC (which may be wrong: `decodeFrame` says so). `garbage`: skipped bytes. */
export interface StreamPiece {
  readonly kind: 'frame' | 'garbage';
  /** Memory of its own, or a view of the chunk: valid until the caller overwrites the chunk it pushed. */
  readonly bytes: Uint8Array;
}

/** Takes the stretches of a stream without an object for each; the bytes are only valid during the call. */
export interface StreamSink {
  /** A frame lies at `bytes[from .. to)`; `intact` when its BCC is right. */
  readonly frame: (bytes: Buffer, from: number, to: number, intact: boolean) => void;
  readonly garbage: (bytes: Buffer, from: number, to: number) => void;
}

/** Counters of one stream since it began. */
export interface FramerStats {
  readonly frames: number;
  readonly bytes: number;
  /** Bytes that belong to no frame. */
  readonly skipped: number;
}

/** Cuts one TCP stream into frames. Every byte comes out exactly once, in order, in a frame or as garbage. */
export interface Framer {
  /** Pieces that are complete after this chunk. Holds back at most one unfinished frame (65,556 bytes). */
  readonly push: (chunk: Uint8Array) => readonly StreamPiece[];
  /** The same, handed to `sink`. */
  readonly each: (chunk: Uint8Array, sink: StreamSink) => void;
  /** End of the stream: what was held back comes out as garbage. The framer can be used again afterwards. */
  readonly end: () => readonly StreamPiece[];
  readonly stats: () => FramerStats;
  /** Bytes held back at the moment. */
  readonly pending: () => number;
}

const CHECKED_PREFIX = 4;
const BCC_FROM = 2;

const isCommand = (code: number): boolean =>
  (code >= 0x01 && code <= 0x0b) || (code >= 0x80 && code <= 0x82) || (code >= 0xc0 && code <= 0xfe);
const isAnswer = (code: number): boolean => (code >= 0x01 && code <= 0x07) || code === 0xfe;
const isEncryption = (code: number): boolean => (code >= 0x01 && code <= 0x05) || code >= 0xfe;

const isStartByte = (byte: number | undefined): boolean => byte === START['2016'] || byte === START['2025'];

/** Whether the bytes from `at` may begin a frame, as far as they are visible before `end`. */
const mayBegin = (bytes: Uint8Array, at: number, end: number): boolean => {
  if (!isStartByte(bytes[at])) return false;
  if (at + 1 < end && bytes[at + 1] !== bytes[at]) return false;
  if (at + 2 < end && !isCommand(bytes[at + 2] ?? 0)) return false;
  if (at + 3 < end && !isAnswer(bytes[at + 3] ?? 0)) return false;
  return at + LENGTH_AT > end || isEncryption(bytes[at + LENGTH_AT - 1] ?? 0);
};

const unitLength = (bytes: Uint8Array, at: number): number =>
  ((bytes[at + LENGTH_AT] ?? 0) << 8) | (bytes[at + LENGTH_AT + 1] ?? 0);

/** First believable frame start inside a frame whose BCC is wrong: its length field is a lie, or it never was a frame. */
const innerStart = (bytes: Uint8Array, from: number, to: number): number => {
  for (let at = from; at + CHECKED_PREFIX <= to; at += 1) if (mayBegin(bytes, at, to)) return at;
  return -1;
};

type Step =
  | { readonly kind: 'wait' }
  | { readonly kind: 'skip'; readonly to: number }
  | { readonly kind: 'frame'; readonly to: number; readonly trusted: boolean; readonly intact: boolean };

const WAIT: Step = { kind: 'wait' };

/** First place after `at` where a frame may start, or `end`. */
const nextStart = (bytes: Uint8Array, at: number, end: number): number => {
  for (let next = at + 1; next < end; next += 1) if (mayBegin(bytes, next, end)) return next;
  return end;
};

/**
 * What stands at `at`. In step with the sender any header is believed; after garbage only one whose codes exist.
 * A frame with a wrong BCC is kept as it is, unless another frame starts inside it: then it is cut there.
 */
const step = (bytes: Uint8Array, at: number, inStep: boolean, check: (from: number, to: number) => number): Step => {
  const end = bytes.length;
  if (!isStartByte(bytes[at])) return { kind: 'skip', to: nextStart(bytes, at, end) };
  if (end - at < 2) return WAIT;
  const edition = editionOf(bytes[at], bytes[at + 1]);
  if (edition === undefined || (!inStep && !mayBegin(bytes, at, end)))
    return { kind: 'skip', to: nextStart(bytes, at, end) };
  if (end - at < HEADER_BYTES) return WAIT;
  const unit = unitLength(bytes, at);
  if (unit > MAX_UNIT) return { kind: 'skip', to: nextStart(bytes, at, end) };
  const to = at + FRAME_OVERHEAD + unit;
  if (to > end) return WAIT;
  if (check(at + BCC_FROM, to - 1) === bytes[to - 1]) return { kind: 'frame', to, trusted: true, intact: true };
  const inner = innerStart(bytes, at + BCC_FROM, to);
  if (inner < 0) return { kind: 'frame', to, trusted: inStep, intact: false };
  return inner - at >= FRAME_OVERHEAD
    ? { kind: 'frame', to: inner, trusted: false, intact: false }
    : { kind: 'skip', to: inner };
};

/** Where the unfinished rest of one joined buffer begins, and what was counted before it. */
interface Cut {
  readonly end: number;
  readonly inStep: boolean;
  readonly frames: number;
  readonly skipped: number;
}

const cut = (bytes: Buffer, startsInStep: boolean, sink: StreamSink): Cut => {
  let inStep = startsInStep;
  let at = 0;
  let garbageFrom = -1;
  let frames = 0;
  let skipped = 0;
  const check = createRollingBcc(bytes);
  const flushGarbage = (): void => {
    if (garbageFrom < 0) return;
    skipped += at - garbageFrom;
    sink.garbage(bytes, garbageFrom, at);
    garbageFrom = -1;
  };
  while (at < bytes.length) {
    const next = step(bytes, at, inStep, check);
    if (next.kind === 'wait') break;
    if (next.kind === 'skip') {
      if (garbageFrom < 0) garbageFrom = at;
      inStep = false;
    } else {
      flushGarbage();
      frames += 1;
      sink.frame(bytes, at, next.to, next.intact);
      inStep = next.trusted;
    }
    at = next.to;
  }
  flushGarbage();
  return { end: at, inStep, frames, skipped };
};

const asBuffer = (bytes: Uint8Array): Buffer =>
  Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/**
 * Creates the framer of one connection. Both editions may alternate on it. Memory is the unfinished frame plus the
 * chunk; well-formed traffic costs one pass over its bytes. A peer can make it slower with false headers, some MB/s in
 * the worst case, so a listener should drop connections that bring little but garbage.
 */
export const createFramer = (): Framer => {
  const hold = createHold();
  let inStep = true;
  let frames = 0;
  let seen = 0;
  let skipped = 0;

  const each = (chunk: Uint8Array, sink: StreamSink): void => {
    const joined = asBuffer(hold.join(chunk));
    const found = cut(joined, inStep, sink);
    hold.keep(joined, found.end);
    inStep = found.inStep;
    seen += chunk.length;
    frames += found.frames;
    skipped += found.skipped;
  };

  const push = (chunk: Uint8Array): readonly StreamPiece[] => {
    const pieces: StreamPiece[] = [];
    // What was put together from two chunks lies in memory that the next chunk writes over.
    const piece = (kind: StreamPiece['kind'], bytes: Buffer, from: number, to: number): void => {
      const view = bytes.subarray(from, to);
      pieces.push({ kind, bytes: bytes.buffer === chunk.buffer ? view : new Uint8Array(view) });
    };
    each(chunk, {
      frame: (bytes, from, to) => piece('frame', bytes, from, to),
      garbage: (bytes, from, to) => piece('garbage', bytes, from, to),
    });
    return pieces;
  };

  const end = (): readonly StreamPiece[] => {
    const rest = hold.take();
    skipped += rest.length;
    inStep = true;
    return rest.length === 0 ? [] : [{ kind: 'garbage', bytes: rest }];
  };

  return { push, each, end, stats: () => ({ frames, bytes: seen, skipped }), pending: () => hold.length() };
};
