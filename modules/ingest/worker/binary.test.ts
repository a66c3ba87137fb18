import { readSecurityExtract } from '@chedun/idsm';
import type { PipelineFrame } from '@chedun/pipeline';
import { TEST_TIME } from '@chedun/records/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PEER_FLAG, recordWriter, type Peer } from '../domain/records.ts';
import { SIGNED_FORMAT, signedRecord } from '../domain/signed-record.ts';
import { IDS_EXTRACT, idsMessage } from '../testing/ids.ts';
import { bsm } from '../testing/roads.ts';
import { PHONE, terminal } from '../testing/terminals.ts';
import { VINS } from '../testing/vehicles.ts';
import { openDecoder } from './decode.ts';

const PEER: Peer = { ip: '10.9.8.7', port: 4711 };

const frameOf = (format: string, records: readonly Uint8Array[], peer: Peer = PEER): PipelineFrame => {
  const writer = recordWriter({ withPeers: true });
  for (const record of records) writer.add(record, peer);
  const payload = writer.finish();
  return {
    stream: 'network',
    seq: 7,
    receivedAt: TEST_TIME,
    source: 's',
    format,
    count: records.length,
    flags: PEER_FLAG,
    payload,
  };
};
const decode = (format: string, records: readonly Uint8Array[], init?: unknown, peer?: Peer) =>
  openDecoder(init).decode(frameOf(format, records, peer));
const MASK = 0x0400_0000;

describe('JT/T 808', () => {
  it('gives frames, garbage and signals under the names that rules read', () => {
    const records = [
      terminal.position(TEST_TIME),
      Buffer.from('GET / HTTP/1.1'),
      terminal.position(TEST_TIME, { warnBit: MASK }),
      terminal.vendor(),
    ];
    const { events, rejects } = decode('jtt808', records);
    expect(rejects).toEqual([]);
    expect(
      events.map(({ index, event: { fields, ocsf } }) => [
        index,
        fields['cmd'],
        fields['jt808.signal'],
        ocsf.severityId,
      ]),
    ).toEqual([
      [0, 'position', undefined, 1],
      [1, 'garbage', 'garbage', 2],
      [2, 'position', undefined, 1],
      [4, 'position', 'tamper_alarm', 3],
      [3, 'unknown_0f01', undefined, 2],
      [5, 'unknown_0f01', 'unknown_message', 2],
    ]);
    expect(events[0]?.event).toMatchObject({
      time: TEST_TIME,
      logsource: { product: 'vehicle', category: 'jt808' },
      fields: { product: 'vehicle', category: 'jt808', phone: PHONE, 'jt808.speed_kmh': 59.5, clock_skew_s: 0 },
      ocsf: { host: '13800138000', srcIp: PEER.ip, srcPort: PEER.port, message: 'JT/T 808 position 59.5 km/h' },
    });
  });

  it('keeps the bytes of each record once', () => {
    const records = [terminal.position(TEST_TIME, { warnBit: MASK }), Buffer.from('x')];
    const { events } = decode('jtt808', records);
    expect(events.map(({ raw }) => raw && Buffer.from(raw))).toEqual([records[0], undefined, records[1]]);
  });

  it('gives every event of a frame a place of its own', () => {
    const all = [terminal.position(TEST_TIME, { warnBit: MASK }), terminal.vendor(), Buffer.from('between')];
    const { events } = decode('jtt808', [...all, ...all]);
    expect(events).toHaveLength(10);
    expect(new Set(events.map(({ index }) => index)).size).toBe(10);
  });
});

