import type { Box, Passage } from '@chedun/firewall';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstOf, isOwn, readAddress, readNetwork, zoneFinder } from './address.ts';
import { openingsOf, spansOf } from './compare.ts';
import { judgeFlows, type Conversation, type Permit } from './judge.ts';
import { allows, protocolOf, readPorts } from './ports.ts';
import { readZoneRows } from './read-zones.ts';

describe('addresses and networks', () => {
  it('reads both families, and IPv4 within IPv6 as IPv4', () => {
    expect(readAddress('10.0.0.1')).toEqual({ family: 4, value: 167_772_161n });
    expect(readAddress('::ffff:10.0.0.1')).toEqual({ family: 4, value: 167_772_161n });
    expect(readAddress('fd00::1')).toEqual({ family: 6, value: (0xfd00n << 112n) + 1n });
    expect(readAddress('::')).toEqual({ family: 6, value: 0n });
    expect(readAddress('fe80::1%eth0')).toEqual({ family: 6, value: (0xfe80n << 112n) + 1n });
  });

  it.each(['', '10.0.0', '10.0.0.256', 'host', ':::', '1.2.3.4.5'])('refuses %j as an address', (text) => {
    expect(readAddress(text)).toBeUndefined();
  });

  it.each(['10.0.0.1/8', '10.0.0.0/33', '10.0.0.0/', '10.0.0.0/8/8', 'fd00::1/8', '10.0.0.0/-1'])(
    'refuses %j as a network',
    (text) => {
      expect(readNetwork(text)).toBeUndefined();
    },
  );

  it('never throws, and a network has its own addresses', () => {
    fc.assert(fc.property(fc.string(), (text) => void readNetwork(text)));
    fc.assert(
      fc.property(fc.ipV4(), fc.integer({ min: 0, max: 32 }), (text, bits) => {
        const address = readAddress(text);
        if (address === undefined) throw new Error(text);
        const first = firstOf(address, bits);
        expect(first <= address.value && address.value < first + 2n ** BigInt(32 - bits)).toBe(true);
      }),
    );
    fc.assert(fc.property(fc.ipV6(), (text) => readAddress(text) !== undefined));
  });

  it('knows own networks', () => {
    const own = (text: string) => {
      const address = readAddress(text);
      return address !== undefined && isOwn(address);
    };
    expect(['10.1.1.1', '172.31.0.1', '100.64.0.1', 'fd00::1'].map(own)).toEqual([true, true, true, true]);
    expect(['172.32.0.1', '8.8.8.8', '2001:db8::1'].map(own)).toEqual([false, false, false]);
  });

  it('finds the zone of the longest prefix', () => {
    const find = zoneFinder([
      { id: 'all', cidrs: ['0.0.0.0/0', '::/0'] },
      { id: 'office', cidrs: ['10.8.0.0/16'] },
      { id: 'admin', cidrs: ['10.8.200.0/24', 'fd00:8::/32'] },
      { id: 'one', cidrs: ['10.8.200.1'] },
    ]);
    expect(['1.1.1.1', '10.8.1.1', '10.8.200.9', '10.8.200.1', 'fd00:8::9', 'fd01::1', 'x'].map(find)).toEqual([
      'all',
      'office',
      'admin',
      'one',
      'admin',
      'all',
      undefined,
    ]);
  });
});

describe('ports and protocols', () => {
  it('reads lists and ranges, and nothing else', () => {
    expect(readPorts('443, 8000-8100', 'tcp')).toEqual([
      { lo: 443, hi: 443 },
      { lo: 8000, hi: 8100 },
    ]);
    expect(readPorts('', 'icmp')).toEqual([{ lo: 0, hi: 65_535 }]);
    for (const text of ['0', '65536', '9-8', 'https', '1,,2', '-1', '1-2-3'])
      expect(readPorts(text, 'tcp')).toBeUndefined();
    expect(readPorts('443', 'any')).toBeUndefined();
    fc.assert(fc.property(fc.string(), (text) => void readPorts(text, 'udp')));
  });

  it('judges by protocol and port; a protocol that is not told by port alone', () => {
    const permission = { protocol: 'tcp' as const, ranges: [{ lo: 440, hi: 450 }] };
    expect(allows(permission, { protocol: 'tcp', port: 443 })).toBe(true);
    expect(allows(permission, { protocol: 'udp', port: 443 })).toBe(false);
    expect(allows(permission, { protocol: 'unknown', port: 443 })).toBe(true);
    expect(allows(permission, { protocol: 'unknown', port: 451 })).toBe(false);
    expect(['6', 'TCP', 'tcp6', 'https', ''].map(protocolOf)).toEqual(['tcp', 'tcp', 'tcp', 'unknown', 'unknown']);
  });
});

const ZONES = [
  { id: 'a', name: 'A', cidrs: ['10.1.0.0/16'] },
  { id: 'b', name: 'B', cidrs: ['10.2.0.0/16'] },
  { id: 'b1', name: 'B1', cidrs: ['10.2.1.0/24'] },
];
const spoke = (change: Partial<Conversation>): Conversation => ({
  client: '10.1.0.1',
  server: '10.2.0.1',
  protocol: 'tcp',
  port: 443,
  records: 1,
  blocked: 0,
  bytes: null,
  firstSeen: 1,
  lastSeen: 2,
  source: 'logs',
  event: null,
  ...change,
});
const permit = (change: Partial<Permit> = {}): Permit => ({
  from: 'a',
  to: 'b',
  protocol: 'tcp',
  ports: '443',
  isInForce: true,
  ...change,
});

