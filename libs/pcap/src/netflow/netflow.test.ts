import { isDomainError } from '@chedun/kernel';
import { describe, expect, it } from 'vitest';
import { ascii, be, fromHex, join } from '../../testing/bytes.ts';
import { createFlowCollector } from './collector.ts';

const EXPORTER = '192.0.2.1';

const v5 = (count: number, records: number): Uint8Array => {
  const one = join(
    fromHex('c0000201 c6336407 00000000'),
    be(1, 2),
    be(2, 2),
    be(10, 4),
    be(1500, 4),
    be(100, 4),
    be(200, 4),
    be(4000, 2),
    be(443, 2),
    0,
    0x1b,
    6,
    0,
    be(65_001, 2),
    be(0, 2),
    24,
    16,
    0,
    0,
  );
  const head = join(be(5, 2), be(count, 2), be(99, 4), be(1_700_000_000, 4), be(0, 4), be(7, 4), be(3, 2), be(0, 2));
  return join(head, ...Array.from({ length: records }, () => one));
};

const set = (id: number, ...parts: readonly (Uint8Array | number)[]): Uint8Array => {
  const body = join(...parts);
  return join(be(id, 2), be(body.length + 4, 2), body);
};
const v9 = (domain: number, ...sets: readonly Uint8Array[]): Uint8Array =>
  join(be(9, 2), be(sets.length, 2), be(99, 4), be(1_700_000_000, 4), be(7, 4), be(domain, 4), ...sets);
const ipfix = (domain: number, ...sets: readonly Uint8Array[]): Uint8Array => {
  const body = join(...sets);
  return join(be(10, 2), be(body.length + 16, 2), be(1_700_000_000, 4), be(7, 4), be(domain, 4), body);
};
const fields = (...pairs: readonly (readonly [number, number])[]): Uint8Array =>
  join(...pairs.map(([id, size]) => join(be(id, 2), be(size, 2))));
const template = (id: number, ...pairs: readonly (readonly [number, number])[]): Uint8Array =>
  join(be(id, 2), be(pairs.length, 2), fields(...pairs));

const FLOW = [
  [8, 4],
  [12, 4],
  [7, 2],
  [11, 2],
  [4, 1],
  [1, 8],
  [2, 4],
] as const;
const DATA = join(fromHex('c0000201 c6336407'), be(4000, 2), be(443, 2), 6, be(1500, 8), be(10, 4));
const VALUES = {
  src_ip: '192.0.2.1',
  dst_ip: '198.51.100.7',
  src_port: 4000,
  dst_port: 443,
  protocol: 6,
  octets: 1500,
  packets: 10,
};

const codeOf = (bytes: Uint8Array): unknown => {
  try {
    createFlowCollector().read(bytes, EXPORTER);
    return undefined;
  } catch (error) {
    return isDomainError(error) ? error.code : error;
  }
};

describe('NetFlow version 5', () => {
  it('gives every field', () => {
    const read = createFlowCollector().read(join(v5(2, 2), 1), EXPORTER);
    expect(read).toMatchObject({ version: 5, uptime: 99, seconds: 1_700_000_000, sequence: 7, domain: 3, trailing: 1 });
    expect(read.flows[1]).toEqual({
      src_ip: '192.0.2.1',
      dst_ip: '198.51.100.7',
      next_hop: '0.0.0.0',
      input: 1,
      output: 2,
      packets: 10,
      octets: 1500,
      first_uptime: 100,
      last_uptime: 200,
      src_port: 4000,
      dst_port: 443,
      tcp_flags: 0x1b,
      protocol: 6,
      tos: 0,
      src_as: 65_001,
      dst_as: 0,
      src_mask: 24,
      dst_mask: 16,
    });
  });

  it.each([v5(0, 0), v5(31, 31), v5(2, 1), v5(1, 1).subarray(0, 20)])('refuses counts that do not fit', (bytes) => {
    expect(codeOf(bytes)).toBe('pcap.not_a_flow_export');
  });
});

