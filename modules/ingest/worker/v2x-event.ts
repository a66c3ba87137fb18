import { DomainError, isDomainError } from '@chedun/kernel';
import { SEVERITY, STATUS, VEHICLE_CLASS, type DecodedEvent } from '@chedun/logs';
import { decodeMessage, toEvents, type MessageEvent, type MessageMeta } from '@chedun/v2x';
import { readSignedRecord } from '../domain/signed-record.ts';
import { sentence, textOf, vehicleEvent } from './vehicle-event.ts';

const messageOf = ({ fields }: MessageEvent): string => {
  const speed = fields['v2x.speed_mps'];
  return sentence(
    `V2X ${textOf(fields['v2x.message']) || textOf(fields['v2x.kind'])}`,
    textOf(fields['v2x.id']) || textOf(fields['v2x.rsu_id']) || textOf(fields['v2x.name']),
    typeof speed === 'number' ? `${speed} m/s` : '',
    textOf(fields['v2x.error']),
  );
};

const v2xEvent = (event: MessageEvent): DecodedEvent => {
  const { fields } = event;
  const readable = fields['v2x.kind'] === undefined;
  return vehicleEvent('v2x', 'v2x', event, {
    classUid: VEHICLE_CLASS.telemetry,
    statusId: readable ? STATUS.success : STATUS.failure,
    severityId: readable ? SEVERITY.informational : SEVERITY.low,
    eventCode: textOf(fields['v2x.message']) || textOf(fields['v2x.kind']),
    message: messageOf(event),
  });
};

const undecodable = (bytes: Uint8Array, { srcIp, srcPort }: MessageMeta, error: unknown): MessageEvent => {
  if (!isDomainError(error)) throw error;
  const { offset, field, reason } = error.detail;
  return {
    time: undefined,
    fields: {
      protocol: 'v2x',
      src_ip: srcIp,
      src_port: srcPort,
      'v2x.kind': 'undecodable',
      'v2x.error': error.code,
      'v2x.bytes': bytes.length,
      ...(offset === undefined ? {} : { 'v2x.error_offset': offset }),
      ...(field === undefined ? {} : { 'v2x.error_field': field }),
      ...(reason === undefined ? {} : { 'v2x.error_reason': reason }),
    },
  };
};

/** Events of one message of the road, or the one of bytes that are no message. */
export const v2xEvents = (bytes: Uint8Array, meta: MessageMeta): DecodedEvent[] => {
  try {
    return toEvents(decodeMessage(bytes), meta).map(v2xEvent);
  } catch (error) {
    return [v2xEvent(undecodable(bytes, meta, error))];
  }
};

/**
 * Events of a verified message: those of its payload, with its signer. The time of receipt is that of the frame, as for all
 * others. Throws `ingest.frame-unreadable`.
 */
export const signedV2xEvents = (record: Uint8Array, meta: MessageMeta): DecodedEvent[] => {
  const signed = readSignedRecord(record);
  if (signed === undefined) throw new DomainError('ingest.frame-unreadable', { reason: 'no verified message' });
  const { certificate, linkage, aid, receiver } = signed.head;
  const fields = {
    'v2x.security': 'ok',
    'v2x.verdict': 'verified',
    'v2x.certificate': certificate,
    'v2x.aid': aid,
    'v2x.receiver': receiver,
    ...(linkage === undefined ? {} : { 'v2x.linkage': linkage }),
  };
  return v2xEvents(signed.payload, meta).map((event) => ({ ...event, fields: { ...event.fields, ...fields } }));
};
