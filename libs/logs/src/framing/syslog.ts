import { logError } from '../errors.ts';
import { createCarry } from './carry.ts';
import type { Carry } from './carry.ts';
import { createLineSplitter, OVERSIZED_HEAD } from './lines.ts';
import type { RecordSink, Splitter } from './lines.ts';

const LF = 0x0a;
const SPACE = 0x20;
const MAX_LENGTH_DIGITS = 9;

interface CountState {
  readonly sink: RecordSink;
  readonly limit: number;
  readonly carry: Carry;
  /** Digits of the length read so far; a frame body is open when `remaining` is set. */
  digits: number;
  length: number;
  /** Bytes of the open frame's body still to come; undefined while its length is read. */
  remaining: number | undefined;
  frameStart: number;
  position: number;
}

/**
 * Splits a syslog byte stream (TCP or TLS) into messages. The framing of RFC 6587 is told once per connection by its
 * first byte: a digit 1 … 9 means octet counting (`LEN SP MSG`, also RFC 5425), anything else newline framing. A frame
 * longer than `maxLineBytes` is skipped and reported as oversized. Throws `logs.bad_frame` with the stream offset where
 * a frame length is malformed; the stream is then lost and the connection has to be closed. A frame that is cut off by
 * the end of the stream is reported as it came.
 */
export const createSyslogSplitter = (sink: RecordSink, options: { readonly maxLineBytes: number }): Splitter => {
  let chosen: Splitter | undefined;
  return {
    push: (chunk) => {
      const first = chunk[0];
      if (first === undefined) return;
      chosen ??=
        first >= 0x31 && first <= 0x39 ? createOctetSplitter(sink, options) : createLineSplitter(sink, options);
      chosen.push(chunk);
    },
    end: () => chosen?.end(),
  };
};

const createOctetSplitter = (sink: RecordSink, options: { readonly maxLineBytes: number }): Splitter => {
  const limit = options.maxLineBytes;
  const state: CountState = {
    sink,
    limit,
    carry: createCarry(limit),
    digits: 0,
    length: 0,
    remaining: undefined,
    frameStart: 0,
    position: 0,
  };
  return { push: (chunk) => pushFrames(state, chunk), end: () => closeFrame(state) };
};

const pushFrames = (state: CountState, chunk: Uint8Array): void => {
  let at = 0;
  while (at < chunk.length) {
    if (state.remaining === undefined) {
      readLengthByte(state, chunk[at] ?? 0, state.position + at);
      at += 1;
    } else at += readBody(state, chunk, at, state.remaining);
  }
  state.position += chunk.length;
};

const readLengthByte = (state: CountState, byte: number, offset: number): void => {
  // Some senders end each counted frame with a line feed of their own.
  if (state.digits === 0 && byte === LF) return;
  if (byte === SPACE && state.digits > 0) {
    state.remaining = state.length;
    return;
  }
  const digit = byte - 0x30;
  if (digit < 0 || digit > 9 || (state.digits === 0 && digit === 0) || state.digits === MAX_LENGTH_DIGITS) {
    throw logError('logs.bad_frame', { offset, reason: 'a frame length is digits followed by one space' });
  }
  if (state.digits === 0) state.frameStart = offset;
  state.length = state.length * 10 + digit;
  state.digits += 1;
};

/** Takes what the chunk holds of the open body; returns how many bytes that was. */
const readBody = (state: CountState, chunk: Uint8Array, at: number, remaining: number): number => {
  const taken = Math.min(remaining, chunk.length - at);
  const part = chunk.subarray(at, at + taken);
  state.remaining = remaining - taken;
  if (state.remaining === 0 && taken === state.length && taken <= state.limit) {
    state.sink.record(part, state.frameStart);
    resetFrame(state);
    return taken;
  }
  state.carry.append(part);
  if (state.remaining === 0) closeFrame(state);
  return taken;
};

const closeFrame = (state: CountState): void => {
  const held = state.carry.view();
  if (held.length > 0) {
    if (state.length > state.limit)
      state.sink.oversized(held.subarray(0, OVERSIZED_HEAD), state.frameStart, state.length);
    else state.sink.record(held, state.frameStart);
  }
  state.carry.clear();
  resetFrame(state);
};

const resetFrame = (state: CountState): void => {
  state.digits = 0;
  state.length = 0;
  state.remaining = undefined;
};
