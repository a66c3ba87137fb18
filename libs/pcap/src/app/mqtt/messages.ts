import { textOf } from '../text.ts';
import type { MqttHeader, MqttType } from './packet.ts';
import { readProperties } from './properties.ts';
import { MqttReader } from './reader.ts';

/** One packet: its type and the fields that its record shows. */
export interface MqttMessage {
  readonly type: MqttType;
  readonly header: MqttHeader;
  readonly fields: Readonly<Record<string, unknown>>;
  /** Version that a CONNECT announces. */
  readonly version?: number;
  readonly id?: number;
}

type Read = (reader: MqttReader, header: MqttHeader, version: number) => Readonly<Record<string, unknown>>;

const MAX_TOPICS = 1024;
/** Bytes of a published message that a record shows. */
const MAX_SHOWN = 1024;

/** The message as text; of a long one its beginning, and how long it was. */
const shown = (bytes: Uint8Array): Readonly<Record<string, unknown>> =>
  bytes.length <= MAX_SHOWN
    ? { message: textOf(bytes) }
    : { message: textOf(bytes.subarray(0, MAX_SHOWN)), message_truncated: true, message_length: bytes.length };

const readWill = (reader: MqttReader, version: number): Readonly<Record<string, unknown>> => {
  const properties = readProperties(reader, version);
  return { ...properties, topic: reader.text(), ...shown(reader.binary()) };
};

const connect: Read = (reader) => {
  const name = reader.text();
  const version = reader.uint(1);
  const flags = reader.uint(1);
  const keepAlive = reader.uint(2);
  const properties = readProperties(reader, version);
  const client = reader.text();
  return {
    protocol_string: name,
    protocol_version: version,
    keep_alive: keepAlive,
    flags: {
      username: (flags & 0x80) !== 0,
      password: (flags & 0x40) !== 0,
      will_retain: (flags & 0x20) !== 0,
      will: (flags & 0x04) !== 0,
      clean_session: (flags & 0x02) !== 0,
    },
    ...properties,
    client_id: client,
    ...(flags & 0x04 ? { will: readWill(reader, version) } : {}),
    ...(flags & 0x80 ? { username: reader.text() } : {}),
    ...(flags & 0x40 ? { password: textOf(reader.binary()) } : {}),
  };
};

const connack: Read = (reader, _header, version) => ({
  session_present: (reader.uint(1) & 1) !== 0,
  return_code: reader.uint(1),
  ...readProperties(reader, version),
});

const publish: Read = (reader, header, version) => {
  const topic = reader.text();
  const id = header.qos > 0 ? { message_id: reader.uint(2) } : {};
  const properties = readProperties(reader, version);
  return { topic, ...id, ...properties, ...shown(reader.raw(reader.left)) };
};

/** PUBACK, PUBREC, PUBREL, PUBCOMP: version 5 may add a reason and properties. */
const acknowledgement: Read = (reader, _header, version) => ({
  message_id: reader.uint(2),
  ...(version >= 5 && reader.left > 0 ? { reason_code: reader.uint(1) } : {}),
  ...readProperties(reader, version),
});

const subscribe: Read = (reader, _header, version) => {
  const id = { message_id: reader.uint(2), ...readProperties(reader, version) };
  const topics: unknown[] = [];
  while (reader.left > 0 && !reader.failed && topics.length < MAX_TOPICS)
    topics.push({ topic: reader.text(), qos: reader.uint(1) & 3 });
  return { ...id, topics };
};

const suback: Read = (reader, _header, version) => ({
  message_id: reader.uint(2),
  ...readProperties(reader, version),
  qos_granted: [...reader.raw(reader.left)],
});

const unsubscribe: Read = (reader, _header, version) => {
  const id = { message_id: reader.uint(2), ...readProperties(reader, version) };
  const topics: string[] = [];
  while (reader.left > 0 && !reader.failed && topics.length < MAX_TOPICS) topics.push(reader.text());
  return { ...id, topics };
};

const unsuback: Read = (reader, _header, version) => ({
  message_id: reader.uint(2),
  ...readProperties(reader, version),
  ...(reader.left > 0 ? { reason_codes: [...reader.raw(reader.left)] } : {}),
});

/** DISCONNECT and AUTH: nothing before version 5, there a reason and properties. */
const reason: Read = (reader, _header, version) =>
  version >= 5 && reader.left > 0 ? { reason_code: reader.uint(1), ...readProperties(reader, version) } : {};

const READERS: Readonly<Record<Exclude<MqttType, 'reserved'>, Read>> = {
  connect,
  connack,
  publish,
  puback: acknowledgement,
  pubrec: acknowledgement,
  pubrel: acknowledgement,
  pubcomp: acknowledgement,
  subscribe,
  suback,
  unsubscribe,
  unsuback,
  pingreq: () => ({}),
  pingresp: () => ({}),
  disconnect: reason,
  auth: reason,
};

/** Fields of the fixed header as records show them. */
export const headerFields = ({ qos, retain, dup }: MqttHeader): Readonly<Record<string, unknown>> => ({
  qos,
  retain,
  dup,
});

const numberOf = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);

/**
 * Reads the body of one packet of MQTT 3.1, 3.1.1 or 5.0 (`version` 3, 4, 5 as CONNECT announced it). Undefined when the
 * type is reserved or the body does not fit it; bytes left over also make it unfit.
 */
export const readMessage = (header: MqttHeader, body: Uint8Array, version: number): MqttMessage | undefined => {
  if (header.type === 'reserved') return undefined;
  const reader = new MqttReader(body);
  const fields = READERS[header.type](reader, header, version);
  if (reader.failed || reader.left > 0) return undefined;
  const id = numberOf(fields['message_id']);
  const announced = header.type === 'connect' ? numberOf(fields['protocol_version']) : undefined;
  return {
    type: header.type,
    header,
    fields: { ...headerFields(header), ...fields },
    ...(announced === undefined ? {} : { version: announced }),
    ...(id === undefined ? {} : { id }),
  };
};
