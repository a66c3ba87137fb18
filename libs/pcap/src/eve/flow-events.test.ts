import { describe, expect, it } from 'vitest';
import { flowEvents } from './flow-events.ts';

const base = { timestamp: '2023-11-14T22:13:20.000000+0000', event_type: 'flow', src_ip: '192.0.2.1' };

describe('flowEvents', () => {
  it('flattens a flow record under one prefix', () => {
    expect(flowEvents([{ ...base, flow: { pkts_toserver: 3, alerted: false }, tcp: { state: 'closed' } }])).toEqual([
      {
        'flow.timestamp': base.timestamp,
        'flow.event_type': 'flow',
        'flow.src_ip': '192.0.2.1',
        'flow.pkts_toserver': 3,
        'flow.alerted': false,
        'flow.tcp.state': 'closed',
      },
    ]);
  });

  it('joins plain lists and numbers the entries of others', () => {
    const dns = { queries: [{ rrname: 'a.example' }], grouped: { A: ['192.0.2.1', '192.0.2.2'] }, none: [] };
    expect(flowEvents([{ ...base, dns }])[0]).toMatchObject({
      'flow.dns.queries.0.rrname': 'a.example',
      'flow.dns.grouped.A': '192.0.2.1,192.0.2.2',
    });
  });

  it('bounds fields, depth, lists and texts', () => {
    const wide = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`f${index}`, index]));
    expect(Object.keys(flowEvents([{ ...base, wide }])[0] ?? {})).toHaveLength(256);
    const list = Array.from({ length: 40 }, () => ({ a: 1 }));
    expect(Object.keys(flowEvents([{ ...base, list }])[0] ?? {})).toHaveLength(3 + 16);
    expect(String(flowEvents([{ ...base, text: 'x'.repeat(9000) }])[0]?.['flow.text'])).toHaveLength(4096);
    const deep = { a: { b: { c: { d: { e: { f: { g: 1 } } } } } } };
    expect(Object.keys(flowEvents([{ ...base, deep }])[0] ?? {})).toHaveLength(3);
  });
});
