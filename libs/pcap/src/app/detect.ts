import type { Direction } from '../flow/direction.ts';
import { looksLikeDns } from './dns/message.ts';
import type { AppProto } from './host.ts';
import { looksLikeMqtt } from './mqtt/packet.ts';
import { u16, u32 } from './text.ts';

/** What the first bytes of one direction say: a protocol, not enough bytes, or nothing known. */
export type Guess = AppProto | 'more' | 'unknown';

const METHODS = [
  'GET ',
  'POST ',
  'PUT ',
  'HEAD ',
  'DELETE ',
  'OPTIONS ',
  'CONNECT ',
  'PATCH ',
  'TRACE ',
  'PROPFIND ',
  'HTTP/1.',
] as const;
const PREFACE = 'PRI * HTTP/2.0';
const MODBUS_PORT = 502;
const KERBEROS_PORT = 88;
const MQTT_PORT = 1883;
const DNS_PORT = 53;

/** 'yes' when the bytes start with `text`, 'more' when they may, 'no' otherwise. */
const startsWith = (bytes: Uint8Array, text: string): 'yes' | 'more' | 'no' => {
  const size = Math.min(bytes.length, text.length);
  for (let at = 0; at < size; at += 1) if (bytes[at] !== text.codePointAt(at)) return 'no';
  return size === text.length ? 'yes' : 'more';
};

const guessText = (bytes: Uint8Array): Guess => {
  const first = bytes[0] ?? 0;
  if (first < 0x41 || first > 0x5a) return 'unknown';
  const preface = startsWith(bytes, PREFACE);
  if (preface === 'yes') return 'http2';
  if (preface === 'more') return 'more';
  for (const method of METHODS) {
    const found = startsWith(bytes, method);
    if (found === 'yes') return 'http';
    if (found === 'more') return 'more';
  }
  return 'unknown';
};

const guessTls = (bytes: Uint8Array): Guess => {
  if (bytes[0] !== 0x16) return 'unknown';
  if (bytes.length < 3) return 'more';
  return bytes[1] === 3 && (bytes[2] ?? 9) <= 4 ? 'tls' : 'unknown';
};

/** Ports of a flow, the server's first. */
export interface Ports {
  readonly server: number;
  readonly client: number;
}

const isPort = (ports: Ports, port: number): boolean => ports.server === port || ports.client === port;

const isDnsPort = (ports: Ports, more: readonly number[]): boolean =>
  isPort(ports, DNS_PORT) || more.some((port) => isPort(ports, port));

const guessByPort = (bytes: Uint8Array, ports: Ports, dnsPorts: readonly number[]): Guess => {
  if (isDnsPort(ports, dnsPorts)) {
    if (bytes.length < 14) return 'more';
    return u16(bytes, 0) >= 12 && looksLikeDns(bytes.subarray(2)) ? 'dns' : 'unknown';
  }
  if (isPort(ports, MODBUS_PORT)) {
    if (bytes.length < 8) return 'more';
    return u16(bytes, 2) === 0 && u16(bytes, 4) >= 2 && u16(bytes, 4) <= 260 ? 'modbus' : 'unknown';
  }
  if (isPort(ports, KERBEROS_PORT)) {
    if (bytes.length < 5) return 'more';
    return u32(bytes, 0) <= 65_535 && ((bytes[4] ?? 0) & 0xe0) === 0x60 ? 'krb5' : 'unknown';
  }
  return 'unknown';
};

/**
 * Guesses the protocol of a TCP connection from the first bytes of one direction. Most protocols are known by their
 * first bytes on any port; DNS, Modbus and Kerberos only on their ports.
 */
export const guessTcp = (bytes: Uint8Array, ports: Ports, dnsPorts: readonly number[]): Guess => {
  const text = guessText(bytes);
  if (text !== 'unknown') return text;
  const tls = guessTls(bytes);
  if (tls !== 'unknown') return tls;
  const mqtt = looksLikeMqtt(bytes, isPort(ports, MQTT_PORT));
  if (mqtt !== 'no') return mqtt === 'yes' ? 'mqtt' : 'more';
  return guessByPort(bytes, ports, dnsPorts);
};

/** QUIC long header with the fixed bit and a version that is not 0 (RFC 9000, 17.2). */
const looksLikeQuic = (bytes: Uint8Array): boolean =>
  bytes.length >= 1200 && ((bytes[0] ?? 0) & 0xc0) === 0xc0 && u32(bytes, 1) !== 0 && (bytes[5] ?? 99) <= 20;

/** Guesses the protocol of one UDP payload. */
export const guessUdp = (bytes: Uint8Array, ports: Ports, dnsPorts: readonly number[]): Guess => {
  if (isDnsPort(ports, dnsPorts)) return looksLikeDns(bytes) ? 'dns' : 'unknown';
  if (isPort(ports, KERBEROS_PORT)) return ((bytes[0] ?? 0) & 0xe0) === 0x60 ? 'krb5' : 'unknown';
  return looksLikeQuic(bytes) ? 'quic' : 'unknown';
};

const SERVICE_PORTS = [MODBUS_PORT, KERBEROS_PORT, MQTT_PORT];

/**
 * True when the first bytes that were seen come from the server: by what they are (DNS, HTTP), or because they come from
 * the port of the service. `ports` are given for TCP only.
 */
export const isAnswer = (proto: AppProto, bytes: Uint8Array, direction: Direction, ports?: Ports): boolean => {
  if (direction === 1) return false;
  if (proto === 'dns') return ((bytes[ports === undefined ? 2 : 4] ?? 0) & 0x80) !== 0;
  if (proto === 'http') return startsWith(bytes, 'HTTP/1.') === 'yes';
  if (ports === undefined) return false;
  return SERVICE_PORTS.includes(ports.client) && !SERVICE_PORTS.includes(ports.server);
};
