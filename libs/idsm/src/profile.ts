import { idsmError } from './errors.ts';

/** Parts of the event frame. `flags` is the protocol header; `reserved` may be left out. */
export type EventField = 'version' | 'flags' | 'idsm' | 'sensor' | 'event' | 'count' | 'reserved';

/** Parts of the timestamp frame. `reserved` may be left out. */
export type TimestampField = 'source' | 'reserved' | 'nanoseconds' | 'seconds';

/** A field and its width in bits (1 to 32), in the order on the wire, most significant bit first. */
export type FieldWidth<Name extends string> = readonly [name: Name, bits: number];

/** Where the knowledge of a layout comes from; it travels with every event. */
export type Provenance = 'secondary_sources' | 'operator';

/**
 * Layout of IDS messages as data. The widths of {@link DEFAULT_PROFILE} come from secondary sources, so an operator
 * who holds the specification of the vehicle can replace any of them without a new decoder.
 */
export interface IdsProfile {
  readonly name: string;
  readonly provenance: Provenance;
  /** Whole bytes together; every field but `reserved` exactly once. */
  readonly eventFrame: readonly FieldWidth<EventField>[];
  /** Whole bytes together; every field but `reserved` exactly once. */
  readonly timestampFrame: readonly FieldWidth<TimestampField>[];
  /** Masks within `flags`. */
  readonly flagMasks: { readonly context: number; readonly timestamp: number; readonly signature: number };
  /** Protocol versions that the decoder accepts; 0 is never one, so that zero padding is no message. */
  readonly versions: readonly number[];
  /** From this protocol version on the context data frame starts with a 2-byte context data version (PRS_Ids_00008). */
  readonly contextVersionFrom: number;
  /** Bytes of the length of the signature. */
  readonly signatureLengthBytes: 1 | 2 | 4;
}

/** The layout of AUTOSAR FO PRS Intrusion Detection System (document 981, R20-11 to R24-11), from secondary sources. */
export const DEFAULT_PROFILE: IdsProfile = {
  name: 'autosar-prs-981',
  provenance: 'secondary_sources',
  eventFrame: [
    ['version', 4],
    ['flags', 4],
    ['idsm', 10],
    ['sensor', 6],
    ['event', 16],
    ['count', 16],
    ['reserved', 8],
  ],
  timestampFrame: [
    ['source', 1],
    ['reserved', 1],
    ['nanoseconds', 30],
    ['seconds', 32],
  ],
  flagMasks: { context: 0b0001, timestamp: 0b0010, signature: 0b0100 },
  versions: [1, 2],
  contextVersionFrom: 2,
  signatureLengthBytes: 2,
};

/** Place of one field in its frame, in bits. */
export interface BitField {
  readonly at: number;
  readonly width: number;
}

/** A checked profile with the places of its fields worked out. Made by {@link compileProfile}. */
export interface CompiledProfile {
  readonly profile: IdsProfile;
  readonly eventBytes: number;
  readonly timestampBytes: number;
  /** A `reserved` that the profile leaves out has width 0. */
  readonly event: Readonly<Record<EventField, BitField>>;
  readonly timestamp: Readonly<Record<TimestampField, BitField>>;
  /** Bits of `flags` that mean nothing. */
  readonly reservedFlags: number;
}

const MAX_FRAME_BYTES = 32;
const NOWHERE: BitField = { at: 0, width: 0 };

const fail = (field: string, reason: string): never => {
  throw idsmError('idsm.profile', { field, reason });
};

const layOut = <Name extends string>(
  frame: string,
  widths: readonly FieldWidth<Name>[],
  names: readonly Name[],
): { readonly bytes: number; readonly fields: Readonly<Record<Name, BitField>> } => {
  const fields = new Map<string, BitField>();
  let at = 0;
  for (const [name, width] of widths) {
    if (!names.includes(name)) fail(`${frame}.${name}`, 'no such field');
    if (fields.has(name)) fail(`${frame}.${name}`, 'given twice');
    if (!Number.isInteger(width) || width < 1 || width > 32) fail(`${frame}.${name}`, 'needs 1 to 32 bits');
    fields.set(name, { at, width });
    at += width;
  }
  if (at % 8 !== 0 || at / 8 > MAX_FRAME_BYTES) fail(frame, `${at} bits are not 1 to ${MAX_FRAME_BYTES} whole bytes`);
  const missing = names.find((name) => name !== 'reserved' && !fields.has(name));
  if (missing !== undefined) fail(`${frame}.${missing}`, 'missing');
  const places = Object.fromEntries(names.map((name) => [name, fields.get(name) ?? NOWHERE]));
  return { bytes: at / 8, fields: places as Record<Name, BitField> };
};

const EVENT_FIELDS: readonly EventField[] = ['version', 'flags', 'idsm', 'sensor', 'event', 'count', 'reserved'];
const TIMESTAMP_FIELDS: readonly TimestampField[] = ['source', 'reserved', 'nanoseconds', 'seconds'];

const checkMasks = (masks: IdsProfile['flagMasks'], flags: number): void => {
  const all = [masks.context, masks.timestamp, masks.signature];
  for (const mask of all)
    if (!Number.isInteger(mask) || mask < 1 || mask > flags || (mask & (mask - 1)) !== 0)
      fail('flagMasks', 'each mask is one bit of the flags');
  if (new Set(all).size !== all.length) fail('flagMasks', 'two masks are the same');
};

const compiled = new WeakMap<IdsProfile, CompiledProfile>();

const compile = (profile: IdsProfile): CompiledProfile => {
  const event = layOut('eventFrame', profile.eventFrame, EVENT_FIELDS);
  const timestamp = layOut('timestampFrame', profile.timestampFrame, TIMESTAMP_FIELDS);
  const flagBits = event.fields.flags.width;
  if (flagBits > 16) fail('eventFrame.flags', 'at most 16 bits');
  const flags = 2 ** flagBits - 1;
  checkMasks(profile.flagMasks, flags);
  const versions = 2 ** event.fields.version.width - 1;
  if (!profile.versions.every((version) => Number.isInteger(version) && version >= 1 && version <= versions))
    fail('versions', `each is 1 to ${versions}`);
  if (profile.versions.length === 0) fail('versions', 'empty');
  if (![1, 2, 4].includes(profile.signatureLengthBytes)) fail('signatureLengthBytes', '1, 2 or 4');
  const { context, timestamp: time, signature } = profile.flagMasks;
  return {
    profile,
    eventBytes: event.bytes,
    timestampBytes: timestamp.bytes,
    event: event.fields,
    timestamp: timestamp.fields,
    reservedFlags: flags & ~(context | time | signature),
  };
};

/**
 * Checks a profile and works out the place of every field; the work is done once per profile object.
 * @throws idsm.profile naming the part that is wrong
 */
export const compileProfile = (profile: IdsProfile): CompiledProfile => {
  const known = compiled.get(profile);
  if (known !== undefined) return known;
  const fresh = compile(profile);
  compiled.set(profile, fresh);
  return fresh;
};
