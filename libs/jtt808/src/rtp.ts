import { Cursor } from './cursor.ts';
import { jttError } from './errors.ts';

/** What a media packet carries (JT/T 1078 table 19). */
export type MediaKind = 'video_i' | 'video_p' | 'video_b' | 'audio' | 'pass_through' | 'unknown';

/** Header of a media packet of JT/T 1078 clause 5.5.3: who sends which camera, and how much. The media is not read. */
export interface MediaPacket {
  readonly version: number;
  readonly endOfFrame: boolean;
  readonly payloadType: number;
  readonly sequence: number;
  /** BCD digits: 12, or 20 from devices that put the phone number of 2019 there. */
  readonly sim: string;
  readonly channel: number;
  readonly kind: MediaKind;
  /** 0 whole, 1 first, 2 last, 3 middle. */
  readonly subpackage: number;
  /** Milliseconds, undefined for pass-through. */
  readonly timestamp: bigint | undefined;
  /** Milliseconds since the last I frame and the last frame; only for video. */
  readonly sinceKeyFrame: number | undefined;
  readonly sinceFrame: number | undefined;
  readonly bodyBytes: number;
  /** Bytes of header and body together. */
  readonly totalBytes: number;
}

/** `30 31 63 64`, the start of every packet. */
const MEDIA_START = 0x3031_6364;
/** Longest body that the standard allows. */
const MAX_MEDIA_BODY = 950;

const KINDS: readonly MediaKind[] = ['video_i', 'video_p', 'video_b', 'audio', 'pass_through'];
const OLD_SIM = 6;
const NEW_SIM = 10;

const readWith = (bytes: Uint8Array, simBytes: number): MediaPacket | undefined => {
  const cursor = new Cursor(bytes);
  if (cursor.uint(4) !== MEDIA_START) return undefined;
  const flags = cursor.uint(1);
  const marker = cursor.uint(1);
  const sequence = cursor.uint(2);
  const sim = cursor.bcd(simBytes);
  const channel = cursor.uint(1);
  const type = cursor.uint(1);
  const kind = KINDS[type >> 4] ?? 'unknown';
  const high = kind === 'pass_through' ? undefined : cursor.uint(4);
  const timestamp = high === undefined ? undefined : (BigInt(high) << 32n) | BigInt(cursor.uint(4));
  const isVideo = kind.startsWith('video');
  const sinceKeyFrame = isVideo ? cursor.uint(2) : undefined;
  const sinceFrame = isVideo ? cursor.uint(2) : undefined;
  const bodyBytes = cursor.uint(2);
  if (cursor.failed) return undefined;
  return {
    version: flags >> 6,
    endOfFrame: (marker & 0x80) !== 0,
    payloadType: marker & 0x7f,
    sequence,
    sim,
    channel,
    kind,
    subpackage: type & 0x0f,
    timestamp,
    sinceKeyFrame,
    sinceFrame,
    bodyBytes,
    totalBytes: cursor.at + bodyBytes,
  };
};

const plausible = (packet: MediaPacket | undefined): packet is MediaPacket =>
  packet !== undefined && packet.kind !== 'unknown' && packet.subpackage <= 3 && packet.bodyBytes <= MAX_MEDIA_BODY;

/** Eight zeros in front: a phone of 11 digits never looks so in 6 bytes, always in 10. */
const looksWide = (packet: MediaPacket): boolean => packet.sim.startsWith('00000000');

/**
 * Reads the header at the start of `bytes`; the body may be missing or be followed by further packets. The width of the
 * SIM is told by which reading makes sense, then by which ends with `bytes`, then by the zeros in front; `simBytes`
 * overrules it. Throws `jtt808.not_a_frame`.
 */
export const readMediaPacket = (bytes: Uint8Array, simBytes?: 6 | 10): MediaPacket => {
  const widths = simBytes === undefined ? [OLD_SIM, NEW_SIM] : [simBytes];
  const readings = widths.map((width) => readWith(bytes, width)).filter(plausible);
  const [first, second] = readings;
  if (first === undefined) throw jttError('jtt808.not_a_frame', { offset: 0, reason: 'no media packet of JT/T 1078' });
  if (second === undefined || first.totalBytes === bytes.length) return first;
  return second.totalBytes === bytes.length || looksWide(first) ? second : first;
};
