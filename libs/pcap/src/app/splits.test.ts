import { describe, expect, it } from 'vitest';
import { ascii, be, fromHex, join } from '../../testing/bytes.ts';
import { recordsOf } from '../../testing/captures.ts';
import { clientHello, handshake, record, serverHello } from '../../testing/hellos.ts';
import {
  dnsMessage,
  hpackField,
  http2Frame,
  mqttConnect,
  mqttPacket,
  mqttText,
  PREFACE,
} from '../../testing/messages.ts';
import { ENDS, ethernet, ip, tcp } from '../../testing/packets.ts';

interface Dialogue {
  readonly port: number;
  readonly request: Uint8Array;
  readonly response: Uint8Array;
}

const query = dnsMessage(7, 0x0100, ['a.example', 1]);
const answer = dnsMessage(7, 0x8180, ['a.example', 1]);

const DIALOGUES: Readonly<Record<string, Dialogue>> = {
  http: {
    port: 80,
    request: ascii('POST /a?b=c HTTP/1.1\r\nHost: a.example:8080\r\nContent-Length: 3\r\n\r\nxyz'),
    response: ascii('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n'),
  },
  http2: {
    port: 80,
    request: join(
      PREFACE,
      http2Frame(4, 0, 0, join(be(3, 2), be(100, 4))),
      http2Frame(1, 4, 1, join(hpackField(':path', '/x'), hpackField(':method', 'POST'))),
      http2Frame(0, 1, 1, ascii('body')),
    ),
    response: join(http2Frame(4, 1, 0, new Uint8Array(0)), http2Frame(1, 5, 1, hpackField(':status', '200'))),
  },
  mqtt: {
    port: 1883,
    request: join(mqttConnect(), mqttPacket(0x32, mqttText('t/1'), 0, 9, ascii('hello')), mqttPacket(0xe0)),
    response: join(mqttPacket(0x20, 0, 0), mqttPacket(0x40, 0, 9)),
  },
  tls: {
    port: 443,
    request: record(22, handshake(1, clientHello({ sni: 'a.example', alpn: ['h2'], groups: [29] }))),
    response: join(record(22, handshake(2, serverHello(0x1301, 0x0304))), record(20, Uint8Array.of(1))),
  },
  dns: { port: 53, request: join(be(query.length, 2), query), response: join(be(answer.length, 2), answer) },
  modbus: { port: 502, request: fromHex('000100000006010300000002'), response: fromHex('00010000000701030400010002') },
};

const SERVER_START = 0xffff_fff0;
const CLIENT_START = 1000;

/** A connection whose client sends `parts` (places in the request) and whose server then sends the response in halves. */
const framesOf = (
  { port, request, response }: Dialogue,
  parts: readonly (readonly [number, number])[],
  half: number,
) => {
  const [client, server] = [ENDS.client, ['198.51.100.7', port] as const];
  const sent = (flags: number, at: number, ack: number, payload?: Uint8Array): Uint8Array =>
    ethernet(
      ip(
        client[0],
        server[0],
        6,
        tcp(client[1], port, { seq: CLIENT_START + at, ack: SERVER_START + ack, flags }, payload),
      ),
    );
  const got = (flags: number, at: number, ack: number, payload?: Uint8Array): Uint8Array =>
    ethernet(
      ip(
        server[0],
        client[0],
        6,
        tcp(port, client[1], { seq: SERVER_START + at, ack: CLIENT_START + ack, flags }, payload),
      ),
    );
  return [
    sent(TCP_SYN, 0, 0),
    got(TCP_SYN | TCP_ACK, 0, 1),
    sent(TCP_ACK, 1, 1),
    ...parts.map(([from, to]) => sent(TCP_ACK, 1 + from, 1, request.subarray(from, to))),
    got(TCP_ACK, 1, 1 + request.length),
    got(TCP_ACK, 1, 1 + request.length, response.subarray(0, half)),
    got(TCP_ACK, 1 + half, 1 + request.length, response.subarray(half)),
    sent(TCP_ACK, 1 + request.length, 1 + response.length),
  ];
};
const TCP_SYN = 2;
const TCP_ACK = 16;

/** What was found, without when and how many packets it took. */
const found = (frames: readonly Uint8Array[]): unknown[] =>
  recordsOf(frames)
    .filter(({ event_type }) => event_type !== 'flow' && event_type !== 'stats')
    .map(({ timestamp: _time, pcap_cnt: _count, ...rest }) => rest);

describe.each(Object.entries(DIALOGUES))('%s', (name, dialogue) => {
  const { request, response } = dialogue;
  const whole = found(framesOf(dialogue, [[0, request.length]], response.length));
  const everyCut = Array.from({ length: request.length - 1 }, (_, index) => index + 1);

  it('is recognised', () => {
    expect(
      new Set(whole.map((one) => (one as { event_type: string }).event_type)).has(name === 'http2' ? 'http' : name),
    ).toBe(true);
  });

  it('gives the same records wherever the request is cut', () => {
    for (const at of everyCut) {
      const frames = framesOf(
        dialogue,
        [
          [0, at],
          [at, request.length],
        ],
        Math.min(at, response.length),
      );
      expect(found(frames), `cut at ${at}`).toEqual(whole);
    }
  });

  it('gives the same records when the second part overtakes the first or repeats bytes of it', () => {
    for (const at of everyCut) {
      const swapped = framesOf(
        dialogue,
        [
          [at, request.length],
          [0, at],
        ],
        1,
      );
      expect(found(swapped), `swapped at ${at}`).toEqual(whole);
      const from = Math.max(0, at - 3);
      const overlapping = framesOf(
        dialogue,
        [
          [0, at],
          [from, request.length],
          [from, at],
        ],
        1,
      );
      expect(found(overlapping), `overlapping at ${at}`).toEqual(whole);
    }
  });

  it('gives the same records byte by byte', () => {
    const single = Array.from(request, (_, index) => [index, index + 1] as const);
    expect(found(framesOf(dialogue, single, 1))).toEqual(whole);
  });
});
