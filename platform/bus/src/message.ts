import { parseFrame } from '@chedun/journal';
import type { Frame } from '@chedun/journal';
import { busError } from './errors.ts';

/** Bytes of frames that go into one message where several fit: the client costs the same for each message. */
const GROUP = 256 * 1024;

/** Frames that travel in one message. */
export interface MessageGroup {
  readonly first: number;
  readonly last: number;
  /** The frames as they lie in the journal, one behind the other. */
  readonly data: Uint8Array;
}

/** Cuts frames into messages of at most `maxBytes`. Throws `bus.too_large` for a frame that is longer. */
export const groupFrames = (frames: readonly Frame[], maxBytes: number): MessageGroup[] => {
  const groups: MessageGroup[] = [];
  let waiting: Frame[] = [];
  let bytes = 0;
  const flush = (): void => {
    const [first, last] = [waiting[0], waiting.at(-1)];
    if (first === undefined || last === undefined) return;
    groups.push({ first: first.seq, last: last.seq, data: Buffer.concat(waiting.map((frame) => frame.raw)) });
    waiting = [];
    bytes = 0;
  };
  for (const frame of frames) {
    const { length } = frame.raw;
    if (length > maxBytes) throw busError('bus.too_large', { seq: frame.seq, bytes: length, limit: maxBytes });
    if (bytes + length > Math.min(GROUP, maxBytes)) flush();
    waiting.push(frame);
    bytes += length;
  }
  flush();
  return groups;
};

/** Reads the frames of a message; throws `bus.bad_message` when the bytes are anything else than whole frames. */
export const framesOfMessage = (data: Uint8Array): Frame[] => {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.length);
  const frames: Frame[] = [];
  for (let at = 0; at < bytes.length;) {
    const parsed = parseFrame(bytes, at, bytes.length);
    if (parsed.kind === 'cut') throw busError('bus.bad_message', { offset: at, reason: 'the last frame is cut off' });
    if (parsed.kind === 'bad') throw busError('bus.bad_message', { offset: at, reason: parsed.reason });
    frames.push(parsed.frame);
    at = parsed.end;
  }
  return frames;
};
