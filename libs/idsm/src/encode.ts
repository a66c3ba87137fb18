import { maxOf, writeBits } from './bits.ts';
import { idsmError } from './errors.ts';
import type { IdsContext, IdsMessage, IdsTimestamp } from './message.ts';
import { compileProfile, DEFAULT_PROFILE } from './profile.ts';
import type { BitField, CompiledProfile, IdsProfile } from './profile.ts';

/** A message to write; parts left out are absent, reserved bits 0. */
export type IdsMessageInput = Pick<IdsMessage, 'version' | 'idsm' | 'sensor' | 'event' | 'count'> & Partial<IdsMessage>;

const MAX_SHORT = 127;
const MAX_LONG = 2 ** 31 - 1;

const fail = (field: string, reason: string): never => {
  throw idsmError('idsm.range', { field, reason });
};

const put = (frame: Uint8Array, { at, width }: BitField, field: string, value: number): void => {
  if (!Number.isInteger(value) || value < 0 || value > maxOf(width)) fail(field, `${value} does not fit ${width} bits`);
  writeBits(frame, at, width, value);
};

const uint = (value: number, size: number, field: string): Uint8Array => {
  const bytes = new Uint8Array(size);
  put(bytes, { at: 0, width: size * 8 }, field, value);
  return bytes;
};

const flagsOf = ({ plan, message }: { plan: CompiledProfile; message: IdsMessageInput }): number => {
  const { context, timestamp, signature } = plan.profile.flagMasks;
  const reserved = message.reservedFlags ?? 0;
  if ((reserved & plan.reservedFlags) !== reserved) fail('reservedFlags', 'holds bits that have a meaning');
  return (
    reserved |
    (message.context === undefined ? 0 : context) |
    (message.timestamp === undefined ? 0 : timestamp) |
    (message.signature === undefined ? 0 : signature)
  );
};

const eventFrame = (plan: CompiledProfile, message: IdsMessageInput): Uint8Array => {
  if (!plan.profile.versions.includes(message.version)) fail('version', `${message.version} is not in the profile`);
  const frame = new Uint8Array(plan.eventBytes);
  put(frame, plan.event.version, 'version', message.version);
  put(frame, plan.event.flags, 'flags', flagsOf({ plan, message }));
  put(frame, plan.event.idsm, 'idsm', message.idsm);
  put(frame, plan.event.sensor, 'sensor', message.sensor);
  put(frame, plan.event.event, 'event', message.event);
  put(frame, plan.event.count, 'count', message.count);
  put(frame, plan.event.reserved, 'reserved', message.reserved ?? 0);
  return frame;
};

const timestampFrame = (plan: CompiledProfile, timestamp: IdsTimestamp): Uint8Array => {
  const frame = new Uint8Array(plan.timestampBytes);
  put(frame, plan.timestamp.source, 'timestamp.source', timestamp.source === 'autosar' ? 0 : 1);
  put(frame, plan.timestamp.reserved, 'timestamp.reserved', timestamp.reserved);
  put(frame, plan.timestamp.nanoseconds, 'timestamp.nanoseconds', timestamp.nanoseconds);
  put(frame, plan.timestamp.seconds, 'timestamp.seconds', timestamp.seconds);
  return frame;
};

const contextVersion = (plan: CompiledProfile, version: number, context: IdsContext): readonly Uint8Array[] => {
  const wanted = version >= plan.profile.contextVersionFrom;
  if (wanted !== (context.version !== undefined))
    fail('context.version', wanted ? 'is needed in this protocol version' : 'does not exist in this protocol version');
  if (context.version === undefined) return [];
  const marks = new Uint8Array(2);
  put(marks, { at: 1, width: 15 }, 'context.version.number', context.version.number);
  writeBits(marks, 0, 1, context.version.modified ? 1 : 0);
  return [marks];
};

const contextFrame = (plan: CompiledProfile, version: number, context: IdsContext): readonly Uint8Array[] => {
  const { length } = context.data;
  if (length > MAX_LONG) fail('context.data', `${length} bytes do not fit 31 bits`);
  if (!context.longLength && length > MAX_SHORT) fail('context.longLength', `${length} bytes need the long length`);
  const size = context.longLength ? uint(length + 2 ** 31, 4, 'context.data') : uint(length, 1, 'context.data');
  return [...contextVersion(plan, version, context), size, context.data];
};

const joined = (parts: readonly Uint8Array[]): Uint8Array => {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
};

const unsignedParts = (plan: CompiledProfile, message: IdsMessageInput): readonly Uint8Array[] => [
  eventFrame(plan, message),
  ...(message.timestamp === undefined ? [] : [timestampFrame(plan, message.timestamp)]),
  ...(message.context === undefined ? [] : contextFrame(plan, message.version, message.context)),
];

/**
 * Writes one message. `encodeMessage(decoded.message)` gives the bytes that were decoded, odd ones included.
 * @throws idsm.range naming the field, idsm.profile
 */
export const encodeMessage = (message: IdsMessageInput, profile: IdsProfile = DEFAULT_PROFILE): Uint8Array => {
  const plan = compileProfile(profile);
  const parts = unsignedParts(plan, message);
  const { signature } = message;
  if (signature === undefined) return joined(parts);
  return joined([...parts, uint(signature.length, profile.signatureLengthBytes, 'signature'), signature]);
};

/**
 * The bytes that a signature of `message` covers: event frame with the signature flag set, timestamp and context data
 * frame. That the flag is set and the signature length is left out is unverified.
 * @throws idsm.range, idsm.profile
 */
export const signedBytes = (message: IdsMessageInput, profile: IdsProfile = DEFAULT_PROFILE): Uint8Array =>
  joined(unsignedParts(compileProfile(profile), { ...message, signature: message.signature ?? new Uint8Array(0) }));

/** A context frame of `data` with the shortest length field; `version` is needed from protocol version 2 on. */
export const contextOf = (data: Uint8Array, version?: number): IdsContext => ({
  version: version === undefined ? undefined : { number: version, modified: false },
  longLength: data.length > MAX_SHORT,
  data,
});
