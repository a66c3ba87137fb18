import type { Framer, StreamPiece } from '../framer.ts';
import { CLOSE, OPEN } from './escape.ts';

/** Longest packet on the wire that is waited for. The standard names no limit. */
export const MAX_WIRE_PACKET = 128 * 1024;
/** Shortest: header of 22 bytes, CRC and both delimiters. */
const MIN_WIRE_PACKET = 26;

interface Cut {
  readonly pieces: readonly StreamPiece[];
  readonly end: number;
}

/** The next 5B or 5D after `at`. */
const nextMark = (bytes: Uint8Array, from: number): number => {
  for (let at = from; at < bytes.length; at += 1) if (bytes[at] === OPEN || bytes[at] === CLOSE) return at;
  return -1;
};

const cut = (bytes: Uint8Array): Cut => {
  const pieces: StreamPiece[] = [];
  let at = 0;
  let done = 0;
  const flush = (to: number): void => {
    if (to > done) pieces.push({ kind: 'garbage', bytes: bytes.subarray(done, to) });
    done = to;
  };
  while (at < bytes.length) {
    const open = bytes.indexOf(OPEN, at);
    if (open < 0) {
      flush(bytes.length);
      break;
    }
    const mark = nextMark(bytes, open + 1);
    if (mark < 0) {
      flush(bytes.length - open > MAX_WIRE_PACKET ? bytes.length : open);
      break;
    }
    const isPacket = bytes[mark] === CLOSE && mark + 1 - open >= MIN_WIRE_PACKET;
    if (isPacket) {
      flush(open);
      pieces.push({ kind: 'frame', bytes: bytes.subarray(open, mark + 1) });
      done = mark + 1;
    }
    at = bytes[mark] === CLOSE ? mark + 1 : mark;
  }
  return { pieces, end: done };
};

/** Creates the framer of one JT/T 809 link; it keeps the promises of the framer of JT/T 808. */
export const createFramer809 = (): Framer => {
  let held: Uint8Array = new Uint8Array(0);
  let frames = 0;
  let seen = 0;
  let skipped = 0;
  const count = (pieces: readonly StreamPiece[]): readonly StreamPiece[] => {
    for (const piece of pieces) {
      if (piece.kind === 'frame') frames += 1;
      else skipped += piece.bytes.length;
    }
    return pieces;
  };
  return {
    push: (chunk) => {
      seen += chunk.length;
      const bytes = held.length === 0 ? chunk.slice() : new Uint8Array(Buffer.concat([held, chunk]));
      const found = cut(bytes);
      held = bytes.slice(found.end);
      return count(found.pieces);
    },
    end: () => {
      const rest = held;
      held = new Uint8Array(0);
      return count(rest.length === 0 ? [] : [{ kind: 'garbage', bytes: rest }]);
    },
    stats: () => ({ frames, bytes: seen, skipped }),
    pending: () => held.length,
  };
};
