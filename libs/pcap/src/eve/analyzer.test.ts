import { describe, expect, it } from 'vitest';
import { anomaliesOf, bodiesOf, recordsOf } from '../../testing/captures.ts';
import { ascii, join } from '../../testing/bytes.ts';
import { dnsMessage } from '../../testing/messages.ts';
import { conversation, datagram, ENDS, ethernet, ip, tcp } from '../../testing/packets.ts';
import type { EveRecord } from './record.ts';

const flowsOf = (records: readonly EveRecord[]): EveRecord[] =>
  records.filter(({ event_type }) => event_type === 'flow');
const NAT = { ...ENDS, server: ['198.51.100.7', 9999] } as const;

describe('flows', () => {
  it('count both directions and tell the state of the connection', () => {
    const records = recordsOf(conversation([['client', ascii('hello')]], NAT));
    expect(flowsOf(records)).toEqual([
      expect.objectContaining({
        src_ip: '192.0.2.1',
        src_port: 40_000,
        dest_ip: '198.51.100.7',
        dest_port: 9999,
        proto: 'TCP',
        timestamp: '2023-11-14T22:13:20.007000+0000',
        flow: {
          pkts_toserver: 5,
          pkts_toclient: 3,
          bytes_toserver: 5 * 54 + 5,
          bytes_toclient: 3 * 54,
          start: '2023-11-14T22:13:20.000000+0000',
          end: '2023-11-14T22:13:20.007000+0000',
          age: 0,
          state: 'closed',
          reason: 'shutdown',
          alerted: false,
        },
        tcp: expect.objectContaining({
          state: 'closed',
          tcp_flags: '1b',
          tcp_flags_ts: '1b',
          tcp_flags_tc: '13',
          syn: true,
        }),
      }),
    ]);
  });

  it.each([
    ['syn_sent', 'new', 1],
    ['syn_recv', 'new', 2],
    ['established', 'established', 3],
    ['close_wait', 'established', 4],
    ['last_ack', 'closed', 5],
    ['closed', 'closed', 6],
  ])('state %s', (state, flowState, frames) => {
    const [flow] = flowsOf(recordsOf(conversation([], NAT).slice(0, frames)));
    expect(flow).toMatchObject({ flow: { state: flowState }, tcp: { state } });
  });

  it('are reset, and begun anew by a SYN on the same ports', () => {
    const reset = ethernet(ip('198.51.100.7', '192.0.2.1', 6, tcp(9999, 40_000, { seq: 1, flags: 0x14 })));
    const frames = [...conversation([], NAT).slice(0, 3), reset, ...conversation([], NAT).slice(0, 1)];
    expect(flowsOf(recordsOf(frames)).map(({ flow, tcp: state }) => [flow, state])).toEqual([
      [expect.objectContaining({ reason: 'tcp_reuse', state: 'closed' }), expect.objectContaining({ rst: true })],
      [expect.objectContaining({ reason: 'shutdown', state: 'new' }), expect.objectContaining({ state: 'syn_sent' })],
    ]);
  });

  it('end by silence, measured on the time of the capture', () => {
    const frames = [datagram(ascii('a'), NAT), datagram(ascii('b'), NAT)];
    const reasons = (step: number) =>
      flowsOf(recordsOf(frames, {}, { step })).map(({ flow }) => (flow as { reason: string }).reason);
    expect(reasons(30_000_000)).toEqual(['shutdown']);
    expect(reasons(31_000_000)).toEqual(['timeout', 'shutdown']);
  });

  it('are bounded: the one that was silent for longest goes first', () => {
    const frames = Array.from({ length: 10 }, (_, index) =>
      datagram(ascii('x'), { ...NAT, client: ['192.0.2.1', 5000 + index] }),
    );
    const flows = flowsOf(recordsOf(frames, { maxFlows: 4 }));
    expect(flows.map(({ src_port }) => src_port)).toEqual([5000, 5001, 5002, 5003, 5004, 5005, 5006, 5007, 5008, 5009]);
    expect(flows.filter(({ flow }) => (flow as { reason: string }).reason === 'forced')).toHaveLength(6);
  });

  it('grow beyond the first buckets without losing any', () => {
    const frames = Array.from({ length: 5000 }, (_, index) =>
      datagram(ascii('x'), { ...NAT, client: ['192.0.2.1', 1000 + index] }),
    );
    const back = frames.map((_, index) =>
      datagram(ascii('y'), { ...NAT, client: ['192.0.2.1', 1000 + index] }, 'back'),
    );
    const flows = flowsOf(recordsOf([...frames, ...back], {}, { step: 1 }));
    expect(flows).toHaveLength(5000);
    expect(flows.every(({ flow }) => (flow as { pkts_toclient: number }).pkts_toclient === 1)).toBe(true);
  });

  it('of ICMP carry type and code and take the answer for the same flow', () => {
    const echo = (type: number, from: string, to: string) =>
      ethernet(ip(from, to, 1, join(type, 0, new Uint8Array(6))));
    const flows = flowsOf(recordsOf([echo(8, '192.0.2.1', '192.0.2.2'), echo(0, '192.0.2.2', '192.0.2.1')]));
    expect(flows).toEqual([
      expect.objectContaining({
        proto: 'ICMP',
        icmp_type: 8,
        icmp_code: 0,
        flow: expect.objectContaining({ state: 'established' }),
      }),
    ]);
    expect(flows[0]).not.toHaveProperty('src_port');
  });

  it('tell VLANs apart', () => {
    const tag = (id: number) => {
      const plain = datagram(ascii('x'), NAT);
      return join(plain.subarray(0, 12), 0x81, 0, 0, id, plain.subarray(12));
    };
    expect(flowsOf(recordsOf([tag(1), tag(2), tag(1)])).map(({ vlan }) => vlan)).toEqual([[2], [1]]);
  });

  it('between the same address on both sides keep their direction by ports', () => {
    const ends = { client: ['127.0.0.1', 50_000], server: ['127.0.0.1', 7] } as const;
    const [flow] = flowsOf(recordsOf([datagram(ascii('a'), ends), datagram(ascii('b'), ends, 'back')]));
    expect(flow).toMatchObject({ src_port: 50_000, flow: { pkts_toserver: 1, pkts_toclient: 1 } });
  });
});

