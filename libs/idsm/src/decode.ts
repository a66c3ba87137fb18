import { maxOf, readBits } from './bits.ts';
import { DEFAULT_LIMITS } from './message.ts';
import type {
  Anomaly,
  DecodedDatagram,
  DecodedMessage,
  IdsContext,
  IdsFault,
  IdsLimits,
  IdsMessage,
  IdsTimestamp,
} from './message.ts';
import { compileProfile, DEFAULT_PROFILE } from './profile.ts';
import type { CompiledProfile, IdsProfile } from './profile.ts';

/** How to read; everything is optional. */
export interface DecodeOptions {
  readonly profile?: IdsProfile;
  readonly limits?: Partial<IdsLimits>;
}

/** Result of reading one message: the message, how many more bytes are needed at least, or a fault for good. */
export type MessageOutcome =
  | { readonly kind: 'message'; readonly decoded: DecodedMessage }
  | { readonly kind: 'more'; readonly part: string; readonly missing: number }
  | { readonly kind: 'fault'; readonly fault: IdsFault };

/** Position in one message. A part that does not fit sets `stop` and everything after it is skipped. */
interface Walk {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly plan: CompiledProfile;
  readonly limits: IdsLimits;
  readonly anomalies: Anomaly[];
  at: number;
  stop: Exclude<MessageOutcome, { kind: 'message' }> | undefined;
}

const LONG_LENGTH = 0x80;
const EMPTY = new Uint8Array(0);

/** Takes `size` bytes without copying them, or stops the walk. */
const take = (walk: Walk, size: number, part: string): Uint8Array => {
  if (walk.stop !== undefined) return EMPTY;
  const missing = walk.at + size - walk.bytes.length;
  if (missing > 0) {
    walk.stop = { kind: 'more', part, missing };
    return EMPTY;
  }
  walk.at += size;
  return walk.bytes.subarray(walk.at - size, walk.at);
};

const refuse = (walk: Walk, kind: IdsFault['kind'], reason: string): void => {
  walk.stop ??= { kind: 'fault', fault: { kind, offset: walk.start, reason } };
};

const readTimestamp = (walk: Walk): IdsTimestamp => {
  const { timestamp, timestampBytes } = walk.plan;
  const bytes = take(walk, timestampBytes, 'timestamp');
  const nanoseconds = readBits(bytes, timestamp.nanoseconds.at, timestamp.nanoseconds.width);
  const reserved = readBits(bytes, timestamp.reserved.at, timestamp.reserved.width);
  if (nanoseconds > 999_999_999) walk.anomalies.push('nanoseconds_range');
  if (reserved !== 0) walk.anomalies.push('reserved_time_bit');
  return {
    source: readBits(bytes, timestamp.source.at, timestamp.source.width) === 0 ? 'autosar' : 'oem',
    nanoseconds,
    seconds: readBits(bytes, timestamp.seconds.at, timestamp.seconds.width),
    reserved,
  };
};

const readContext = (walk: Walk, version: number): IdsContext => {
  const versioned = version >= walk.plan.profile.contextVersionFrom;
  const marks = versioned ? take(walk, 2, 'context data version') : EMPTY;
  const first = take(walk, 1, 'context data length')[0] ?? 0;
  const longLength = first >= LONG_LENGTH;
  const tail = longLength ? take(walk, 3, 'context data length') : EMPTY;
  const length = longLength ? (first - LONG_LENGTH) * 2 ** 24 + readBits(tail, 0, 24) : first;
  if (length > walk.limits.contextBytes)
    refuse(walk, 'context_too_long', `${length} bytes of context data, ${walk.limits.contextBytes} are allowed`);
  if (length === 0) walk.anomalies.push('context_empty');
  if (longLength && length < LONG_LENGTH) walk.anomalies.push('length_not_minimal');
  return {
    version: versioned ? { number: readBits(marks, 1, 15), modified: readBits(marks, 0, 1) === 1 } : undefined,
    longLength,
    data: take(walk, length, 'context data'),
  };
};

const readSignature = (walk: Walk): Uint8Array => {
  const size = walk.plan.profile.signatureLengthBytes;
  const length = readBits(take(walk, size, 'signature length'), 0, size * 8);
  if (length > walk.limits.signatureBytes)
    refuse(walk, 'signature_too_long', `${length} bytes of signature, ${walk.limits.signatureBytes} are allowed`);
  if (length === 0) walk.anomalies.push('signature_empty');
  return take(walk, length, 'signature');
};

