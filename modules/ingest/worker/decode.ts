import { createFramer, decodeFrame, decodeOpened, toEvents } from '@chedun/gbt32960';
import { NO_EXTRACT, type SecurityExtract } from '@chedun/idsm';
import { frameFlags } from '@chedun/journal';
import { DomainError } from '@chedun/kernel';
import { createDecoder, type DecodedEvent, type Decoder, type RecordFormat } from '@chedun/logs';
import type { DecodedFrame, IndexedEvent, OpenDecoder, PipelineFrame, Reject } from '@chedun/pipeline';
import {
  EVENTLESS_FORMATS,
  OPENED_FORMAT,
  PEER_FLAG,
  readRecords,
  type Peer,
  type ReadRecord,
} from '../domain/records.ts';
import { SIGNED_FORMAT } from '../domain/signed-record.ts';
import { garbageEvent, gbt32960Event } from './gbt32960-event.ts';
import { idsEvents } from './ids-event.ts';
import { jtt808Events } from './jtt808-event.ts';
import { jtt809Events } from './jtt809-event.ts';
import { readRefusal } from './refusal.ts';
import { unpack } from './unpack.ts';
import { signedV2xEvents, v2xEvents } from './v2x-event.ts';

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

/** Where a record came from, as the protocol libraries take it. */
interface BinaryMeta {
  readonly received: number;
  readonly srcIp: string;
  readonly srcPort: number;
  readonly vin?: string;
}

const NOBODY: Peer = { ip: '', port: 0 };

interface Decoded {
  readonly event: DecodedEvent;
  readonly raw: Uint8Array | undefined;
}

/** Nothing for a record that carries no event, such as a header line. */
type DecodeRecord = (record: ReadRecord, frame: PipelineFrame) => readonly Decoded[];

/** What the decoder is started with. */
export interface DecoderInit {
  /** Names of the security events of ECUs. */
  readonly extract: SecurityExtract;
}

/** A message that names no host came from the address it was received from. */
const withHost = (event: DecodedEvent, ip: string): DecodedEvent =>
  event.ocsf.host === '' ? { ...event, ocsf: { ...event.ocsf, host: ip } } : event;

const logRecord =
  (decoder: Decoder): DecodeRecord =>
  ({ bytes, peer }) => {
    const event = decoder.decode(bytes);
    if (event === undefined) return [];
    const hosted = peer && decoder.format === 'syslog' ? withHost(event, peer.ip) : event;
    return [{ event: hosted, raw: event.bodyJson === undefined ? bytes : undefined }];
  };

/** One piece of the stream of a vehicle connection: a frame, or bytes that belong to none. */
const vehicleRecord: DecodeRecord = ({ bytes, peer }, frame) => {
  const meta = { received: frame.receivedAt, srcIp: peer?.ip ?? '', srcPort: peer?.port ?? 0, skippedBefore: 0 };
  const pieces = createFramer().push(bytes);
  const whole = pieces.length === 1 && pieces[0]?.kind === 'frame' && pieces[0].bytes.length === bytes.length;
  const [event] = whole ? toEvents(decodeFrame(bytes), meta) : [garbageEvent(bytes.length, meta)];
  return event ? [{ event: gbt32960Event(event), raw: bytes }] : [];
};

/** A frame that the listener decrypted. */
const openedRecord: DecodeRecord = ({ bytes, peer }, frame) => {
  const meta = { received: frame.receivedAt, srcIp: peer?.ip ?? '', srcPort: peer?.port ?? 0, skippedBefore: 0 };
  const events = toEvents(decodeOpened(bytes), meta);
  return events.map(({ time, fields }) => ({
    event: gbt32960Event({ time, fields: { ...fields, decrypted: true } }),
    raw: bytes,
  }));
};

/** Records of a protocol whose messages may tell several things; the bytes stand with the first event. */
const binaryRecord =
  (read: (bytes: Uint8Array, meta: BinaryMeta) => readonly DecodedEvent[]): DecodeRecord =>
  ({ bytes, peer }, frame) => {
    const from = peer ?? NOBODY;
    const vin = from.vin === undefined ? {} : { vin: from.vin };
    const events = read(bytes, { received: frame.receivedAt, srcIp: from.ip, srcPort: from.port, ...vin });
    return events.map((event, at) => ({ event, raw: at === 0 ? bytes : undefined }));
  };

const decoderFor = (frame: PipelineFrame, { extract }: DecoderInit): DecodeRecord => {
  switch (frame.format) {
    case 'gbt32960':
      return vehicleRecord;
    case OPENED_FORMAT:
      return openedRecord;
    case 'jtt808':
      return binaryRecord(jtt808Events);
    case 'jtt809':
      return binaryRecord(jtt809Events);
    case 'autosar-ids':
      return binaryRecord((bytes, meta) => idsEvents(bytes, extract, meta));
    case 'v2x':
      return binaryRecord(v2xEvents);
    case SIGNED_FORMAT:
      return binaryRecord(signedV2xEvents);
    default:
      return logRecord(createDecoder(frame.format as RecordFormat, { now: () => frame.receivedAt }));
  }
};

/** Records of a frame as they came. */
export const recordsOf = (frame: PipelineFrame): ReadRecord[] => {
  const packed = (frame.flags & frameFlags.zstd) !== 0;
  const payload = packed ? unpack(frame.payload) : frame.payload;
  return readRecords(payload, (frame.flags & PEER_FLAG) !== 0);
};

/** The first event of a record has the index of the record, further ones follow behind all records. */
const numbered = (found: readonly (readonly Decoded[])[]): IndexedEvent[] => {
  let behind = found.length;
  return found.flatMap((events, index) => events.map((each, at) => ({ index: at === 0 ? index : behind++, ...each })));
};

const decodeOne = (frame: PipelineFrame, init: DecoderInit): DecodedFrame => {
  const rejects: Reject[] = [];
  if (EVENTLESS_FORMATS.has(frame.format)) return { frame, events: [], rejects };
  const records = recordsOf(frame);
  if (frame.format === 'refused')
    return { frame, events: [], rejects: records.map(({ bytes }, index) => readRefusal(index, bytes)) };
  const decode = decoderFor(frame, init);
  const found = records.map((record, index) => {
    try {
      return decode(record, frame);
    } catch (error) {
      rejects.push(rejectOf(index, record.bytes, error));
      return [];
    }
  });
  return { frame, events: numbered(found), rejects };
};

const initOf = (given: unknown): DecoderInit => (given as DecoderInit | undefined) ?? { extract: NO_EXTRACT };

/** Decodes every kind of frame that ingest writes; what cannot be read becomes a reject. */
export const openDecoder: OpenDecoder = (given) => {
  const init = initOf(given);
  return {
    decode: (frame) => {
      try {
        return decodeOne(frame, init);
      } catch (error) {
        return { frame, events: [], rejects: [rejectOf(0, frame.payload, error)] };
      }
    },
  };
};
