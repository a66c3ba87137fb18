import { createFramer, decodeFrame, toEvents } from '@chedun/gbt32960';
import { frameFlags } from '@chedun/journal';
import { DomainError } from '@chedun/kernel';
import { createDecoder, type DecodedEvent, type Decoder, type RecordFormat } from '@chedun/logs';
import type { DecodedFrame, IndexedEvent, OpenDecoder, PipelineFrame, Reject } from '@chedun/pipeline';
import { PEER_FLAG, readRecords, REPORT_FORMAT, type ReadRecord } from '../domain/records.ts';
import { garbageEvent, gbt32960Event } from './gbt32960-event.ts';
import { readRefusal } from './refusal.ts';
import { unpack } from './unpack.ts';

const PREVIEW_BYTES = 2048;

const placeOf = ({ detail }: DomainError): string | undefined => {
  const parts = [
    detail.line === undefined ? [] : [`line ${detail.line}`],
    detail.column === undefined ? [] : [`column ${detail.column}`],
    detail.offset === undefined ? [] : [`offset ${detail.offset}`],
    detail.field === undefined ? [] : [detail.field],
  ].flat();
  return parts.length === 0 ? undefined : parts.join(', ');
};

const rejectOf = (index: number, bytes: Uint8Array, error: unknown): Reject => {
  const known =
    error instanceof DomainError ? error : new DomainError('ingest.frame-unreadable', { reason: String(error) });
  const preview = new Uint8Array(bytes.subarray(0, PREVIEW_BYTES));
  return { index, code: known.code, reason: known.message, place: placeOf(known), size: bytes.length, preview };
};

interface Decoded {
  readonly event: DecodedEvent;
  readonly raw: Uint8Array | undefined;
}

/** Undefined for a record that carries no event, such as a header line. */
type DecodeRecord = (record: ReadRecord, frame: PipelineFrame) => Decoded | undefined;

/** A message that names no host came from the address it was received from. */
const withHost = (event: DecodedEvent, ip: string): DecodedEvent =>
  event.ocsf.host === '' ? { ...event, ocsf: { ...event.ocsf, host: ip } } : event;

const logRecord =
  (decoder: Decoder): DecodeRecord =>
  ({ bytes, peer }) => {
    const event = decoder.decode(bytes);
    if (event === undefined) return undefined;
    const hosted = peer && decoder.format === 'syslog' ? withHost(event, peer.ip) : event;
    return { event: hosted, raw: event.bodyJson === undefined ? bytes : undefined };
  };

/** One piece of the stream of a vehicle connection: a frame, or bytes that belong to none. */
const vehicleRecord: DecodeRecord = ({ bytes, peer }, frame) => {
  const meta = { received: frame.receivedAt, srcIp: peer?.ip ?? '', srcPort: peer?.port ?? 0, skippedBefore: 0 };
  const pieces = createFramer().push(bytes);
  const whole = pieces.length === 1 && pieces[0]?.kind === 'frame' && pieces[0].bytes.length === bytes.length;
  const [event] = whole ? toEvents(decodeFrame(bytes), meta) : [garbageEvent(bytes.length, meta)];
  return event && { event: gbt32960Event(event), raw: bytes };
};

const decoderFor = (frame: PipelineFrame): DecodeRecord =>
  frame.format === 'gbt32960'
    ? vehicleRecord
    : logRecord(createDecoder(frame.format as RecordFormat, { now: () => frame.receivedAt }));

/** Records of a frame as they came. */
export const recordsOf = (frame: PipelineFrame): ReadRecord[] => {
  const packed = (frame.flags & frameFlags.zstd) !== 0;
  const payload = packed ? unpack(frame.payload) : frame.payload;
  return readRecords(payload, (frame.flags & PEER_FLAG) !== 0);
};

const decodeOne = (frame: PipelineFrame): DecodedFrame => {
  const events: IndexedEvent[] = [];
  const rejects: Reject[] = [];
  if (frame.format === REPORT_FORMAT) return { frame, events, rejects };
  const records = recordsOf(frame);
  if (frame.format === 'refused')
    return { frame, events, rejects: records.map(({ bytes }, index) => readRefusal(index, bytes)) };
  const decode = decoderFor(frame);
  for (const [index, record] of records.entries()) {
    try {
      const decoded = decode(record, frame);
      if (decoded) events.push({ index, ...decoded });
    } catch (error) {
      rejects.push(rejectOf(index, record.bytes, error));
    }
  }
  return { frame, events, rejects };
};

/** Decodes every kind of frame that ingest writes; what cannot be read becomes a reject. */
export const openDecoder: OpenDecoder = () => ({
  decode: (frame) => {
    try {
      return decodeOne(frame);
    } catch (error) {
      return { frame, events: [], rejects: [rejectOf(0, frame.payload, error)] };
    }
  },
});
