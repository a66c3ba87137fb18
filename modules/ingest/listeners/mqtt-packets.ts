/** MQTT 3.1.1 (OASIS standard) as far as a subscriber needs it. */

const TYPE = {
  connect: 1,
  connack: 2,
  publish: 3,
  puback: 4,
  subscribe: 8,
  suback: 9,
  pingreq: 12,
  pingresp: 13,
  disconnect: 14,
} as const;
const LEVEL_3_1_1 = 4;
const SUBSCRIBE_FLAGS = 2;
const FLAG = { username: 0x80, password: 0x40 } as const;

const u16 = (value: number): Buffer => {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
};

const text = (value: string | Uint8Array): Buffer => {
  const bytes = Buffer.from(value as string);
  return Buffer.concat([u16(bytes.length), bytes]);
};

/** Length in groups of seven bits, lowest first (2.2.3). */
const lengthBytes = (length: number): Buffer => {
  const bytes: number[] = [];
  let left = length;
  do {
    bytes.push((left & 0x7f) | (left > 0x7f ? 0x80 : 0));
    left >>>= 7;
  } while (left > 0);
  return Buffer.from(bytes);
};

const packet = (type: number, flags: number, body: Buffer): Buffer =>
  Buffer.concat([Buffer.from([(type << 4) | flags]), lengthBytes(body.length), body]);

/** Who connects. */
export interface Login {
  readonly clientId: string;
  readonly username: string | undefined;
  readonly password: Uint8Array | undefined;
  readonly keepAliveS: number;
}

/** CONNECT without a clean session: the broker keeps what comes while we are away. */
export const connectPacket = ({ clientId, username, password, keepAliveS }: Login): Buffer => {
  const flags = (username === undefined ? 0 : FLAG.username) | (password === undefined ? 0 : FLAG.password);
  const parts = [text('MQTT'), Buffer.from([LEVEL_3_1_1, flags]), u16(keepAliveS), text(clientId)];
  if (username !== undefined) parts.push(text(username));
  if (password !== undefined) parts.push(text(password));
  return packet(TYPE.connect, 0, Buffer.concat(parts));
};

/** SUBSCRIBE to all filters with quality of service 1 at most. */
export const subscribePacket = (packetId: number, filters: readonly string[]): Buffer =>
  packet(
    TYPE.subscribe,
    SUBSCRIBE_FLAGS,
    Buffer.concat([u16(packetId), ...filters.flatMap((filter) => [text(filter), Buffer.from([1])])]),
  );

/** PUBACK. */
export const pubackPacket = (packetId: number): Buffer => packet(TYPE.puback, 0, u16(packetId));
/** PINGREQ. */
export const PING: Buffer = packet(TYPE.pingreq, 0, Buffer.alloc(0));
/** DISCONNECT. */
export const DISCONNECT: Buffer = packet(TYPE.disconnect, 0, Buffer.alloc(0));

/** A message of the broker. */
export interface Publish {
  readonly kind: 'publish';
  readonly topic: string;
  readonly qos: 0 | 1;
  /** 0 with quality of service 0. */
  readonly packetId: number;
  /** The payload; of one that is too long only the beginning. */
  readonly payload: Buffer;
  /** Bytes of the whole payload. */
  readonly size: number;
}

/** What a broker sends. */
export type Incoming =
  | Publish
  | { readonly kind: 'connack'; readonly code: number; readonly sessionPresent: boolean }
  | { readonly kind: 'suback'; readonly packetId: number; readonly codes: readonly number[] }
  | { readonly kind: 'pingresp' }
  /** Bytes that are no MQTT of a broker: nothing behind them can be read. */
  | { readonly kind: 'fault'; readonly reason: string };

const fault = (reason: string): Incoming => ({ kind: 'fault', reason });

/** Reads the start of a PUBLISH; `length` is that of all of its body. */
const readPublish = (flags: number, body: Buffer, length: number): Incoming => {
  const qos = (flags >> 1) & 3;
  if (qos > 1) return fault(`a message with quality of service ${qos}`);
  const topicEnd = body.length < 2 ? Number.MAX_SAFE_INTEGER : 2 + body.readUInt16BE(0);
  const start = topicEnd + (qos === 0 ? 0 : 2);
  if (start > body.length) return fault('a message without its topic');
  return {
    kind: 'publish',
    topic: body.toString('utf8', 2, topicEnd),
    qos: qos === 1 ? 1 : 0,
    packetId: qos === 0 ? 0 : body.readUInt16BE(topicEnd),
    payload: Buffer.from(body.subarray(start)),
    size: length - start,
  };
};

