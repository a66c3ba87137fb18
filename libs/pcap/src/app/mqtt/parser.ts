import type { Direction } from '../../flow/direction.ts';
import { createAssembler } from '../assembler.ts';
import type { AppHost, AppParser } from '../host.ts';
import { headerFields, PUBLISH_HEAD, readMessage } from './messages.ts';
import type { MqttMessage } from './messages.ts';
import { readHeader } from './packet.ts';
import type { MqttHeader, MqttType } from './packet.ts';

const MAX_OPEN = 1024;
const MAX_MESSAGE = 268_435_460;

/** What answers a packet, and the packets between the two. */
const ENDS: Readonly<
  Partial<Record<MqttType, { readonly starts: string; readonly last: boolean; readonly missing: string }>>
> = {
  connack: { starts: 'connect', last: true, missing: 'missing_connect' },
  puback: { starts: 'publish', last: true, missing: 'missing_publish' },
  pubrec: { starts: 'publish', last: false, missing: 'missing_publish' },
  pubrel: { starts: 'publish', last: false, missing: 'missing_publish' },
  pubcomp: { starts: 'publish', last: true, missing: 'missing_publish' },
  suback: { starts: 'subscribe', last: true, missing: 'missing_subscribe' },
  unsuback: { starts: 'unsubscribe', last: true, missing: 'missing_unsubscribe' },
};

interface Exchange {
  readonly direction: Direction;
  readonly body: Record<string, unknown>;
}

/** Exchanges that wait for their answer, keyed by kind, sender and message id. */
interface Open {
  readonly exchanges: Map<string, Exchange>;
  connected: boolean;
  version: number;
  /** Publications whose id was not read because they were too long. */
  unread: number;
}

const other = (direction: Direction): Direction => (direction === 0 ? 1 : 0);
const keyOf = (kind: string, sender: Direction, id: number | undefined): string => `${kind}/${sender}/${id ?? ''}`;

/** The receiver answers with PUBACK, PUBREC and PUBCOMP; PUBREL comes from the sender. */
const senderOf = (type: MqttType, direction: Direction): Direction =>
  type === 'pubrel' ? direction : other(direction);

const waits = ({ type, header }: MqttMessage): boolean =>
  type === 'connect' || type === 'subscribe' || type === 'unsubscribe' || (type === 'publish' && header.qos > 0);

const answer = (host: AppHost, open: Open, message: MqttMessage, direction: Direction): void => {
  const end = ENDS[message.type];
  if (end === undefined) return;
  const key = keyOf(end.starts, senderOf(message.type, direction), message.type === 'connack' ? undefined : message.id);
  const exchange = open.exchanges.get(key);
  if (exchange === undefined) {
    if (end.starts === 'publish' && open.unread > 0) open.unread -= end.last ? 1 : 0;
    else host.anomaly('mqtt', end.missing, direction);
    host.record('mqtt', { mqtt: { [message.type]: message.fields } }, direction);
    return;
  }
  exchange.body[message.type] = message.fields;
  if (message.type === 'connack') open.connected = message.fields['return_code'] === 0;
  if (!end.last) return;
  open.exchanges.delete(key);
  host.record('mqtt', { mqtt: exchange.body }, exchange.direction);
};

const begin = (host: AppHost, open: Open, message: MqttMessage, direction: Direction): void => {
  const body = { [message.type]: message.fields };
  if (message.type === 'connect') {
    if (open.connected) host.anomaly('mqtt', 'double_connect', direction);
    open.version = message.version ?? open.version;
  }
  if (!waits(message)) return host.record('mqtt', { mqtt: body }, direction);
  if (open.exchanges.size >= MAX_OPEN) {
    host.anomaly('mqtt', 'too_many_transactions', direction);
    return host.record('mqtt', { mqtt: body }, direction);
  }
  const key = keyOf(message.type, direction, message.type === 'connect' ? undefined : message.id);
  const before = open.exchanges.get(key);
  if (before !== undefined) host.record('mqtt', { mqtt: before.body }, before.direction);
  open.exchanges.set(key, { direction, body });
};

const onMessage = (host: AppHost, open: Open, message: MqttMessage, direction: Direction): void => {
  const { type, header } = message;
  if (header.qos === 3) host.anomaly('mqtt', 'invalid_qos_level', direction);
  const introduced = open.connected || type === 'connect' || type === 'connack' || type === 'auth';
  if (!introduced && !open.exchanges.has(keyOf('connect', 0, undefined)))
    host.anomaly('mqtt', 'unintroduced_message', direction);
  if (ENDS[type] === undefined) begin(host, open, message, direction);
  else answer(host, open, message, direction);
};

const onPacket = (host: AppHost, open: Open, header: MqttHeader, body: Uint8Array, direction: Direction): void => {
  if (header.type === 'reserved') return host.anomaly('mqtt', 'unassigned_msg_type', direction);
  const message = readMessage(header, body, open.version);
  if (message !== undefined) return onMessage(host, open, message, direction);
  if (header.qos === 3) host.anomaly('mqtt', 'invalid_qos_level', direction);
  host.anomaly('mqtt', 'malformed_traffic', direction);
};

/** A PUBLISH so long that its beginning is read and the rest is passed over. */
const isLong = ({ type, remaining }: MqttHeader): boolean => type === 'publish' && remaining > PUBLISH_HEAD;

/**
 * Parser of MQTT 3.1, 3.1.1 and 5.0. A request and its answers are one `mqtt` record (PUBLISH to PUBCOMP, CONNECT and
 * CONNACK), everything else one record a packet; what is still open when the flow ends is recorded then. Packets longer
 * than `mqttMessageBytes` are passed over and recorded with `truncated` and `skipped_length`.
 */
export const mqttParser = (host: AppHost): AppParser => {
  const open: Open = { exchanges: new Map(), connected: false, version: 4, unread: 0 };
  const limit = host.settings.mqttMessageBytes;
  const onLong = (direction: Direction, header: MqttHeader, bytes: Uint8Array, total: number): number => {
    const end = header.headerBytes + PUBLISH_HEAD;
    if (bytes.length < end) return -end;
    const message = readMessage(header, bytes.subarray(header.headerBytes, end), open.version);
    if (message === undefined) return -total;
    sides[direction].skip(total - end, () => onMessage(host, open, message, direction));
    return end;
  };
  const side = (direction: Direction) =>
    createAssembler(limit + 5, (bytes) => {
      const header = readHeader(bytes);
      if (header === 'more') return 0;
      if (header === 'bad') {
        host.anomaly('mqtt', 'malformed_traffic', direction);
        sides[direction].stop();
        return 0;
      }
      const total = header.headerBytes + header.remaining;
      if (header.remaining > limit && total <= MAX_MESSAGE) {
        const fields = { ...headerFields(header), truncated: true, skipped_length: total };
        if (header.type === 'publish' && header.qos > 0) open.unread += 1;
        host.record('mqtt', { mqtt: { [header.type]: fields } }, direction);
        sides[direction].skip(header.remaining);
        return header.headerBytes;
      }
      if (bytes.length < total) return isLong(header) ? onLong(direction, header, bytes, total) : -total;
      onPacket(host, open, header, bytes.subarray(header.headerBytes, total), direction);
      return total;
    });
  const sides = [side(0), side(1)] as const;
  return {
    data: (direction, bytes) => sides[direction].push(bytes),
    gap: (direction, size) => sides[direction].gap(size),
    end: () => {
      for (const { body, direction } of open.exchanges.values()) host.record('mqtt', { mqtt: body }, direction);
      open.exchanges.clear();
    },
    done: () => sides[0].stopped() && sides[1].stopped(),
  };
};
