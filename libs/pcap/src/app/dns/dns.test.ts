import { describe, expect, it } from 'vitest';
import { anomaliesOf, bodiesOf, recordsOf } from '../../../testing/captures.ts';
import { ascii, be, fromHex, join, prefixed } from '../../../testing/bytes.ts';
import { dnsMessage, dnsName, dnsRecord, TO_QUESTION } from '../../../testing/messages.ts';
import { conversation, datagram, ENDS } from '../../../testing/packets.ts';
import { looksLikeDns, readDns } from './message.ts';
import { isPlausibleName, MAX_NAME, readName } from './name.ts';
import { codeName, typeName } from './types.ts';

const DNS = { ...ENDS, server: ['198.51.100.7', 53] } as const;

describe('names', () => {
  it('follow compression and go on behind the pointer', () => {
    const bytes = join(dnsName('b.example'), prefixed(1, ascii('a')), 0xc0, 0, 99);
    expect(readName(bytes, 11)).toEqual({ text: 'a.b.example', truncated: false, next: 15 });
  });

  it.each([
    ['a pointer to itself', Uint8Array.of(0xc0, 0)],
    ['a label over the end', Uint8Array.of(5, 97)],
    ['an unknown label type', Uint8Array.of(0x80, 0)],
    ['no end', Uint8Array.of(1, 97)],
    ['half a pointer', Uint8Array.of(0xc0)],
  ])('that are broken give nothing: %s', (_name, bytes) => {
    expect(readName(bytes, 0)).toBeUndefined();
  });

  it('that are too long are cut and marked, and reading goes on behind them', () => {
    const label = prefixed(1, new Uint8Array(60).fill(97));
    const name = readName(join(...Array.from({ length: 30 }, () => label), 0, 1, 2), 0);
    expect(name).toMatchObject({ truncated: true, next: 30 * 61 + 1 });
    expect(name?.text).toHaveLength(MAX_NAME);
    expect(readName(join(...Array.from({ length: 30 }, () => label)), 0)).toBeUndefined();
  });

  it('that have not arrived yet are plausible in long messages only', () => {
    const long = join(...Array.from({ length: 20 }, () => prefixed(1, new Uint8Array(60).fill(97))));
    expect(isPlausibleName(long, 0)).toBe(true);
    expect(isPlausibleName(Uint8Array.of(9, 97), 0)).toBe(false);
    expect(isPlausibleName(Uint8Array.of(0x7f, 97, 0), 0)).toBe(false);
  });

  it('show foreign bytes as UTF-8 or escaped', () => {
    expect(readName(join(prefixed(1, new Uint8Array(Buffer.from('车'))), 0), 0)?.text).toBe('车');
    expect(readName(join(prefixed(1, Uint8Array.of(0xff, 97)), 0), 0)?.text).toBe(String.raw`\xffa`);
  });
});

describe('records', () => {
  const answerOf = (type: number, data: Uint8Array): unknown =>
    readDns(dnsMessage(1, 0x8180, ['a.example', type], [dnsRecord(TO_QUESTION, type, 60, data)]))?.answers[0];
  const name = dnsName('b.example');

  it.each([
    ['A', 1, Uint8Array.of(192, 0, 2, 9), { rdata: '192.0.2.9' }],
    ['AAAA', 28, fromHex('20010db8000000000000000000000001'), { rdata: '2001:0db8:0000:0000:0000:0000:0000:0001' }],
    ['CNAME', 5, name, { rdata: 'b.example' }],
    ['NS', 2, name, { rdata: 'b.example' }],
    ['PTR', 12, name, { rdata: 'b.example' }],
    ['MX', 15, join(0, 10, name), { rdata: 'b.example' }],
    ['TXT', 16, join(prefixed(1, ascii('one ')), prefixed(1, ascii('two'))), { rdata: 'one two' }],
    ['NULL', 10, Uint8Array.of(86, 3, 0xc5), { rdata: `V\u0003${String.raw`\xc5`}` }],
    [
      'SRV',
      33,
      join(be(1, 2), be(2, 2), be(8883, 2), name),
      { srv: { priority: 1, weight: 2, port: 8883, name: 'b.example' } },
    ],
    ['SSHFP', 44, Uint8Array.of(1, 2, 0xab, 0xcd), { sshfp: { algo: 1, type: 2, fingerprint: 'ab:cd' } }],
    [
      'CAA',
      257,
      join(0, prefixed(1, ascii('issue')), ascii('ca.example')),
      { caa: { flags: 0, tag: 'issue', value: 'ca.example' } },
    ],
    ['OPT', 41, join(be(10, 2), prefixed(2, Uint8Array.of(1, 2))), { opt: [{ code: 10, data: '0102' }] }],
    ['HTTPS', 65, Uint8Array.of(0, 1, 0), { rdata_hex: '000100' }],
    [
      'SOA',
      6,
      join(name, name, be(1, 4), be(2, 4), be(3, 4), be(4, 4), be(5, 4)),
      {
        soa: { mname: 'b.example', rname: 'b.example', serial: 1, refresh: 2, retry: 3, expire: 4, minimum: 5 },
      },
    ],
  ])('of type %s', (rrtype, type, data, values) => {
    expect(answerOf(type, data)).toEqual({ rrname: 'a.example', rrtype, ttl: 60, ...values });
  });

  it.each([1, 28, 6, 33, 44, 257])('of type %d whose data is too short have no values', (type) => {
    expect(answerOf(type, Uint8Array.of(1))).not.toHaveProperty('rdata');
  });

  it('have names and codes, numbers where there is none', () => {
    expect([typeName(1), typeName(65_280), codeName(3), codeName(15)]).toEqual(['A', '65280', 'NXDOMAIN', '15']);
  });
});

