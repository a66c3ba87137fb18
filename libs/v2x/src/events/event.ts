import type { Decoded } from '@chedun/asn1/uper';
import type { Message } from '../schema/frame.ts';
import type { EventFields, FieldValue } from './fields.ts';
import { mapDrafts, rsiDrafts, spatDrafts } from './road-events.ts';
import { nearestTime } from './time.ts';
import { bsmDraft, rsmDrafts } from './vehicle-events.ts';
import type { Draft } from './vehicle-events.ts';

/** Where a message came from: everything the message itself does not know. */
export interface MessageMeta {
  /** Milliseconds since 1970 UTC when the platform received the message. */
  readonly received: number;
  readonly srcIp: string;
  readonly srcPort: number;
}

/** One record for detection and storage. */
export interface MessageEvent {
  /** Milliseconds since 1970 UTC from the message itself, undefined when it carries no usable time. */
  readonly time: number | undefined;
  /** Flat fields, those of the message with the prefix `v2x.`; the README lists them. */
  readonly fields: Readonly<Record<string, FieldValue>>;
}

type Kind = 'bsm' | 'map' | 'rsm' | 'spat' | 'rsi' | 'unknown';

const draftsOf = (message: Message): readonly [Kind, readonly Draft[]] => {
  if ('bsmFrame' in message) return ['bsm', [bsmDraft(message.bsmFrame)]];
  if ('rsmFrame' in message) return ['rsm', rsmDrafts(message.rsmFrame)];
  if ('spatFrame' in message) return ['spat', spatDrafts(message.spatFrame)];
  if ('mapFrame' in message) return ['map', mapDrafts(message.mapFrame)];
  if ('rsiFrame' in message) return ['rsi', rsiDrafts(message.rsiFrame)];
  const { index, octets } = message.$unknown;
  return [
    'unknown',
    [{ secMark: undefined, fields: { 'v2x.message_index': index, 'v2x.message_bytes': octets.length / 2 } }],
  ];
};

const common = (kind: Kind, decoded: Decoded<Message>, meta: MessageMeta): EventFields => {
  const fields: EventFields = {
    protocol: 'v2x',
    src_ip: meta.srcIp,
    src_port: meta.srcPort,
    'v2x.message': kind,
    'v2x.bytes': Math.ceil(decoded.bitLength / 8) + decoded.trailingBytes,
  };
  if (decoded.trailingBytes > 0) fields['v2x.trailing_bytes'] = decoded.trailingBytes;
  if (decoded.padding !== 0) fields['v2x.padding'] = decoded.padding;
  if (decoded.unknown.length > 0) fields['v2x.unknown_extensions'] = decoded.unknown.length;
  return fields;
};

/**
 * The records of one message: a BSM is one, an RSM one per participant, a SPAT one per intersection, a MAP one per node,
 * an RSI one per event and sign. Values are in units, unavailable ones are left out. The time comes from the second
 * mark, taken as the nearest to the time of receipt; `v2x.clock_skew_ms` is received minus that (at most 30 s).
 */
export const toEvents = (decoded: Decoded<Message>, meta: MessageMeta): readonly MessageEvent[] => {
  const [kind, drafts] = draftsOf(decoded.value);
  const shared = common(kind, decoded, meta);
  return drafts.map(({ secMark, fields }) => {
    const time = nearestTime(secMark, meta.received);
    const skew = time === undefined ? {} : { 'v2x.clock_skew_ms': meta.received - time };
    return { time, fields: { ...shared, ...fields, ...skew } };
  });
};
