import { isDomainError } from '@chedun/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ascii, join } from '../testing/bytes.ts';
import { blockOf, pcapOf, sectionBody } from '../testing/captures.ts';
import { clientHello, handshake, record, serverHello } from '../testing/hellos.ts';
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
} from '../testing/messages.ts';
import { conversation, datagram, ENDS } from '../testing/packets.ts';
import { analyzeCapture } from './eve/analyze.ts';
import { flowEvents } from './eve/flow-events.ts';
import type { EveRecord } from './eve/record.ts';
import { createFlowCollector } from './netflow/collector.ts';

const dnsEnds = { ...ENDS, server: ['198.51.100.7', 53] } as const;
const dnsAnswer = dnsMessage(7, 0x8180, ['a.example', 1], [dnsRecord(TO_QUESTION, 1, 60, Uint8Array.of(192, 0, 2, 9))]);

/** Frames of every protocol, well formed: mutation starts from them. */
const SEEDS: readonly Uint8Array[] = [
  ...conversation([
    [
      'client',
      record(22, handshake(1, clientHello({ sni: 'a.example', alpn: ['h2'], groups: [29], signatures: [0x403] }))),
    ],
    ['server', record(22, handshake(2, serverHello(0x1301, 0x0304)))],
  ]),
  ...conversation(
    [
      ['client', mqttConnect()],
      ['server', mqttPacket(0x20, 0, 0)],
      ['client', mqttPacket(0x32, mqttText('t'), 0, 1, ascii('hello'))],
      ['server', mqttPacket(0x40, 0, 1)],
    ],
    { ...ENDS, server: ['198.51.100.7', 1883] },
  ),
  ...conversation([
    ['client', ascii('GET /a HTTP/1.1\r\nHost: a.example\r\n\r\n')],
    ['server', ascii('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n')],
  ]),
  ...conversation([
    ['client', join(PREFACE, http2Frame(1, 5, 1, join(hpackField(':path', '/'), hpackField(':method', 'GET'))))],
    ['server', http2Frame(1, 5, 1, hpackField(':status', '200'))],
  ]),
  ...conversation([['client', Uint8Array.of(0, 1, 0, 0, 0, 6, 1, 1, 0, 0, 0, 8)]], {
    ...ENDS,
    server: ['198.51.100.7', 502],
  }),
  datagram(dnsMessage(7, 0x0100, ['a.example', 1]), dnsEnds),
  datagram(dnsAnswer, dnsEnds, 'back'),
];

/** Analyses bytes; whatever is thrown is ours, every record can be written and flattened. */
const survive = (bytes: Uint8Array): EveRecord[] => {
  const records: EveRecord[] = [];
  try {
    const summary = analyzeCapture(bytes, {}, (one) => void records.push(one));
    expect(summary.frames).toBeLessThanOrEqual(bytes.length / 16);
  } catch (error) {
    if (!isDomainError(error, 'pcap.not_a_capture')) throw error;
  }
  expect(JSON.stringify(records).length).toBeGreaterThan(0);
  expect(flowEvents(records)).toHaveLength(records.length);
  return records;
};

const mutation = fc.record({ frame: fc.nat(SEEDS.length - 1), at: fc.nat(2000), value: fc.nat(255) });

describe('foreign bytes', () => {
  it('as a whole capture', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => void survive(bytes)));
  });

  it('behind the header of a capture, in every link type', () => {
    const linkTypes = fc.constantFrom(0, 1, 12, 101, 108, 113, 228, 229, 276, 77);
    fc.assert(
      fc.property(linkTypes, fc.array(fc.uint8Array({ maxLength: 120 }), { maxLength: 8 }), (linkType, frames) => {
        const flowless = survive(pcapOf(frames, { linkType }));
        expect(flowless.at(-1)).toMatchObject({ event_type: 'stats', stats: { decoder: { pkts: frames.length } } });
      }),
    );
  });

  it('as blocks of pcapng', () => {
    const block = fc.tuple(fc.constantFrom(1, 2, 3, 5, 6, 9), fc.uint8Array({ maxLength: 60 }));
    fc.assert(
      fc.property(fc.array(block, { maxLength: 10 }), (blocks) => {
        survive(join(blockOf(0x0a0d0d0a, sectionBody()), ...blocks.map(([type, body]) => blockOf(type, body))));
      }),
    );
  });

  it('as payloads of every known port', () => {
    const port = fc.constantFrom(53, 80, 88, 443, 502, 1883, 5353);
    const side = fc.constantFrom('client' as const, 'server' as const);
    const said = fc.array(fc.tuple(side, fc.uint8Array({ minLength: 1, maxLength: 100 })), { maxLength: 6 });
    fc.assert(
      fc.property(port, said, (number, lines) => {
        const ends = { ...ENDS, server: ['198.51.100.7', number] } as const;
        const records = survive(pcapOf(conversation(lines, ends)));
        expect(records.filter(({ event_type }) => event_type === 'flow')).toHaveLength(1);
      }),
    );
  });

  it('behind the first bytes of every protocol', () => {
    const starts = [
      PREFACE,
      mqttConnect(),
      ascii('POST / HTTP/1.1\r\n'),
      Uint8Array.of(22, 3, 1),
      Uint8Array.of(22, 3, 3, 0, 60, 1, 0, 0, 56),
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...starts),
        fc.array(fc.uint8Array({ maxLength: 90 }), { maxLength: 5 }),
        (start, rest) => {
          survive(pcapOf(conversation([['client', start], ...rest.map((bytes) => ['client', bytes] as const)])));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('as well-formed traffic with bytes changed, frames left out, doubled and out of order', () => {
    const order = fc.array(fc.nat(SEEDS.length - 1), { maxLength: 60 });
    fc.assert(
      fc.property(fc.array(mutation, { maxLength: 12 }), order, (mutations, extra) => {
        const frames = SEEDS.map((frame) => frame.slice());
        for (const { frame, at, value } of mutations) {
          const bytes = frames[frame];
          if (bytes !== undefined) bytes[at % bytes.length] = value;
        }
        survive(pcapOf([...frames, ...extra.flatMap((index) => frames[index] ?? [])]));
      }),
      { numRuns: 300 },
    );
  });

  it('as flow exports', () => {
    const header = fc.constantFrom([0, 5], [0, 9], [0, 10], [0, 7]);
    const collector = createFlowCollector();
    fc.assert(
      fc.property(header, fc.uint8Array({ maxLength: 300 }), (version, rest) => {
        const bytes = join(Uint8Array.from(version), rest);
        if (version[1] === 10 && bytes.length >= 4) bytes.set([bytes.length >> 8, bytes.length & 255], 2);
        try {
          expect(collector.read(bytes, '192.0.2.1').flows.length).toBeLessThanOrEqual(4096);
        } catch (error) {
          if (!isDomainError(error, 'pcap.not_a_flow_export')) throw error;
        }
      }),
      { numRuns: 500 },
    );
    expect(collector.templates()).toBeLessThanOrEqual(512 * 1024);
  });
});