const readPacket = (first: number, body: Buffer, length: number): Incoming => {
  switch (first >> 4) {
    case TYPE.publish:
      return readPublish(first & 0x0f, body, length);
    case TYPE.connack:
      if (body.length !== 2) return fault('an answer to CONNECT of another length');
      return { kind: 'connack', sessionPresent: (body.readUInt8(0) & 1) === 1, code: body.readUInt8(1) };
    case TYPE.suback:
      if (body.length < 3) return fault('an answer to SUBSCRIBE that is too short');
      return { kind: 'suback', packetId: body.readUInt16BE(0), codes: [...body.subarray(2)] };
    case TYPE.pingresp:
      return { kind: 'pingresp' };
    default:
      return fault(`a packet of type ${first >> 4}`);
  }
};

/** Length of the body and where it begins; `undefined` while bytes are missing, `'wrong'` when it has five groups. */
const readLength = (bytes: Buffer): { readonly length: number; readonly start: number } | 'wrong' | undefined => {
  let length = 0;
  for (let at = 1; at <= 4; at += 1) {
    const byte = bytes[at];
    if (byte === undefined) return undefined;
    length += (byte & 0x7f) * 2 ** (7 * (at - 1));
    if (byte < 0x80) return { length, start: at + 1 };
  }
  return 'wrong';
};

/** Cuts the stream of a broker into packets. */
export interface PacketReader {
  readonly push: (chunk: Buffer) => Incoming[];
}

/** Longest topic with its length and a packet id: what must be there of a message that is passed over. */
const HEAD_BYTES = 2 + 65_535 + 2;
/** What is kept of the payload of such a message. */
const PREVIEW_BYTES = 1024;

/** A reader that holds at most a body of `maxBytes`; of longer messages it keeps topic, id and the first 1,024 bytes. */
export const packetReader = (maxBytes: number): PacketReader => {
  let held: Buffer = Buffer.alloc(0);
  let skipped: { readonly packet: Incoming; left: number } | undefined;
  let broken = false;

  const skip = (): Incoming | undefined => {
    if (!skipped) return undefined;
    const now = Math.min(skipped.left, held.length);
    held = held.subarray(now);
    skipped.left -= now;
    if (skipped.left > 0) return undefined;
    const { packet: done } = skipped;
    skipped = undefined;
    return done;
  };

  const next = (): Incoming | undefined => {
    if (skipped) return skip();
    const told = readLength(held);
    if (told === 'wrong') return fault('a length of more than four bytes');
    const first = held[0];
    if (told === undefined || first === undefined) return undefined;
    const { length, start } = told;
    if (length <= maxBytes) {
      if (held.length < start + length) return undefined;
      const body = held.subarray(start, start + length);
      held = held.subarray(start + length);
      return readPacket(first, body, length);
    }
    if (first >> 4 !== TYPE.publish) return fault('a packet that is too long');
    const wanted = Math.min(length, HEAD_BYTES);
    if (held.length < start + wanted) return undefined;
    const found = readPublish(first & 0x0f, held.subarray(start, start + wanted), length);
    if (found.kind !== 'publish') return found;
    held = held.subarray(start + wanted);
    skipped = {
      packet: { ...found, payload: Buffer.from(found.payload.subarray(0, PREVIEW_BYTES)) },
      left: length - wanted,
    };
    return skip();
  };

  return {
    push: (chunk) => {
      if (broken) return [];
      held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
      const packets: Incoming[] = [];
      for (let found = next(); found !== undefined; found = next()) {
        packets.push(found);
        broken = found.kind === 'fault';
        if (broken) break;
      }
      // A view would keep the chunk of the socket alive.
      held = broken ? Buffer.alloc(0) : Buffer.from(held);
      return packets;
    },
  };
};

/** Whether a topic filter covers a topic (4.7); `+` and `#` at the start do not cover topics of the broker itself (`$SYS`). */
export const topicMatches = (filter: string, topic: string): boolean => {
  if (topic.startsWith('$') && !filter.startsWith('$')) return false;
  const [wanted, levels] = [filter.split('/'), topic.split('/')];
  for (const [at, level] of wanted.entries()) {
    if (level === '#') return true;
    if (at >= levels.length || (level !== '+' && level !== levels[at])) return false;
  }
  return wanted.length === levels.length;
};
