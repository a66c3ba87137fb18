import { decodeMessage } from './decode.ts';
import type { DecodeOptions } from './decode.ts';
import type { DecodedMessage, IdsFault } from './message.ts';
import { compileProfile, DEFAULT_PROFILE } from './profile.ts';

/** What comes out of a stream: a message with its own bytes, or bytes that are none. */
export type IdsPiece =
  | { readonly kind: 'message'; readonly bytes: Uint8Array; readonly decoded: DecodedMessage }
  | { readonly kind: 'lost'; readonly bytes: Uint8Array; readonly fault: IdsFault };

/** Cuts one stream. Every byte pushed comes out exactly once, whatever the cuts between the chunks. */
export interface IdsFramer {
  /** Takes the next bytes (copied when they must wait) and returns what is complete. */
  readonly push: (chunk: Uint8Array) => readonly IdsPiece[];
  /** End of the stream: what still waits is lost. */
  readonly end: () => readonly IdsPiece[];
  /** Bytes that wait for more; never more than one message of the limits. */
  readonly pending: () => number;
  /** The stream lost its step and nothing of it can be read any more: close the connection. */
  readonly broken: () => boolean;
}

/** Bytes that wait for the rest of their message, in one buffer that doubles. */
interface Hold {
  bytes: Uint8Array;
  used: number;
}

const keep = (hold: Hold, more: Uint8Array): void => {
  const size = hold.used + more.length;
  if (size > hold.bytes.length) {
    const bigger = new Uint8Array(Math.max(64, size, hold.bytes.length * 2));
    bigger.set(hold.bytes.subarray(0, hold.used));
    hold.bytes = bigger;
  }
  hold.bytes.set(more, hold.used);
  hold.used = size;
};

/** Hands out what waits; the buffer goes with it, because pieces are views of it. */
const release = (hold: Hold): Uint8Array => {
  const bytes = hold.bytes.subarray(0, hold.used);
  hold.bytes = new Uint8Array(0);
  hold.used = 0;
  return bytes;
};

const truncated = (part: string): IdsFault => ({
  kind: 'truncated',
  offset: 0,
  reason: `the stream ends in the ${part}`,
});

/**
 * A framer for messages on a reliable stream (TCP). The format has neither a start mark nor a checksum, so a fault
 * cannot be skipped: from the first one on, all bytes are `lost` and the framer is `broken`. Decoded offsets count
 * from the start of the piece. A message is tried again only when the bytes that were missing have arrived.
 * @throws idsm.profile
 */
export const createIdsFramer = (options: DecodeOptions = {}): IdsFramer => {
  const plan = compileProfile(options.profile ?? DEFAULT_PROFILE);
  const hold: Hold = { bytes: new Uint8Array(0), used: 0 };
  let needed = plan.eventBytes;
  let part = 'event frame';
  let fault: IdsFault | undefined;

  const cut = (bytes: Uint8Array): readonly IdsPiece[] => {
    const pieces: IdsPiece[] = [];
    let left = bytes;
    needed = plan.eventBytes;
    part = 'event frame';
    while (left.length > 0) {
      const outcome = decodeMessage(left, 0, options);
      if (outcome.kind === 'message') {
        const { length } = outcome.decoded;
        pieces.push({ kind: 'message', bytes: left.subarray(0, length), decoded: outcome.decoded });
        left = left.subarray(length);
      } else if (outcome.kind === 'more') {
        needed = left.length + outcome.missing;
        part = outcome.part;
        break;
      } else {
        fault = outcome.fault;
        pieces.push({ kind: 'lost', bytes: left, fault });
        return pieces;
      }
    }
    keep(hold, left);
    return pieces;
  };

  return {
    push: (chunk) => {
      if (chunk.length === 0) return [];
      if (fault !== undefined) return [{ kind: 'lost', bytes: chunk, fault }];
      const held = hold.used + chunk.length;
      if (held < needed || hold.used > 0) keep(hold, chunk);
      if (held < needed) return [];
      return cut(hold.used > 0 ? release(hold) : chunk);
    },
    end: () => (hold.used === 0 ? [] : [{ kind: 'lost', bytes: release(hold), fault: truncated(part) }]),
    pending: () => hold.used,
    broken: () => fault !== undefined,
  };
};