describe('messages', () => {
  const good = dnsMessage(1, 0x8180, ['a.example', 1], [dnsRecord(TO_QUESTION, 1, 60, Uint8Array.of(192, 0, 2, 9))]);

  it('keep what was read before a section breaks off, and say which', () => {
    const more = good.slice();
    more[11] = 1;
    expect(readDns(more)).toMatchObject({ broken: 'additionals', trailing: 0, answers: [{ rdata: '192.0.2.9' }] });
    expect(readDns(good.subarray(0, good.length - 1))).toMatchObject({ broken: 'answers', answers: [] });
  });

  it('report bytes behind the last record', () => {
    expect(readDns(join(good, 1, 2, 3))?.trailing).toBe(3);
  });

  it('without a readable question give nothing', () => {
    expect(readDns(good.subarray(0, 16))).toBeUndefined();
    expect(readDns(new Uint8Array(11))).toBeUndefined();
  });

  it('do not unfold without end', () => {
    const long = join(...Array.from({ length: 16 }, () => prefixed(1, new Uint8Array(63).fill(97))), 0);
    const questions = Array.from({ length: 4000 }, () => join(TO_QUESTION, be(1, 2), be(1, 2)));
    const bomb = join(be(1, 2), be(0x0100, 2), be(4001, 2), be(0, 6), long, be(1, 2), be(1, 2), ...questions);
    expect(readDns(bomb)).toBeUndefined();
  });

  it('are recognised by operation, counts and first name', () => {
    expect(looksLikeDns(good)).toBe(true);
    expect(looksLikeDns(dnsMessage(1, 0x7800, ['a', 1]))).toBe(false);
    expect(looksLikeDns(new Uint8Array(12))).toBe(false);
  });
});

describe('dns records', () => {
  const question = dnsMessage(7, 0x0140, ['a.example', 1]);
  const answer = dnsMessage(
    7,
    0x8183,
    ['a.example', 1],
    [
      dnsRecord(TO_QUESTION, 5, 9, dnsName('b.example')),
      dnsRecord(dnsName('b.example'), 1, 9, Uint8Array.of(192, 0, 2, 9)),
    ],
  );
  const frames = [datagram(question, DNS), datagram(answer, DNS, 'back')];

  it('in their third form are one a message, from the side of its sender', () => {
    const records = recordsOf(frames);
    expect(anomaliesOf(records)).toEqual(['z_flag_set']);
    expect(records.filter(({ event_type }) => event_type === 'dns')).toMatchObject([
      {
        src_port: 40_000,
        pcap_cnt: 1,
        dns: {
          type: 'request',
          tx_id: 0,
          id: 7,
          flags: '140',
          z: true,
          queries: [{ rrname: 'a.example', rrtype: 'A' }],
        },
      },
      {
        src_port: 53,
        pcap_cnt: 2,
        dns: {
          version: 3,
          type: 'response',
          qr: true,
          rd: true,
          ra: true,
          rcode: 'NXDOMAIN',
          grouped: { CNAME: ['b.example'], A: ['192.0.2.9'] },
        },
      },
    ]);
  });

  it('in their second form are queries and answers from the side of the client', () => {
    const records = recordsOf(frames, { dnsVersion: 2 }).filter(({ event_type }) => event_type === 'dns');
    expect(records).toMatchObject([
      { src_port: 40_000, dns: { type: 'query', rrname: 'a.example', rrtype: 'A', tx_id: 0, z: true } },
      { src_port: 40_000, dns: { version: 2, type: 'answer', rrname: 'a.example', rcode: 'NXDOMAIN', flags: '8183' } },
    ]);
  });

  it('come over TCP however the stream is cut, on ports that were named too', () => {
    const stream = join(prefixed(2, question), prefixed(2, question));
    const said = [...stream].map((byte) => ['client', Uint8Array.of(byte)] as const);
    const ends = { ...ENDS, server: ['198.51.100.7', 1053] } as const;
    expect(bodiesOf(recordsOf(conversation(said, ends), { dnsPorts: [1053] }), 'dns')).toHaveLength(2);
    expect(bodiesOf(recordsOf(conversation(said, ends)), 'dns')).toHaveLength(0);
  });

  it('are left out for junk, which is an anomaly once the flow is DNS', () => {
    const junk = datagram(ascii('not a message'), DNS);
    const records = recordsOf([junk, ...frames, junk]);
    expect(bodiesOf(records, 'dns')).toHaveLength(2);
    expect(anomaliesOf(records)).toEqual(['z_flag_set', 'malformed_data']);
  });
});
