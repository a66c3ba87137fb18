import { decodeBody } from './decode.ts';
import type { Frame } from './frame.ts';

/** Bounds of a reassembler. */
export interface ReassemblyLimits {
  /** Messages under way at the same time. */
  readonly maxMessages: number;
  /** Bytes held of all messages together. */
  readonly maxBytes: number;
  /** Sub-packages of one message. */
  readonly maxPackages: number;
  /** Milliseconds without a new sub-package after which a message is given up. */
  readonly timeoutMs: number;
}

/** Bounds that suit one platform process: 256 messages, 16 MiB, 4096 packages, one minute. */
export const DEFAULT_LIMITS: ReassemblyLimits = {
  maxMessages: 256,
  maxBytes: 16 * 1024 * 1024,
  maxPackages: 4096,
  timeoutMs: 60_000,
};

/** A message that was given up. */
export interface LostMessage {
  readonly phone: string;
  readonly messageId: number;
  readonly packageTotal: number;
  /** Indices (from 1) that never came: what a 8003 or 0005 asks for. */
  readonly missing: readonly number[];
  readonly reason: 'timeout' | 'replaced' | 'full';
}

/** What a sub-package led to. `lost` names messages that had to make room. */
export type Reassembly =
  | { readonly kind: 'complete'; readonly frame: Frame; readonly lost: readonly LostMessage[] }
  | { readonly kind: 'waiting'; readonly have: number; readonly of: number; readonly lost: readonly LostMessage[] }
  | { readonly kind: 'refused'; readonly reason: 'numbering' | 'too_large'; readonly lost: readonly LostMessage[] };

/** Joins sub-packages. */
export interface Reassembler {
  /** Takes a frame with status `fragment`; `now` is the caller's clock in milliseconds. */
  readonly add: (frame: Frame, now: number) => Reassembly;
  /** Gives up what is older than the limit. */
  readonly expire: (now: number) => readonly LostMessage[];
  readonly pending: () => { readonly messages: number; readonly bytes: number };
}

interface Partial {
  readonly phone: string;
  readonly messageId: number;
  readonly total: number;
  readonly parts: Map<number, Uint8Array>;
  bytes: number;
  touched: number;
}

const missingOf = (partial: Partial): readonly number[] => {
  const missing: number[] = [];
  for (let index = 1; index <= partial.total; index += 1) if (!partial.parts.has(index)) missing.push(index);
  return missing;
};

const lostOf = (partial: Partial, reason: LostMessage['reason']): LostMessage => ({
  phone: partial.phone,
  messageId: partial.messageId,
  packageTotal: partial.total,
  missing: missingOf(partial),
  reason,
});

const whole = (last: Frame, partial: Partial): Frame => {
  const parts: Uint8Array[] = [];
  for (let index = 1; index <= partial.total; index += 1) parts.push(partial.parts.get(index) ?? new Uint8Array(0));
  const bodyBytes = new Uint8Array(Buffer.concat(parts));
  return { ...last, ...decodeBody(partial.messageId, last.header.edition, bodyBytes), bodyBytes };
};

const sameBytes = (one: Uint8Array, other: Uint8Array): boolean => Buffer.compare(one, other) === 0;

/**
 * Creates a reassembler for any number of connections. Sub-packages are joined by phone, message id and total, in any
 * order; a repeated one is ignored, one with the same index and other bytes starts the message anew. When a bound is
 * reached the message that was touched longest ago goes. The joined frame has the header of the sub-package that came
 * last, `bodyBytes` of the whole message, and the status of reading that.
 */
export const createReassembler = (limits: ReassemblyLimits = DEFAULT_LIMITS): Reassembler => {
  const waiting = new Map<string, Partial>();
  let held = 0;

  const drop = (key: string, reason: LostMessage['reason']): readonly LostMessage[] => {
    const partial = waiting.get(key);
    if (partial === undefined) return [];
    waiting.delete(key);
    held -= partial.bytes;
    return [lostOf(partial, reason)];
  };

  /** Maps keep insertion order and a touched message is put in again, so the first is the oldest. */
  const makeRoom = (bytes: number): readonly LostMessage[] => {
    const lost: LostMessage[] = [];
    for (const key of waiting.keys()) {
      if (held + bytes <= limits.maxBytes && waiting.size < limits.maxMessages) break;
      lost.push(...drop(key, 'full'));
    }
    return lost;
  };

  const expire = (now: number): readonly LostMessage[] =>
    [...waiting]
      .filter(([, partial]) => now - partial.touched > limits.timeoutMs)
      .flatMap(([key]) => drop(key, 'timeout'));

  const add = (frame: Frame, now: number): Reassembly => {
    const lost = [...expire(now)];
    const { phone, messageId, packageTotal: total = 0, packageIndex: index = 0 } = frame.header;
    const { bodyBytes: part } = frame;
    if (index < 1 || index > total) return { kind: 'refused', reason: 'numbering', lost };
    if (total > limits.maxPackages || part.length > limits.maxBytes)
      return { kind: 'refused', reason: 'too_large', lost };
    const key = `${phone} ${messageId} ${total}`;
    const before = waiting.get(key)?.parts.get(index);
    if (before !== undefined && !sameBytes(before, part)) lost.push(...drop(key, 'replaced'));
    const known = waiting.get(key);
    if (known !== undefined && known.bytes + part.length > limits.maxBytes)
      return { kind: 'refused', reason: 'too_large', lost: [...lost, ...drop(key, 'full')] };
    waiting.delete(key);
    lost.push(...makeRoom(part.length));
    const partial: Partial = known ?? { phone, messageId, total, parts: new Map(), bytes: 0, touched: now };
    if (!partial.parts.has(index)) {
      partial.parts.set(index, part.slice());
      partial.bytes += part.length;
      held += part.length;
    }
    partial.touched = now;
    if (partial.parts.size < total) {
      waiting.set(key, partial);
      return { kind: 'waiting', have: partial.parts.size, of: total, lost };
    }
    held -= partial.bytes;
    return { kind: 'complete', frame: whole(frame, partial), lost };
  };

  return { add, expire, pending: () => ({ messages: waiting.size, bytes: held }) };
};
