import { textAt } from '../text.ts';
import type { MqttHeader, MqttType } from './packet.ts';
import { readProperties } from './properties.ts';
import { MqttReader } from './reader.ts';

/** One packet: its type and the fields that its record shows. */
export interface MqttMessage {
  readonly type: MqttType;
  readonly header: MqttHeader;
  readonly fields: Readonly<Record<string, unknown>>;
  /** Version that a CONNECT announces. */
  readonly version: number | undefined;
  readonly id: number | undefined;
}

type Fields = Record<string, unknown>;
/** Adds what the body of a packet says to `fields`. */
type Read = (fields: Fields, reader: MqttReader, header: MqttHeader, version: number) => void;

const MAX_TOPICS = 1024;
/** Bytes of a published message that a record shows. */
const MAX_SHOWN = 1024;

/** Adds a message of `length` bytes as text; of a long one its beginning, and how long it was. */
const show = (fields: Fields, bytes: Uint8Array, length: number): void => {
  fields['message'] = textAt(bytes, 0, Math.min(bytes.length, MAX_SHOWN));
  if (length <= MAX_SHOWN) return;
  fields['message_truncated'] = true;
  fields['message_length'] = length;
};

const addProperties = (fields: Fields, reader: MqttReader, version: number): void => {
  const properties = readProperties(reader, version);
  if (properties !== undefined) fields['properties'] = properties;
};

const readWill = (reader: MqttReader, version: number): Fields => {
  const will: Fields = {};
  addProperties(will, reader, version);
  will['topic'] = reader.text();
  const message = reader.binary();
  show(will, message, message.length);
  return will;
};

const connect: Read = (fields, reader) => {
  fields['protocol_string'] = reader.text();
  const version = reader.uint(1);
  const flags = reader.uint(1);
  fields['protocol_version'] = version;
  fields['keep_alive'] = reader.uint(2);
  fields['flags'] = {
    username: (flags & 0x80) !== 0,
    password: (flags & 0x40) !== 0,
    will_retain: (flags & 0x20) !== 0,
    will: (flags & 0x04) !== 0,
    clean_session: (flags & 0x02) !== 0,
  };
  addProperties(fields, reader, version);
  fields['client_id'] = reader.text();
  if (flags & 0x04) fields['will'] = readWill(reader, version);
  if (flags & 0x80) fields['username'] = reader.text();
  if (flags & 0x40) fields['password'] = reader.text();
};

const connack: Read = (fields, reader, _header, version) => {
  fields['session_present'] = (reader.uint(1) & 1) !== 0;
  fields['return_code'] = reader.uint(1);
  addProperties(fields, reader, version);
};

const publish: Read = (fields, reader, header, version) => {
  fields['topic'] = reader.text();
  if (header.qos > 0) fields['message_id'] = reader.uint(2);
  addProperties(fields, reader, version);
  const length = header.remaining - reader.at;
  // the beginning of a long message is enough, see `readMessage`
  if (reader.left < Math.min(length, MAX_SHOWN)) reader.failed = true;
  show(fields, reader.raw(reader.left), length);
};

/** PUBACK, PUBREC, PUBREL, PUBCOMP: version 5 may add a reason and properties. */
const acknowledgement: Read = (fields, reader, _header, version) => {
  fields['message_id'] = reader.uint(2);
  if (version >= 5 && reader.left > 0) fields['reason_code'] = reader.uint(1);
  addProperties(fields, reader, version);
};

const subscribe: Read = (fields, reader, _header, version) => {
  fields['message_id'] = reader.uint(2);
  addProperties(fields, reader, version);
  const topics: unknown[] = [];
  while (reader.left > 0 && !reader.failed && topics.length < MAX_TOPICS)
    topics.push({ topic: reader.text(), qos: reader.uint(1) & 3 });
  fields['topics'] = topics;
};

const suback: Read = (fields, reader, _header, version) => {
  fields['message_id'] = reader.uint(2);
  addProperties(fields, reader, version);
  fields['qos_granted'] = [...reader.raw(reader.left)];
};

const unsubscribe: Read = (fields, reader, _header, version) => {
  fields['message_id'] = reader.uint(2);
  addProperties(fields, reader, version);
  const topics: string[] = [];
  while (reader.left > 0 && !reader.failed && topics.length < MAX_TOPICS) topics.push(reader.text());
  fields['topics'] = topics;
};

const unsuback: Read = (fields, reader, _header, version) => {
  fields['message_id'] = reader.uint(2);
  addProperties(fields, reader, version);
  if (reader.left > 0) fields['reason_codes'] = [...reader.raw(reader.left)];
};

/** DISCONNECT and AUTH: nothing before version 5, there a reason and properties. */
const reason: Read = (fields, reader, _header, version) => {
  if (version < 5 || reader.left === 0) return;
  fields['reason_code'] = reader.uint(1);
  addProperties(fields, reader, version);
};

const nothing: Read = () => undefined;

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
  pingreq: nothing,
  pingresp: nothing,
  disconnect: reason,
  auth: reason,
};

/** Fields of the fixed header as records show them. */
export const headerFields = ({ qos, retain, dup }: MqttHeader): Record<string, unknown> => ({
  qos,
  retain,
  dup,
});

const numberOf = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);

/** Bytes of a long PUBLISH that are enough to read it: the rest of its message is not shown. */
export const PUBLISH_HEAD = 16_384;

/**
 * Reads the body of one packet of MQTT 3.1, 3.1.1 or 5.0 (`version` 3, 4, 5 as CONNECT announced it). Undefined when the
 * type is reserved or the body does not fit it; bytes left over also make it unfit. Of a PUBLISH the first
 * {@link PUBLISH_HEAD} bytes of the body are enough, unless topic and properties are longer than that.
 */
export const readMessage = (header: MqttHeader, body: Uint8Array, version: number): MqttMessage | undefined => {
  const { type } = header;
  if (type === 'reserved') return undefined;
  const reader = new MqttReader(body);
  const fields = headerFields(header);
  READERS[type](fields, reader, header, version);
  if (reader.failed || reader.left > 0) return undefined;
  const id = numberOf(fields['message_id']);
  return { type, fields, header, id, version: type === 'connect' ? numberOf(fields['protocol_version']) : undefined };
};
