import { parseFrame } from '@chedun/journal';
import type { Frame } from '@chedun/journal';
import { busError } from './errors.ts';

/** Room for subject and headers beside the frame of a message, in bytes. */
export const ENVELOPE = 1024;

/** Id of the message of one frame: the server drops a second message with the same id within its duplicate window. */
export const messageId = (journal: string, seq: number): string => `${journal}-${seq}`;

/** Sequence number in a {@link messageId} of `journal`; undefined for any other text. */
export const seqOfMessageId = (journal: string, id: string): number | undefined => {
  const digits = id.startsWith(`${journal}-`) ? id.slice(journal.length + 1) : '';
  return /^[1-9]\d{0,15}$/.test(digits) ? Number(digits) : undefined;
};

/** The bytes of a message: the frame as it lies in the journal. Throws `bus.too_large` above `maxBytes`. */
export const messageOf = (frame: Frame, maxBytes: number): Uint8Array => {
  const { length } = frame.raw;
  if (length > maxBytes) throw busError('bus.too_large', { seq: frame.seq, bytes: length, limit: maxBytes });
  return frame.raw;
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
