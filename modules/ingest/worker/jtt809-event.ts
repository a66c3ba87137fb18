import {
  createFramer809,
  decodePacket809,
  positions809,
  toEvents809,
  type FrameEvent,
  type Packet809,
  type PacketMeta,
} from '@chedun/jtt808';
import { SEVERITY, VEHICLE_CLASS, type DecodedEvent } from '@chedun/logs';
import { sentence, textOf, vehicleEvent } from './vehicle-event.ts';

const severityOf = ({ fields }: FrameEvent): number =>
  fields['status'] === 'ok' && fields['jt809.signal'] === undefined ? SEVERITY.informational : SEVERITY.low;

/** Gives an event of the codec the columns that the store indexes. A vehicle is known by its plate. */
const jtt809Event = (event: FrameEvent): DecodedEvent =>
  vehicleEvent('jtt809', 'jt808', event, {
    classUid: VEHICLE_CLASS.telemetry,
    severityId: severityOf(event),
    host: textOf(event.fields['plate']),
    user: textOf(event.fields['platform_user']),
    eventCode: textOf(event.fields['jt809.signal']) || textOf(event.fields['cmd']),
    message: sentence(
      `JT/T 809 ${textOf(event.fields['cmd'])}`,
      event.fields['status'] === 'ok' ? '' : textOf(event.fields['status']),
      textOf(event.fields['jt809.signal']),
      textOf(event.fields['plate']),
    ),
  });

const garbage = (bytes: number, meta: PacketMeta): FrameEvent => ({
  time: undefined,
  fields: {
    protocol: 'jtt809',
    cmd: 'garbage',
    status: 'garbage',
    'jt809.signal': 'garbage',
    skipped_bytes: bytes,
    src_ip: meta.srcIp,
    src_port: meta.srcPort,
  },
});

/** Names that JT/T 808 and the gateway use too, beside those of the packet. */
const shared = ({ fields }: FrameEvent): Record<string, string> => ({
  ...(typeof fields['jt809.plate_no'] === 'string' ? { plate: fields['jt809.plate_no'].replace(/\0+$/, '') } : {}),
  ...(typeof fields['jt809.user_id'] === 'number' ? { platform_user: String(fields['jt809.user_id']) } : {}),
});

const packetEvents = (packet: Packet809, meta: PacketMeta): readonly FrameEvent[] => {
  const [first, ...signals] = toEvents809(packet, meta);
  if (first === undefined) return [];
  const base = { ...first, fields: { ...first.fields, ...shared(first) } };
  const positions = positions809(packet).map(({ time, fields }) => ({
    time,
    fields: {
      ...base.fields,
      cmd: 'position',
      ...(time === undefined ? { time_invalid: true } : { clock_skew_s: (meta.received - time) / 1000 }),
      ...fields,
    },
  }));
  return [base, ...signals, ...positions];
};

/** The packet that these bytes are; undefined for bytes that are none or not one alone. */
const wholePacket = (bytes: Uint8Array): Uint8Array | undefined => {
  const framer = createFramer809();
  const pieces = [...framer.push(bytes), ...framer.end()];
  const [first] = pieces;
  return pieces.length === 1 && first?.kind === 'frame' ? first.bytes : undefined;
};

/** Events of one piece of a link: of a packet, its signals and the positions in it, or of bytes that belong to none. */
export const jtt809Events = (bytes: Uint8Array, meta: PacketMeta): DecodedEvent[] => {
  const packet = wholePacket(bytes);
  const events = packet ? packetEvents(decodePacket809(packet), meta) : [garbage(bytes.length, meta)];
  return events.map(jtt809Event);
};
