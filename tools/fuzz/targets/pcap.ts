import { analyzeCapture, flowEvents, PCAP_ERRORS } from '@chedun/pcap';
import type { EveRecord } from '@chedun/pcap';
import { createFlowCollector } from '@chedun/pcap/netflow';
import { ascii, be, join } from '../../../libs/pcap/testing/bytes.ts';
import { blockOf, pcapOf, sectionBody } from '../../../libs/pcap/testing/captures.ts';
import { clientHello, handshake, record, serverHello } from '../../../libs/pcap/testing/hellos.ts';
import {
  dnsMessage,
  dnsRecord,
  hpackField,
  http2Frame,
  mqttConnect,
  mqttPacket,
  mqttText,
  PREFACE,
  TO_QUESTION,
} from '../../../libs/pcap/testing/messages.ts';
import { conversation, datagram, ENDS } from '../../../libs/pcap/testing/packets.ts';
import { hexBytes, must, wordsOf } from '../target.ts';
import type { Target } from '../target.ts';

const common = { keep: 'libs/pcap/testing/fuzz', codes: Object.keys(PCAP_ERRORS) };

const at = (port: number) => ({ ...ENDS, server: ['198.51.100.7', port] }) as const;

const hello = handshake(1, clientHello({ sni: 'a.example', alpn: ['h2'], groups: [29], signatures: [0x403] }));

/** Conversations of every protocol, well formed. */
const TALKS: readonly (readonly Uint8Array[])[] = [
  conversation([
    ['client', record(22, hello)],
    ['server', record(22, handshake(2, serverHello(0x1301, 0x0304)))],
  ]),
  conversation(
    [
      ['client', mqttConnect()],
      ['server', mqttPacket(0x20, 0, 0)],
      ['client', mqttPacket(0x32, mqttText('t'), 0, 1, ascii('hello'))],
    ],
    at(1883),
  ),
  conversation([
    ['client', ascii('GET /a HTTP/1.1\r\nHost: a.example\r\n\r\n')],
    ['server', ascii('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n')],
  ]),
  conversation([
    ['client', join(PREFACE, http2Frame(1, 5, 1, join(hpackField(':path', '/'), hpackField(':method', 'GET'))))],
    ['server', http2Frame(1, 5, 1, hpackField(':status', '200'))],
  ]),
  conversation([['client', Uint8Array.of(0, 1, 0, 0, 0, 6, 1, 1, 0, 0, 0, 8)]], at(502)),
  [
    datagram(dnsMessage(7, 0x0100, ['a.example', 1]), at(53)),
    datagram(
      dnsMessage(7, 0x8180, ['a.example', 1], [dnsRecord(TO_QUESTION, 1, 60, Uint8Array.of(192, 0, 2, 9))]),
      at(53),
      'back',
    ),
  ],
];

const pcapng = (frames: readonly Uint8Array[]): Uint8Array =>
  join(
    blockOf(0x0a0d0d0a, sectionBody()),
    blockOf(1, Uint8Array.of(1, 0, 0, 0, 0, 0, 4, 0)),
    ...frames.map((frame) => blockOf(3, join(new Uint8Array(Uint32Array.of(frame.length).buffer), frame))),
  );

const set = (id: number, body: Uint8Array): Uint8Array => join(be(id, 2), be(body.length + 4, 2), body);
const pairs = (...numbers: readonly number[]): Uint8Array => join(...numbers.map((number) => be(number, 2)));
const TEMPLATE = pairs(256, 7, 8, 4, 12, 4, 7, 2, 11, 2, 4, 1, 1, 8, 2, 4);
const DATA = join(hexBytes('c0000201 c6336407'), be(4000, 2), be(443, 2), 6, be(1500, 8), be(10, 4));

const v9 = (...sets: readonly Uint8Array[]): Uint8Array =>
  join(be(9, 2), be(sets.length, 2), be(99, 4), be(1_700_000_000, 4), be(7, 4), be(1, 4), ...sets);
const ipfix = (...sets: readonly Uint8Array[]): Uint8Array => {
  const body = join(...sets);
  return join(be(10, 2), be(body.length + 16, 2), be(1_700_000_000, 4), be(7, 4), be(1, 4), body);
};
const v5 = join(
  be(5, 2),
  be(1, 2),
  be(99, 4),
  be(1_700_000_000, 4),
  be(0, 4),
  be(7, 4),
  be(3, 2),
  be(0, 2),
  new Uint8Array(48),
);

/** The length of an IPFIX message says what is there. */
const repairExport = (bytes: Uint8Array): Uint8Array => {
  if (bytes.length < 4 || bytes[1] !== 10) return bytes;
  const whole = Uint8Array.from(bytes);
  whole.set(be(whole.length, 2), 2);
  return whole;
};

const analyse = (bytes: Uint8Array): void => {
  const records: EveRecord[] = [];
  const { frames } = analyzeCapture(bytes, {}, (one) => void records.push(one));
  must(frames <= bytes.length / 8, 'no frame out of nothing');
  must(flowEvents(records).length === records.length, 'every record can be flattened');
};

/** A collector hears the same datagram twice: the second time it knows the templates of the first. */
const collect = (bytes: Uint8Array): void => {
  const collector = createFlowCollector();
  for (let time = 0; time < 2; time += 1)
    must(collector.read(bytes, '192.0.2.1').flows.length <= 4096, 'flows of a datagram are bounded');
};

/** Readers of captures with everything inside them, and of flow exports. */
export const targets: readonly Target[] = [
  {
    ...common,
    name: 'pcap-classic',
    seeds: [...TALKS.map((frames) => pcapOf(frames)), ...TALKS.map((frames) => pcapOf(frames, { linkType: 101 }))],
    words: wordsOf('HTTP/1.1 \r\n GET Host: chunked MQTT PRI'),
    run: analyse,
  },
  { ...common, name: 'pcap-ng', seeds: TALKS.map(pcapng), run: analyse },
  {
    ...common,
    name: 'netflow',
    seeds: [v5, v9(set(0, TEMPLATE), set(256, DATA)), ipfix(set(2, TEMPLATE), set(256, join(DATA, DATA)))],
    words: [TEMPLATE, DATA, pairs(256, 1, 0xffff, 0xffff)],
    repair: repairExport,
    run: collect,
  },
];
