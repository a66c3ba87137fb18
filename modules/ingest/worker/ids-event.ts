import { decodeDatagram, toEvents, type DatagramMeta, type IdsEvent, type SecurityExtract } from '@chedun/idsm';
import { SEVERITY, VEHICLE_CLASS, type DecodedEvent } from '@chedun/logs';
import { numberOf, sentence, textOf, vehicleEvent } from './vehicle-event.ts';

const messageOf = ({ fields }: IdsEvent): string => {
  const count = numberOf(fields['ids.count']);
  return sentence(
    'AUTOSAR IDS',
    textOf(fields['ids.event']) || textOf(fields['ids.event_id_hex']),
    count > 1 ? `× ${count}` : '',
    fields['ids.sensor'] === undefined ? '' : `from ${textOf(fields['ids.sensor'])}`,
    textOf(fields['ids.fault']),
  );
};

const idsEvent = (event: IdsEvent): DecodedEvent =>
  vehicleEvent('autosar-ids', 'ecu_sev', event, {
    classUid: VEHICLE_CLASS.ecuSecurityEvent,
    severityId: SEVERITY.low,
    ecu: textOf(event.fields['ids.ecu']) || textOf(event.fields['ids.idsm']),
    eventCode: textOf(event.fields['ids.event']) || textOf(event.fields['ids.event_id_hex']),
    message: messageOf(event),
  });

/** Events of one datagram: one a message, and one more for bytes that are none. An empty datagram says nothing. */
export const idsEvents = (bytes: Uint8Array, extract: SecurityExtract, meta: DatagramMeta): DecodedEvent[] =>
  toEvents(decodeDatagram(bytes), extract, meta).map(idsEvent);
