import { frameFlags } from '@chedun/journal';
import type { PipelineFrame } from '@chedun/pipeline';
import { TEST_TIME } from '@chedun/records/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { zstdCompressSync } from 'node:zlib';
import { PEER_FLAG, recordWriter, type Peer } from '../domain/records.ts';
import { refusalRecord } from '../intake/refusals.ts';
import { damaged, frames as vehicle, VINS } from '../testing/vehicles.ts';
import { openDecoder } from './decode.ts';

const PEER: Peer = { ip: '10.9.8.7', port: 4711 };

const frameOf = (
  format: string,
  records: readonly (string | Uint8Array)[],
  given: Partial<PipelineFrame> = {},
): PipelineFrame => {
  const withPeers = format === 'gbt32960' || format === 'syslog';
  const writer = recordWriter({ withPeers });
  for (const record of records) writer.add(Buffer.from(record as string), withPeers ? PEER : undefined);
  return {
    stream: 'network',
    seq: 7,
    receivedAt: TEST_TIME,
    source: 's',
    format,
    count: records.length,
    flags: withPeers ? PEER_FLAG : 0,
    payload: writer.finish(),
    ...given,
  };
};
const decode = (frame: PipelineFrame) => openDecoder(undefined).decode(frame);

describe('decoding a frame', () => {
  it('numbers events and rejects by the place of their record', () => {
    const { events, rejects, frame } = decode(frameOf('ndjson', ['{"a":1}', '{', '{"b":2}', '']));
    expect(events.map(({ index, event }) => [index, event.bodyJson])).toEqual([
      [0, '{"a":1}'],
      [2, '{"b":2}'],
    ]);
    expect(rejects).toMatchObject([{ index: 1, code: 'logs.bad_json', size: 1 }]);
    expect(Buffer.from(rejects[0]?.preview ?? []).toString()).toBe('{');
    expect(frame.seq).toBe(7);
  });

  it('keeps the original beside a record whose reader gives another text', () => {
    const line = 'CEF:0|v|p|1|100|name|5|src=1.2.3.4';
    const [only] = decode(frameOf('cef', [line])).events;
    expect(Buffer.from(only?.raw ?? []).toString()).toBe(line);
    expect(decode(frameOf('ndjson', ['{"a":1}'])).events[0]?.raw).toBeUndefined();
  });

  it('reads packed frames', () => {
    const plain = frameOf('ndjson', ['{"a":1}']);
    const packed = { ...plain, flags: plain.flags | frameFlags.zstd, payload: zstdCompressSync(plain.payload) };
    expect(decode(packed).events).toEqual(decode(plain).events);
  });

  it('turns vehicle frames of every kind into events with the columns that people search', () => {
    const good = vehicle.realtime(VINS[0], TEST_TIME, 63.5);
    const records = [good, damaged(good), Buffer.from('nonsense'), vehicle.platformLogin(TEST_TIME, 'partner')];
    const { events, rejects } = decode(frameOf('gbt32960', records));
    expect(rejects).toEqual([]);
    expect(
      events.map(({ event: { fields, ocsf } }) => [
        fields['cmd'],
        fields['status'],
        ocsf.vin,
        ocsf.statusId,
        ocsf.severityId,
      ]),
    ).toEqual([
      ['realtime', 'ok', VINS[0], 1, 4],
      ['realtime', 'bcc', VINS[0], 2, 2],
      ['garbage', 'garbage', '', 2, 2],
      ['platform_login', 'ok', '0'.repeat(17), 1, 1],
    ]);
    expect(events[0]?.event).toMatchObject({
      time: TEST_TIME,
      logsource: { product: 'vehicle', category: 'gbt32960' },
      ocsf: {
        srcIp: PEER.ip,
        srcPort: PEER.port,
        provider: 'gbt32960',
        message: expect.stringContaining('63.5 km/h') as string,
      },
    });
    expect(events[3]?.event.ocsf.user).toBe('partner');
    expect(events.map(({ raw }) => Buffer.from(raw ?? []))).toEqual(records.map((record) => Buffer.from(record)));
  });

  it('reads a refused record back with everything that was kept of it', () => {
    const refusal = { code: 'ingest.record-too-long', reason: 'too long', place: 'offset 3', size: 99, head: 'eHl6' };
    expect(decode(frameOf('refused', [refusalRecord(refusal)]))).toMatchObject({
      events: [],
      rejects: [
        { index: 0, code: refusal.code, reason: 'too long', place: 'offset 3', size: 99, preview: Buffer.from('xyz') },
      ],
    });
  });

  it('says where a record is wrong', () => {
    const [reject] = decode(frameOf('ndjson', ['{"a":1,}'])).rejects;
    expect(reject?.place).toMatch(/offset|line|column/);
  });

  it('makes one reject of a frame that cannot be opened', () => {
    const bad = [
      frameOf('ndjson', [], { flags: frameFlags.zstd, payload: Buffer.from('not zstd') }),
      frameOf('refused', ['not json']),
      frameOf('no-such-format', ['x']),
    ];
    for (const frame of bad) expect(decode(frame)).toMatchObject({ events: [], rejects: [{ index: 0 }] });
    expect(decode(bad[0] as PipelineFrame).rejects[0]?.code).toBe('ingest.frame-unreadable');
  });

  it('does not unpack a frame that was not written by us', () => {
    const bomb = zstdCompressSync(Buffer.alloc(80 * 1024 * 1024));
    expect(decode(frameOf('ndjson', [], { flags: frameFlags.zstd, payload: bomb })).rejects).toHaveLength(1);
  });

  it('never throws, whatever the bytes, the format and the flags', () => {
    const formats = ['ndjson', 'syslog', 'gbt32960', 'zeek-tsv', 'evtx', 'otlp', 'refused', 'tsp', 'auditd', 'x'];
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 400 }),
        fc.constantFrom(...formats),
        fc.constantFrom(0, PEER_FLAG, frameFlags.zstd),
        (payload, format, flags) => {
          const { events, rejects } = decode(frameOf(format, [], { payload, flags }));
          expect(events.length + rejects.length).toBeLessThanOrEqual(101);
        },
      ),
      { numRuns: 500 },
    );
  });
});