describe('judging flows', () => {
  const statusOf = (conversations: readonly Conversation[], permits: readonly Permit[]) =>
    judgeFlows(ZONES, permits, conversations).flows.map(({ status }) => status);

  it('tells the six cases apart', () => {
    expect(statusOf([spoke({})], [permit()])).toEqual(['allowed']);
    expect(statusOf([spoke({})], [permit({ from: 'b', to: 'a' })])).toEqual(['violating']);
    expect(statusOf([spoke({})], [permit({ isInForce: false })])).toEqual(['ended']);
    expect(statusOf([spoke({})], [permit({ isInForce: false }), permit({ ports: '' })])).toEqual(['allowed']);
    expect(statusOf([spoke({ blocked: 1 })], [])).toEqual(['blocked']);
    expect(statusOf([spoke({ blocked: 1 }), spoke({ client: '10.1.0.2' })], [])).toEqual(['violating']);
    expect(statusOf([spoke({ server: '10.1.9.9' })], [])).toEqual(['inside']);
    expect(statusOf([spoke({ server: '10.3.0.1' })], [])).toEqual(['unzoned']);
  });

  it('loses no record, whatever is folded together', () => {
    const conversation = fc
      .record({ client: fc.nat(3), server: fc.nat(3), port: fc.integer({ min: 1, max: 80 }), records: fc.nat(9) })
      .map(({ client, server, ...rest }) => spoke({ ...rest, client: `10.${client}.0.1`, server: `10.${server}.1.1` }));
    fc.assert(
      fc.property(fc.array(conversation, { maxLength: 300 }), (all) => {
        const { flows } = judgeFlows(ZONES, [permit({ ports: '1-40' })], all);
        const sum = (of: readonly { readonly records: number }[]) =>
          of.reduce((total, { records }) => total + records, 0);
        expect(sum(flows)).toBe(sum(all));
        expect(new Set(flows.map(({ id }) => id)).size).toBe(flows.length);
      }),
    );
  });
});

describe('comparing with firewalls', () => {
  const dotted = (text: string): number => Number(readAddress(text)?.value ?? 0n);
  const ALL = { lo: 0, hi: 2 ** 32 - 1 };
  const passage = (source: Box[0], destination: Box[1], from: string[] = [], to: string[] = []): Passage => ({
    list: 'l',
    rule: {
      line: 3,
      list: 'l',
      name: '1',
      action: 'allow',
      from,
      to,
      sources: [source],
      destinations: [destination],
      services: [],
      isConditional: false,
      isPartial: false,
      isDisabled: false,
      expiresOn: null,
      hits: null,
      comment: '',
      text: 'rule',
    },
    boxes: [[source, destination, { lo: 6, hi: 6 }, { lo: 0, hi: 65_535 }, { lo: 443, hi: 443 }]],
  });
  const spans = spansOf(ZONES);
  const pairs = (given: Passage, permits: readonly Permit[] = []) =>
    openingsOf(
      given,
      spans,
      Map.groupBy(permits, ({ from, to }) => `${from} ${to}`),
    ).openings.map(({ from, to, services }) => `${from}>${to} ${services}`);

  it('takes addresses of longer prefixes out of a zone', () => {
    expect(spans[1]?.ranges).toEqual([
      { lo: dotted('10.2.0.0'), hi: dotted('10.2.0.255') },
      { lo: dotted('10.2.2.0'), hi: dotted('10.2.255.255') },
    ]);
  });

  it('names each pair that is opened and not allowed', () => {
    const source = { lo: dotted('10.1.0.0'), hi: dotted('10.1.255.255') };
    const destination = { lo: dotted('10.2.0.0'), hi: dotted('10.2.255.255') };
    expect(pairs(passage(source, destination))).toEqual(['a>b TCP 443', 'a>b1 TCP 443']);
    expect(pairs(passage(source, destination), [permit()])).toEqual(['a>b1 TCP 443']);
    expect(pairs(passage(source, destination), [permit(), permit({ to: 'b1', protocol: 'any', ports: '' })])).toEqual(
      [],
    );
    expect(pairs(passage(source, destination), [permit({ isInForce: false })])).toHaveLength(2);
  });

  it('compares rules that only name places where these are zones', () => {
    expect(pairs(passage(ALL, ALL, ['a'], ['B']))).toEqual(['a>b TCP 443']);
    expect(openingsOf(passage(ALL, ALL, ['trust'], ['dmz']), spans, new Map()).uncompared).toBe(true);
    expect(pairs(passage(ALL, ALL))).toHaveLength(6);
  });
});

describe('a table of zones', () => {
  it('keeps every row: taken or refused', () => {
    const cell = fc.oneof(fc.string({ maxLength: 80 }), fc.constantFrom('办公', '10.1.0.0/16', '名'));
    fc.assert(
      fc.property(fc.array(fc.array(cell, { maxLength: 5 }), { maxLength: 30 }), (table) => {
        const rows = [['名称', '类型', '网段', '说明', '责任人'], ...table].map((cells, at) => ({
          row: at + 1,
          cells,
        }));
        const { taken, refused, rows: count } = readZoneRows(rows);
        expect(taken.length + refused.length).toBe(count);
      }),
    );
  });
});