describe('AUTOSAR IDS', () => {
  it('names events by the extract it was started with', () => {
    const records = [Buffer.concat([idsMessage({ event: 0x8001 }), idsMessage({ event: 44, count: 500 })])];
    const bare = decode('autosar-ids', records);
    expect(bare.events.map(({ event }) => event.fields['ids.event'])).toEqual([undefined, expect.any(String)]);
    const init = { extract: readSecurityExtract([IDS_EXTRACT]) };
    const { events } = decode('autosar-ids', records, init, { ...PEER, vin: VINS[0] });
    expect(events.map(({ index, event }) => [index, event.fields['ids.event'], event.ocsf.vin])).toEqual([
      [0, 'DoorForced', VINS[0]],
      [1, 'SECOC_SEV_MAC_VERIFICATION_FAILED', VINS[0]],
    ]);
    expect(events[1]?.event).toMatchObject({
      logsource: { product: 'vehicle', category: 'ecu_sev' },
      fields: { category: 'ecu_sev', 'ids.count': 500, src_ip: PEER.ip },
    });
    expect(events[1]?.event.ocsf.message).toContain('× 500');
  });

  it('turns what it cannot read into an event', () => {
    const cut = idsMessage({ event: 44 }).subarray(0, 5);
    const [event] = decode('autosar-ids', [cut]).events;
    expect(event?.event.fields).toMatchObject({ status: 'truncated', 'ids.undecoded_bytes': 5 });
    expect(event?.event.ocsf.statusId).toBe(2);
  });
});

describe('V2X', () => {
  it('gives messages and bytes that are none', () => {
    const good = bsm({ id: '0102030405060708', speed: 695 });
    const { events, rejects } = decode('v2x', [good, Buffer.from('ffff', 'hex'), good.subarray(0, 9)]);
    expect(rejects).toEqual([]);
    expect(
      events.map(({ event: { fields } }) => [fields['v2x.message'], fields['v2x.kind'], fields['v2x.error']]),
    ).toEqual([
      ['bsm', undefined, undefined],
      [undefined, 'undecodable', 'v2x.not_a_message'],
      [undefined, 'undecodable', 'v2x.not_a_message'],
    ]);
    expect(events[0]?.event).toMatchObject({
      logsource: { product: 'vehicle', category: 'v2x' },
      fields: { 'v2x.id': '0102030405060708', 'v2x.speed_mps': 13.9, src_ip: PEER.ip },
      ocsf: { statusId: 1, eventCode: 'bsm' },
    });
    expect(events[2]?.event).toMatchObject({ ocsf: { statusId: 2, severityId: 2 } });
  });
});

describe('verified V2X', () => {
  const message = Buffer.concat([Buffer.of(3, 0x81), bsm({ id: '0102030405060708', speed: 695 }), Buffer.of(9, 9)]);
  const head = { certificate: '0011223344556677', linkage: '01'.repeat(9), aid: 111, receiver: 'rsu-17' };

  it('gives the events of the payload, with the signer and what the verification found', () => {
    const { events, rejects } = decode(SIGNED_FORMAT, [
      signedRecord({ ...head, from: 2, to: message.length - 2 }, message),
    ]);
    expect(rejects).toEqual([]);
    expect(events[0]?.event).toMatchObject({
      logsource: { product: 'vehicle', category: 'v2x' },
      fields: {
        'v2x.id': '0102030405060708',
        'v2x.security': 'ok',
        'v2x.verdict': 'verified',
        'v2x.certificate': head.certificate,
        'v2x.linkage': head.linkage,
        'v2x.aid': 111,
        'v2x.receiver': 'rsu-17',
        src_ip: PEER.ip,
      },
      ocsf: { eventCode: 'bsm', statusId: 1 },
    });
  });

  it('becomes a reject when the record is none', () => {
    const { events, rejects } = decode(SIGNED_FORMAT, [Buffer.from('{}\nxyz')]);
    expect(events).toEqual([]);
    expect(rejects).toMatchObject([{ code: 'ingest.frame-unreadable' }]);
  });
});

describe('any bytes', () => {
  it.each(['jtt808', 'autosar-ids', 'v2x'])('of %s become events, never rejects or exceptions', (format) => {
    const seeds = [terminal.position(TEST_TIME), idsMessage({ event: 44 }), bsm({ id: '0102030405060708', speed: 1 })];
    const bytes = fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 200 }),
      fc
        .tuple(fc.constantFrom(...seeds), fc.nat(200), fc.nat(255))
        .map(([seed, at, value]) => Uint8Array.from(seed, (byte, index) => (index === at ? value : byte))),
    );
    fc.assert(
      fc.property(bytes, (record) => {
        const { events, rejects } = decode(format, [record]);
        expect(rejects).toEqual([]);
        expect(events.length).toBeGreaterThan(0);
      }),
      { numRuns: 300 },
    );
  });
});
