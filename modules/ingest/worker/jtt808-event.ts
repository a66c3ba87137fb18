import { createFramer, decodeFrame, toEvents, type FrameEvent, type FrameMeta } from '@chedun/jtt808';
import { SEVERITY, VEHICLE_CLASS, type DecodedEvent } from '@chedun/logs';
import { sentence, textOf, vehicleEvent } from './vehicle-event.ts';

/** Signals of commands and alarms that can hurt a vehicle; the others are low. */
const GRAVE: ReadonlySet<string> = new Set([
  'immobilised',
  'server_address_change',
  'tamper_alarm',
  'terminal_changed',
  'terminal_control',
  'upgrade_command',
  'upgrade_package',
  'vehicle_control',
]);

const severityOf = ({ fields }: FrameEvent): number => {
  const signal = textOf(fields['jt808.signal']);
  if (GRAVE.has(signal)) return SEVERITY.medium;
  const quiet = fields['status'] === 'ok' || fields['status'] === 'fragment';
  return signal === '' && quiet ? SEVERITY.informational : SEVERITY.low;
};

const messageOf = ({ fields }: FrameEvent): string => {
  const speed = fields['jt808.speed_kmh'];
  const alarms = fields['jt808.alarms'];
  return sentence(
    `JT/T 808 ${textOf(fields['cmd'])}`,
    fields['status'] === 'ok' ? '' : textOf(fields['status']),
    textOf(fields['jt808.signal']),
    typeof speed === 'number' ? `${speed} km/h` : '',
    Array.isArray(alarms) && alarms.length > 0 ? `alarms ${alarms.join(',')}` : '',
  );
};

/** Gives an event of the codec the columns that the store indexes. A terminal is known by its phone number. */
const jtt808Event = (event: FrameEvent): DecodedEvent =>
  vehicleEvent('jtt808', 'jt808', event, {
    classUid: VEHICLE_CLASS.telemetry,
    severityId: severityOf(event),
    host: textOf(event.fields['phone']).replace(/^0+/, ''),
    url: textOf(event.fields['jt808.url']),
    eventCode: textOf(event.fields['jt808.signal']) || textOf(event.fields['cmd']),
    message: messageOf(event),
  });

const garbage = (bytes: number, meta: FrameMeta): FrameEvent => ({
  time: undefined,
  fields: {
    protocol: 'jtt808',
    cmd: 'garbage',
    status: 'garbage',
    'jt808.signal': 'garbage',
    skipped_bytes: bytes,
    src_ip: meta.srcIp,
    src_port: meta.srcPort,
  },
});

/** The frame that these bytes are; undefined for bytes that are none or not one alone. */
const wholeFrame = (bytes: Uint8Array): Uint8Array | undefined => {
  const framer = createFramer();
  const pieces = [...framer.push(bytes), ...framer.end()];
  const [first] = pieces;
  return pieces.length === 1 && first?.kind === 'frame' ? first.bytes : undefined;
};

/** Events of one piece of the stream of a terminal: of a frame and its signals, or of bytes that belong to none. */
export const jtt808Events = (bytes: Uint8Array, meta: Omit<FrameMeta, 'skippedBefore'>): DecodedEvent[] => {
  const told = { ...meta, skippedBefore: 0 };
  const frame = wholeFrame(bytes);
  const events = frame ? toEvents(decodeFrame(frame), told) : [garbage(bytes.length, told)];
  return events.map(jtt808Event);
};
