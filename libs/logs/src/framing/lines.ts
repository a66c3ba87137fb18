import { createCarry } from './carry.ts';
import type { Carry } from './carry.ts';

/** Receives what a splitter finds. The byte views are only valid during the call: copy what must stay. */
export interface RecordSink {
  /** One record without its line end. `offset` is where it starts in the stream. Empty lines are not reported. */
  readonly record: (bytes: Uint8Array, offset: number) => void;
  /**
   * A record longer than the limit: its first bytes, its start and its length up to the line feed. The rest is not
   * kept.
   */
  readonly oversized: (head: Uint8Array, offset: number, length: number) => void;
}

/** Cuts a stream of byte chunks into records. */
export interface Splitter {
  /** Takes the next chunk, cut anywhere. */
  readonly push: (chunk: Uint8Array) => void;
  /** The stream ended: reports a last record that has no line end. */
  readonly end: () => void;
}

/** How many bytes of an oversized record the sink is shown. */
export const OVERSIZED_HEAD = 1024;

const LF = 0x0a;
const CR = 0x0d;

interface LineState {
  readonly sink: RecordSink;
  readonly limit: number;
  readonly carry: Carry;
  /** Bytes of the open line that were dropped because it is oversized. */
  dropped: number;
  lineStart: number;
  position: number;
}

/**
 * Splits chunks into lines ended by LF or CRLF. Holds at most `maxLineBytes` of an unfinished line; a longer line is
 * skipped up to its end and reported as oversized, and the lines after it are whole again. Lines inside a chunk are
 * views, not copies.
 */
export const createLineSplitter = (sink: RecordSink, options: { readonly maxLineBytes: number }): Splitter => {
  const limit = options.maxLineBytes;
  // One byte more than the limit, because the last one may be the CR of the line end.
  const state: LineState = { sink, limit, carry: createCarry(limit + 1), dropped: 0, lineStart: 0, position: 0 };
  return { push: (chunk) => pushLines(state, chunk), end: () => finishLine(state) };
};

const pushLines = (state: LineState, chunk: Uint8Array): void => {
  let start = 0;
  for (let end = chunk.indexOf(LF); end !== -1; end = chunk.indexOf(LF, start)) {
    const part = chunk.subarray(start, end);
    if (state.carry.held() === 0) emit(state, part);
    else {
      state.dropped += state.carry.append(part);
      finishLine(state);
    }
    start = end + 1;
    state.lineStart = state.position + start;
  }
  if (start < chunk.length) state.dropped += state.carry.append(chunk.subarray(start));
  state.position += chunk.length;
};

const emit = (state: LineState, line: Uint8Array): void => {
  const length = line.length > 0 && line[line.length - 1] === CR ? line.length - 1 : line.length;
  if (length === 0) return;
  if (length > state.limit) reportOversized(state, line, line.length);
  else state.sink.record(line.subarray(0, length), state.lineStart);
};

const reportOversized = (state: LineState, line: Uint8Array, length: number): void =>
  state.sink.oversized(line.subarray(0, Math.min(OVERSIZED_HEAD, state.limit)), state.lineStart, length);

const finishLine = (state: LineState): void => {
  const held = state.carry.held();
  if (held === 0) return;
  const line = state.carry.view();
  if (state.dropped === 0) emit(state, line);
  else reportOversized(state, line, held + state.dropped);
  state.carry.clear();
  state.dropped = 0;
};
