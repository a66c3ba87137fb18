import { textOf, u16 } from '../text.ts';

/** Packet types of MQTT (5.0, table 2-1) by number. */
const MQTT_TYPES = [
  'reserved',
  'connect',
  'connack',
  'publish',
  'puback',
  'pubrec',
  'pubrel',
  'pubcomp',
  'subscribe',
  'suback',
  'unsubscribe',
  'unsuback',
  'pingreq',
  'pingresp',
  'disconnect',
  'auth',
] as const;

/** Name of a packet type. */
export type MqttType = (typeof MQTT_TYPES)[number];

/** The fixed header. */
export interface MqttHeader {
  readonly type: MqttType;
  readonly dup: boolean;
  readonly qos: number;
  readonly retain: boolean;
  /** Bytes of the header itself and of what follows it. */
  readonly headerBytes: number;
  readonly remaining: number;
}

/** Reads the fixed header: 'more' when bytes are missing, 'bad' when the length has more than four bytes. */
export const readHeader = (bytes: Uint8Array): MqttHeader | 'more' | 'bad' => {
  const first = bytes[0];
  if (first === undefined) return 'more';
  let remaining = 0;
  for (let step = 0; step < 4; step += 1) {
    const byte = bytes[1 + step];
    if (byte === undefined) return 'more';
    remaining += (byte & 0x7f) * 128 ** step;
    if (byte & 0x80) continue;
    return {
      type: MQTT_TYPES[first >> 4] ?? 'reserved',
      dup: (first & 8) !== 0,
      qos: (first >> 1) & 3,
      retain: (first & 1) !== 0,
      headerBytes: 2 + step,
      remaining,
    };
  }
  return 'bad';
};

const NAMES = ['MQTT', 'MQIsdp'];

/** Whether bytes start an MQTT connection: a CONNECT anywhere, any well-formed header on the port of MQTT. */
export const looksLikeMqtt = (bytes: Uint8Array, onPort: boolean): 'yes' | 'more' | 'no' => {
  const header = readHeader(bytes);
  if (header === 'bad') return 'no';
  const first = bytes[0] ?? 0;
  if (header === 'more') return onPort || first === 0x10 ? 'more' : 'no';
  if (first >> 4 === 1) {
    const at = header.headerBytes;
    if (bytes.length < at + 2 + 6) return header.remaining >= 8 && bytes.length < at + header.remaining ? 'more' : 'no';
    const name = textOf(bytes.subarray(at + 2, Math.min(at + 2 + u16(bytes, at), at + 8)));
    return NAMES.includes(name) ? 'yes' : 'no';
  }
  return onPort && header.type !== 'reserved' ? 'yes' : 'no';
};
