import { DELIMITER, unescape, xor } from './escape.ts';
import { lengthHolds, MAX_BODY, MIN_FRAME } from './header.ts';

/** A piece of a stream. Frames keep the delimiters they have: a shared 7E belongs to the frame that it closes. */
export interface StreamPiece {
  readonly kind: 'frame' | 'garbage';
  readonly bytes: Uint8Array;
}

/** Totals of one connection. */
export interface FramerStats {
  readonly frames: number;
  readonly bytes: number;
  /** Bytes that belong to no frame. */
  readonly skipped: number;
}

/** Cuts the stream of one connection. */
export interface Framer {
  /** Pieces that the new bytes complete; every byte of the stream comes out exactly once and in order. */
  readonly push: (chunk: Uint8Array) => readonly StreamPiece[];
  /** Ends the stream: what is unfinished comes out as garbage. The framer can be used again. */
  readonly end: () => readonly StreamPiece[];
  readonly stats: () => FramerStats;
  /** Bytes held back, at most {@link MAX_WIRE_FRAME}. */
  readonly pending: () => number;
}

/** Longest frame on the wire: 21 bytes of header, 1023 of body and the checksum, all escaped, and two delimiters. */
export const MAX_WIRE_FRAME = (21 + MAX_BODY + 1) * 2 + 2;

const NO_BYTES = new Uint8Array(0);

/** How sure it is that bytes between two delimiters are a frame. */
type Likeness = 'frame' | 'damaged' | 'none';

const likeness = (escaped: Uint8Array): Likeness => {
  if (escaped.length < MIN_FRAME || escaped.length > MAX_WIRE_FRAME) return 'none';
  const plain = unescape(escaped);
  const attributes = ((plain[2] ?? 0) << 8) | (plain[3] ?? 0);
  if (plain.length < MIN_FRAME || !lengthHolds(attributes, plain.length)) return 'none';
  return xor(plain, 0, plain.length) === 0 ? 'frame' : 'damaged';
};

/** A checksum of 7E that was not escaped looks like the closing delimiter: true when one more 7E makes the frame whole. */
const lacksChecksum = (escaped: Uint8Array): boolean => {
  if (escaped.length < MIN_FRAME - 1 || escaped.length > MAX_WIRE_FRAME) return false;
  const plain = unescape(escaped);
  const attributes = ((plain[2] ?? 0) << 8) | (plain[3] ?? 0);
  return lengthHolds(attributes, plain.length + 1) && xor(plain, 0, plain.length) === DELIMITER;
};

/** What stands at one place of the stream: a piece up to `to`, or nothing yet. */
type Step = { readonly kind: 'frame' | 'garbage'; readonly to: number } | undefined;

const garbage = (to: number): Step => ({ kind: 'garbage', to });

const stepAtDelimiter = (bytes: Uint8Array, at: number): Step => {
  const close = bytes.indexOf(DELIMITER, at + 1);
  if (close < 0) return bytes.length - at > MAX_WIRE_FRAME ? garbage(bytes.length) : undefined;
  const content = bytes.subarray(at + 1, close);
  if (likeness(content) !== 'none') return { kind: 'frame', to: close + 1 };
  if (!lacksChecksum(content)) return garbage(close);
  if (close + 1 >= bytes.length) return undefined;
  return bytes[close + 1] === DELIMITER ? { kind: 'frame', to: close + 2 } : garbage(close);
};

/** Directly after a frame its closing delimiter may also open the next one. */
const stepAfterFrame = (bytes: Uint8Array, at: number): Step => {
  const close = bytes.indexOf(DELIMITER, at);
  if (close < 0) return bytes.length - at > MAX_WIRE_FRAME ? garbage(bytes.length) : undefined;
  return likeness(bytes.subarray(at, close)) === 'frame' ? { kind: 'frame', to: close + 1 } : garbage(close);
};

const stepElsewhere = (bytes: Uint8Array, at: number): Step => {
  const next = bytes.indexOf(DELIMITER, at);
  return garbage(next < 0 ? bytes.length : next);
};

interface Cut {
  readonly pieces: readonly StreamPiece[];
  readonly end: number;
  readonly afterFrame: boolean;
}

const cut = (bytes: Uint8Array, startsAfterFrame: boolean): Cut => {
  const pieces: StreamPiece[] = [];
  let afterFrame = startsAfterFrame;
  let at = 0;
  let garbageFrom = -1;
  const flush = (): void => {
    if (garbageFrom >= 0) pieces.push({ kind: 'garbage', bytes: bytes.subarray(garbageFrom, at) });
    garbageFrom = -1;
  };
  while (at < bytes.length) {
    const atDelimiter = bytes[at] === DELIMITER;
    const step = atDelimiter
      ? stepAtDelimiter(bytes, at)
      : afterFrame
        ? stepAfterFrame(bytes, at)
        : stepElsewhere(bytes, at);
    if (step === undefined) break;
    if (step.kind === 'garbage') {
      if (garbageFrom < 0) garbageFrom = at;
    } else {
      flush();
      pieces.push({ kind: 'frame', bytes: bytes.subarray(at, step.to) });
    }
    afterFrame = step.kind === 'frame';
    at = step.to;
  }
  flush();
  return { pieces, end: at, afterFrame };
};

/**
 * Creates the framer of one connection; both header editions may alternate on it. A frame whose length is right but
 * whose checksum is wrong still comes out as a frame. After damage the next intact frame is found again: a delimiter
 * that closes nothing sensible is tried as an opening one. Garbage may come out in several pieces; frames do not depend
 * on how the stream was cut into chunks. Pieces are views that stay valid.
 */
export const createFramer = (): Framer => {
  let held: Uint8Array = NO_BYTES;
  let afterFrame = false;
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

  const push = (chunk: Uint8Array): readonly StreamPiece[] => {
    seen += chunk.length;
    const bytes = held.length === 0 ? chunk.slice() : new Uint8Array(Buffer.concat([held, chunk]));
    const found = cut(bytes, afterFrame);
    held = bytes.slice(found.end);
    afterFrame = found.afterFrame;
    return count(found.pieces);
  };

  const end = (): readonly StreamPiece[] => {
    const rest = held;
    held = NO_BYTES;
    afterFrame = false;
    return count(rest.length === 0 ? [] : [{ kind: 'garbage', bytes: rest }]);
  };

  return { push, end, stats: () => ({ frames, bytes: seen, skipped }), pending: () => held.length };
};