const noteEventFrame = (
  walk: Walk,
  message: Pick<IdsMessage, 'event' | 'count' | 'reserved' | 'reservedFlags'>,
): void => {
  if (message.reservedFlags !== 0) walk.anomalies.push('reserved_flag');
  if (message.reserved !== 0) walk.anomalies.push('reserved_bits');
  if (message.event === maxOf(walk.plan.event.event.width)) walk.anomalies.push('event_id_invalid');
  if (message.count === 0) walk.anomalies.push('count_zero');
};

const readMessage = (walk: Walk): MessageOutcome => {
  const { plan, start } = walk;
  const { event: places, profile } = plan;
  const frame = take(walk, plan.eventBytes, 'event frame');
  const field = (name: keyof typeof places): number => readBits(frame, places[name].at, places[name].width);
  const version = field('version');
  if (walk.stop === undefined && !profile.versions.includes(version))
    refuse(walk, 'version', `protocol version ${version}; known are ${profile.versions.join(', ')}`);
  const flags = field('flags');
  const head = {
    event: field('event'),
    count: field('count'),
    reserved: field('reserved'),
    reservedFlags: flags & plan.reservedFlags,
  };
  noteEventFrame(walk, head);
  const timestamp = flags & profile.flagMasks.timestamp ? readTimestamp(walk) : undefined;
  const context = flags & profile.flagMasks.context ? readContext(walk, version) : undefined;
  const signedTo = flags & profile.flagMasks.signature ? walk.at : undefined;
  const signature = signedTo === undefined ? undefined : readSignature(walk);
  if (walk.stop !== undefined) return walk.stop;
  const message = { version, idsm: field('idsm'), sensor: field('sensor'), ...head, timestamp, context, signature };
  const { anomalies } = walk;
  return { kind: 'message', decoded: { message, offset: start, length: walk.at - start, signedTo, anomalies } };
};

/**
 * Reads the message that starts at `offset`. Nothing is copied: context data and signature are views of `bytes`.
 * Lengths are checked against `limits` before the bytes behind them are asked for. Trailing bytes are the caller's.
 * @throws idsm.profile
 */
export const decodeMessage = (bytes: Uint8Array, offset = 0, options: DecodeOptions = {}): MessageOutcome =>
  readMessage({
    bytes,
    start: offset,
    plan: compileProfile(options.profile ?? DEFAULT_PROFILE),
    limits: { ...DEFAULT_LIMITS, ...options.limits },
    anomalies: [],
    at: offset,
    stop: undefined,
  });

const onlyZeros = (bytes: Uint8Array, from: number): boolean => {
  for (let at = from; at < bytes.length; at += 1) if (bytes[at] !== 0) return false;
  return true;
};

const faultOf = (outcome: Exclude<MessageOutcome, { kind: 'message' }>, offset: number): IdsFault =>
  outcome.kind === 'fault'
    ? outcome.fault
    : { kind: 'truncated', offset, reason: `${outcome.part}: at least ${outcome.missing} more bytes are needed` };

/**
 * Reads all messages of one datagram or PDU, one behind the other. Reading ends at the first fault; what is there
 * before it stays valid and every byte is accounted for in `messages`, `padding` or `rest`.
 * @throws idsm.profile
 */
export const decodeDatagram = (bytes: Uint8Array, options: DecodeOptions = {}): DecodedDatagram => {
  const { name, provenance } = options.profile ?? DEFAULT_PROFILE;
  const limit = options.limits?.messages ?? DEFAULT_LIMITS.messages;
  const messages: DecodedMessage[] = [];
  let at = 0;
  let fault: IdsFault | undefined;
  while (at < bytes.length && fault === undefined) {
    const outcome = decodeMessage(bytes, at, options);
    if (outcome.kind !== 'message') fault = faultOf(outcome, at);
    else if (messages.length >= limit)
      fault = { kind: 'too_many_messages', offset: at, reason: `more than ${limit} messages` };
    else {
      messages.push(outcome.decoded);
      at += outcome.decoded.length;
    }
  }
  const padded = messages.length > 0 && fault !== undefined && onlyZeros(bytes, at);
  return {
    messages,
    padding: padded ? bytes.length - at : 0,
    rest: padded ? EMPTY : bytes.subarray(at),
    fault: padded ? undefined : fault,
    profile: { name, provenance },
  };
};
