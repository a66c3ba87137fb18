import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createFlowCollector } from '@chedun/pcap/netflow';
import { TEST_TIME } from '@chedun/records/testing';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ipfix, netflowV5, telnetCapture, type TestFlow } from '../testing/flows.ts';
import { freePort, testListeners, type TestListeners } from '../testing/listeners.ts';
import { sendUdp } from '../testing/udp.ts';
import { readExport } from './netflow-records.ts';

const PEER = { ip: '192.0.2.9', port: 2055 };
const SECONDS = TEST_TIME / 1000;
const FLOW: TestFlow = {
  src: '203.0.113.7',
  dst: '10.64.3.17',
  srcPort: 40_112,
  dstPort: 23,
  octets: 1500,
  flags: 0x1b,
  first: 90_000,
  last: 95_500,
};
const read = (bytes: Uint8Array, collector = createFlowCollector()) => readExport(collector, bytes, PEER, TEST_TIME);

describe('records of flow exports', () => {
  it('are flows as rules read them, with times from the uptime of the exporter', () => {
    expect(read(netflowV5(SECONDS, 100_000, [FLOW]))).toEqual({
      kind: 'v5',
      records: [
        {
          product: 'netflow',
          category: 'flow',
          timestamp: new Date(TEST_TIME - 4500).toISOString().replace('Z', '000+0000'),
          event_type: 'flow',
          src_ip: FLOW.src,
          src_port: 40_112,
          dest_ip: FLOW.dst,
          dest_port: 23,
          proto: 'TCP',
          flow: {
            pkts_toserver: 10,
            bytes_toserver: 1500,
            start: new Date(TEST_TIME - 10_000).toISOString().replace('Z', '000+0000'),
            end: new Date(TEST_TIME - 4500).toISOString().replace('Z', '000+0000'),
            age: 5,
            state: 'closed',
          },
          tcp: { tcp_flags: '1b', fin: true, syn: true, psh: true, ack: true },
          netflow: { exporter: PEER.ip, version: 5, domain: 0, input: 1, output: 2 },
        },
      ],
    });
  });

  it.each([
    [0x02, 6, 'new'],
    [0x12, 6, 'established'],
    [0x06, 6, 'closed'],
    [0, 17, 'new'],
  ])('flags %i of protocol %i mean %s', (flags, protocol, state) => {
    const [record] = read(netflowV5(SECONDS, 100_000, [{ ...FLOW, flags, protocol }])).records;
    expect(record).toMatchObject({ flow: { state } });
    expect('tcp' in (record ?? {})).toBe(protocol === 6);
  });

  it('survive a turn of the uptime', () => {
    const turned = { ...FLOW, first: 2 ** 32 - 5000, last: 1000 };
    const [record] = read(netflowV5(SECONDS, 2000, [turned])).records;
    expect(record).toMatchObject({
      flow: { start: new Date(TEST_TIME - 7000).toISOString().replace('Z', '000+0000'), age: 6 },
    });
  });

  it('come from IPFIX once its template is known; before it the datagram is kept', () => {
    const collector = createFlowCollector();
    const exact = { ...FLOW, first: TEST_TIME - 3000, last: TEST_TIME - 1000 };
    const early = read(ipfix(SECONDS, [exact], false), collector);
    expect(early).toMatchObject({
      kind: 'ipfix',
      records: [
        {
          event_type: 'anomaly',
          anomaly: { type: 'decode', event: 'netflow.template_unknown' },
          netflow: { datagram_base64: ipfix(SECONDS, [exact], false).toString('base64') },
        },
      ],
    });
    expect(read(ipfix(SECONDS, [exact, exact], true), collector).records).toMatchObject([
      { event_type: 'flow', flow: { age: 2 } },
      { event_type: 'flow', netflow: { version: 10, domain: 7 } },
    ]);
    expect(read(ipfix(SECONDS, [exact], false), collector).records).toMatchObject([{ dest_port: 23 }]);
  });

  it('are made of any bytes, without an exception and without loss', () => {
    const valid = netflowV5(SECONDS, 100_000, [FLOW]);
    const mutated = fc.tuple(fc.nat(valid.length - 1), fc.nat(255), fc.nat(valid.length)).map(([at, value, length]) => {
      const copy = Uint8Array.from(valid.subarray(0, Math.max(1, length)));
      if (at < copy.length) copy[at] = value;
      return copy;
    });
    fc.assert(
      fc.property(fc.oneof(mutated, fc.uint8Array({ minLength: 1, maxLength: 200 })), (bytes) => {
        const { kind, records } = read(bytes);
        if (kind === 'unreadable')
          expect(records).toMatchObject([{ netflow: { datagram_base64: Buffer.from(bytes).toString('base64') } }]);
        for (const record of records) expect(record['timestamp']).toMatch(/^\d{4}-/);
      }),
      { numRuns: 500 },
    );
  });
});

