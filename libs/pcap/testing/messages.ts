import { ascii, be, join, prefixed } from './bytes.ts';

/** A domain name without compression. */
export const dnsName = (text: string): Uint8Array =>
  join(
    ...text
      .split('.')
      .filter((label) => label !== '')
      .map((label) => prefixed(1, ascii(label))),
    0,
  );

/** A resource record. */
export const dnsRecord = (name: Uint8Array, type: number, ttl: number, data: Uint8Array): Uint8Array =>
  join(name, be(type, 2), be(1, 2), be(ttl, 4), prefixed(2, data));

/** A message with one question and answers. */
export const dnsMessage = (
  id: number,
  flags: number,
  question: readonly [string, number],
  answers: readonly Uint8Array[] = [],
): Uint8Array =>
  join(
    be(id, 2),
    be(flags, 2),
    be(1, 2),
    be(answers.length, 2),
    be(0, 4),
    dnsName(question[0]),
    be(question[1], 2),
    be(1, 2),
    ...answers,
  );

/** Compression pointer to the question's name. */
export const TO_QUESTION = Uint8Array.of(0xc0, 12);

/** Text behind a length of two, as MQTT writes it. */
export const mqttText = (text: string): Uint8Array => prefixed(2, ascii(text));

/** An MQTT packet of fewer than 16,384 bytes. */
export const mqttPacket = (first: number, ...parts: readonly (Uint8Array | number)[]): Uint8Array => {
  const body = join(...parts);
  const length =
    body.length < 128 ? Uint8Array.of(body.length) : Uint8Array.of((body.length & 127) | 128, body.length >> 7);
  return join(first, length, body);
};

/** A CONNECT of MQTT 3.1.1 (or of `version`) with user and password. */
export const mqttConnect = (version = 4): Uint8Array =>
  mqttPacket(
    0x10,
    mqttText(version === 3 ? 'MQIsdp' : 'MQTT'),
    version,
    0xc2,
    be(60, 2),
    ...(version === 5 ? [Uint8Array.of(5, 17), be(30, 4)] : []),
    mqttText('tbox-1'),
    mqttText('user'),
    mqttText('pass'),
  );

/** A frame of HTTP/2. */
export const http2Frame = (type: number, flags: number, stream: number, body: Uint8Array): Uint8Array =>
  join(be(body.length, 3), type, flags, be(stream, 4), body);

/** What a client of HTTP/2 sends first. */
export const PREFACE = ascii('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');

/** A literal field of HPACK that is not kept. */
export const hpackField = (name: string, value: string): Uint8Array =>
  join(0, prefixed(1, ascii(name)), prefixed(1, ascii(value)));