describe('NetFlow version 9 and IPFIX', () => {
  it.each([
    ['version 9', v9, 0],
    ['IPFIX', ipfix, 2],
  ] as const)('%s reads data by templates', (_name, datagram, id) => {
    const read = createFlowCollector().read(
      datagram(1, set(id, template(256, ...FLOW)), set(256, DATA, DATA, 0, 0, 0)),
      EXPORTER,
    );
    expect(read).toMatchObject({ templates: 1, unknownSets: 0, trailing: 0, domain: 1, seconds: 1_700_000_000 });
    expect(read.flows).toEqual([VALUES, VALUES]);
  });

  it('keeps templates apart by exporter and domain, and forgets none between datagrams', () => {
    const collector = createFlowCollector();
    collector.read(v9(1, set(0, template(256, ...FLOW))), EXPORTER);
    expect(collector.read(v9(1, set(256, DATA)), EXPORTER).flows).toEqual([VALUES]);
    expect(collector.read(v9(2, set(256, DATA)), EXPORTER)).toMatchObject({ flows: [], unknownSets: 1 });
    expect(collector.read(v9(1, set(256, DATA)), '192.0.2.99')).toMatchObject({ flows: [], unknownSets: 1 });
    expect(collector.templates()).toBe(1);
  });

  it('passes over option records', () => {
    const old = join(be(300, 2), be(4, 2), be(4, 2), fields([1, 4], [34, 4]));
    const read = createFlowCollector().read(v9(1, set(1, old), set(300, be(1, 4), be(100, 4))), EXPORTER);
    expect(read).toMatchObject({ templates: 1, flows: [], trailing: 0 });
    const later = join(be(300, 2), be(2, 2), be(1, 2), fields([149, 4], [34, 4]));
    expect(createFlowCollector().read(ipfix(1, set(3, later), set(300, be(1, 8))), EXPORTER)).toMatchObject({
      templates: 1,
      flows: [],
    });
  });

  it('reads enterprise fields and variable lengths', () => {
    const own = join(be(256, 2), be(3, 2), be(0x8005, 2), be(2, 2), be(35_632, 4), fields([82, 65_535], [27, 16]));
    const long = new Uint8Array(300).fill(97);
    const tail = fromHex('20010db8000000000000000000000001');
    const data = join(be(0xabcd, 2), 4, ascii('eth0'), tail, be(1, 2), 255, be(300, 2), long, tail);
    const { flows } = createFlowCollector().read(ipfix(1, set(2, own), set(256, data)), EXPORTER);
    expect(flows[0]).toEqual({
      e35632_5: 'abcd',
      interface_name: 'eth0',
      src_ip: '2001:0db8:0000:0000:0000:0000:0000:0001',
    });
    expect(String(flows[1]?.['interface_name'])).toHaveLength(256);
  });

  it('keeps numbers beyond 2^53 as text and unknown elements as digits', () => {
    const read = createFlowCollector().read(
      v9(
        1,
        set(0, template(256, [1, 8], [999, 2], [56, 6])),
        set(256, be(0, 0), fromHex('ffffffffffffffff 0102 0a0b0c0d0e0f')),
      ),
      EXPORTER,
    );
    expect(read.flows).toEqual([{ octets: '18446744073709551615', e999: '0102', src_mac: '0a:0b:0c:0d:0e:0f' }]);
  });

  it('withdraws templates and counts what it cannot read', () => {
    const collector = createFlowCollector();
    collector.read(ipfix(1, set(2, template(256, ...FLOW))), EXPORTER);
    collector.read(ipfix(1, set(2, join(be(256, 2), be(0, 2)))), EXPORTER);
    expect(collector.templates()).toBe(0);
    expect(collector.read(ipfix(1, set(2, template(200, [1, 4]))), EXPORTER).trailing).toBe(8);
    expect(collector.read(ipfix(1, set(2, template(256, [1, 0]))), EXPORTER).trailing).toBe(8);
    expect(collector.read(ipfix(1, join(be(2, 2), be(99, 2))), EXPORTER).trailing).toBe(4);
    expect(collector.read(ipfix(1, set(7, 1, 2)), EXPORTER).trailing).toBe(2);
  });

  it('bounds templates', () => {
    const collector = createFlowCollector();
    for (let id = 256; id < 1256; id += 1) collector.read(v9(1, set(0, template(id, [1, 4]))), EXPORTER);
    expect(collector.templates()).toBe(512);
    for (let domain = 0; domain < 1500; domain += 1)
      collector.read(v9(domain, set(0, template(256, [1, 4]))), EXPORTER);
    expect(collector.templates()).toBeLessThanOrEqual(1024 + 512);
    const wide = join(be(256, 2), be(300, 2), fields(...Array.from({ length: 300 }, () => [1, 4] as const)));
    expect(collector.read(v9(1, set(0, wide)), EXPORTER).trailing).toBeGreaterThan(1000);
  });

  it.each([
    new Uint8Array(0),
    be(7, 2),
    v9(1).subarray(0, 19),
    ipfix(1).subarray(0, 15),
    join(be(10, 2), be(99, 2), new Uint8Array(12)),
  ])('refuses other bytes', (bytes) => {
    expect(codeOf(bytes)).toBe('pcap.not_a_flow_export');
  });
});