describe('records', () => {
  const dns = { ...ENDS, server: ['198.51.100.7', 53] } as const;

  it('of an answer that begins a capture turn the flow', () => {
    const records = recordsOf([datagram(dnsMessage(1, 0x8180, ['a.example', 1]), dns, 'back')]);
    expect(records.slice(0, 2)).toMatchObject([
      { event_type: 'dns', src_port: 53, dns: { type: 'response' } },
      { event_type: 'flow', dest_port: 53, src_port: 40_000, app_proto: 'dns' },
    ]);
  });

  it('name the packet that completed them: the acknowledgement of the data', () => {
    const message = dnsMessage(1, 0x0100, ['a.example', 1]);
    const [first] = recordsOf(conversation([['client', join(0, message.length, message)]], dns));
    expect(first).toMatchObject({ event_type: 'dns', pcap_cnt: 5 });
  });

  it('of connections without handshake come unless they are not wanted', () => {
    const frames = conversation([['client', ascii('GET / HTTP/1.1\r\nHost: a\r\n\r\n')]]).slice(3);
    expect(bodiesOf(recordsOf(frames), 'http')).toHaveLength(1);
    expect(bodiesOf(recordsOf(frames, { midstream: false }), 'http')).toHaveLength(0);
  });

  it('say what was counted, and which frames were broken', () => {
    const records = recordsOf([datagram(ascii('x'), NAT), ethernet(Uint8Array.of(0x45, 0))]);
    expect(anomaliesOf(records)).toEqual(['ipv4.header_cut']);
    expect(bodiesOf(records, 'stats')).toEqual([
      expect.objectContaining({
        decoder: expect.objectContaining({ pkts: 2, udp: 1, ipv4: 1, invalid: 1, ethernet: 2 }),
      }),
    ]);
  });

  it('call a connection failed when nothing known fits', () => {
    const records = recordsOf(
      conversation(
        [
          ['client', ascii('zzzz')],
          ['server', ascii('yyyy')],
        ],
        NAT,
      ),
    );
    expect(flowsOf(records)[0]).toMatchObject({ app_proto: 'failed' });
  });
});