const soon = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 8000, interval: 20 });

describe('the NetFlow collector', () => {
  let world: TestListeners;
  afterEach(() => world.close());
  const events = async () => (await world.decoded()).flatMap((each) => each.events.map(({ event }) => event));

  it('turns datagrams into events of category flow', async () => {
    world = await testListeners({ netflowPort: await freePort() });
    await sendUdp(world.listeners.ports.netflow, [netflowV5(SECONDS, 100_000, [FLOW]), Buffer.from('junk')]);
    await soon(async () => expect(await events()).toHaveLength(2));
    const [flow, junk] = await events();
    expect(flow).toMatchObject({
      logsource: { product: 'netflow', category: 'flow' },
      time: TEST_TIME - 4500,
      ocsf: {
        srcIp: FLOW.src,
        dstIp: FLOW.dst,
        dstPort: 23,
        eventCode: 'flow',
        provider: 'netflow',
        host: '',
      },
    });
    expect(junk).toMatchObject({ ocsf: { eventCode: 'anomaly', ruleName: 'netflow.unreadable' } });
    expect(await world.metrics.render()).toContain('chedun_ingest_netflow_datagrams_total{kind="v5"} 1');
  });

  it('takes records of named exporters only', async () => {
    world = await testListeners({ netflowPort: await freePort(), netflowExporters: ['192.0.2.1'] });
    await sendUdp(world.listeners.ports.netflow, [netflowV5(SECONDS, 100_000, [FLOW])]);
    await soon(async () =>
      expect(await world.metrics.render()).toContain('connections_refused_total{source="netflow"} 1'),
    );
    expect(await events()).toEqual([]);
  });

  const hasSoftflowd = spawnSync('softflowd', ['-h']).error === undefined;
  it.skipIf(!hasSoftflowd).each(['5', '9', '10'])('understands softflowd, version %s', async (version) => {
    world = await testListeners({ netflowPort: await freePort() });
    const folder = await mkdtemp(join(tmpdir(), 'chedun-flows-'));
    const file = join(folder, 'telnet.pcap');
    await writeFile(file, telnetCapture(SECONDS, '203.0.113.7', '10.64.3.17'));
    const target = `127.0.0.1:${world.listeners.ports.netflow ?? 0}`;
    const files = ['-p', join(folder, 'pid'), '-c', 'none'];
    await promisify(execFile)('softflowd', ['-r', file, '-n', target, '-v', version, '-d', ...files], {
      timeout: 10_000,
    });
    await soon(async () => {
      const flow = (await events()).find(({ fields }) => fields['dest_port'] === 23);
      expect(flow?.fields).toMatchObject({
        event_type: 'flow',
        src_ip: '203.0.113.7',
        dest_ip: '10.64.3.17',
        proto: 'TCP',
        flow: { pkts_toserver: 4, bytes_toserver: 160, age: 3, state: 'closed' },
      });
    });
    const kinds = (await events()).map(({ fields }) => fields['event_type']);
    expect(kinds).not.toContain('anomaly');
    await rm(folder, { recursive: true });
  });
});
