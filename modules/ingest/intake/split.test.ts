import { isDomainError } from '@chedun/kernel';
import type { LogFormat } from '@chedun/logs';
import type { DecodedFrame } from '@chedun/pipeline';
import { TEST_TIME } from '@chedun/records/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evtxFile } from '../testing/evtx.ts';
import { textsOf } from '../testing/journals.ts';
import { idsMessage } from '../testing/ids.ts';
import { heldBuffers } from '../testing/memory.ts';
import { bsm } from '../testing/roads.ts';
import { terminal } from '../testing/terminals.ts';
import { frames as vehicle, VINS } from '../testing/vehicles.ts';
import { openDecoder } from '../worker/decode.ts';
import { splitBody, type SplitBatch } from './split.ts';

async function* inChunks(body: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < body.length; at += size) {
    // A copy that is wiped afterwards proves that nothing keeps a view of it.
    const chunk = Uint8Array.from(body.subarray(at, at + size));
    yield chunk;
    chunk.fill(0xee);
  }
}

const split = (body: string | Uint8Array, format: LogFormat | 'auto' = 'auto', chunk = 65_536): Promise<SplitBatch> =>
  splitBody(inChunks(typeof body === 'string' ? Buffer.from(body) : body, chunk), format);

/** Each frame decoded alone, as after a restart at that place. */
const decode = ({ frames }: SplitBatch): DecodedFrame[] =>
  frames.map((frame, at) =>
    openDecoder(undefined).decode({
      ...frame,
      stream: 'network',
      seq: at + 1,
      receivedAt: TEST_TIME,
      source: 's',
    }),
  );
const events = (batch: SplitBatch) => decode(batch).flatMap((each) => each.events);
const rejects = (batch: SplitBatch) => decode(batch).flatMap((each) => each.rejects);

describe('cutting a batch', () => {
  it('keeps every record byte for byte, at most 200 in a frame', async () => {
    const lines = Array.from({ length: 1001 }, (_, at) => JSON.stringify({ at, text: '车盾' }));
    const batch = await split(lines.join('\n'));
    expect(batch).toMatchObject({ format: 'ndjson', records: 1001, refused: 0 });
    expect(batch.frames.map(({ count }) => count)).toEqual([200, 200, 200, 200, 200, 1]);
    expect(textsOf(decode(batch))).toEqual(lines);
  });

  it('finds the same records wherever the body is cut', async () => {
    const line = fc.string({ unit: fc.constantFrom('a', '"', '{', '\r', 'é'), minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { minLength: 1, maxLength: 30 }),
        fc.integer({ min: 1, max: 40 }),
        async (lines, size) => {
          const body = `{"first":1}\n${lines.join('\n')}`;
          const [whole, cut] = [await split(body, 'ndjson'), await split(body, 'ndjson', size)];
          expect(cut.frames).toEqual(whole.frames);
          expect(cut.records).toBe(whole.records);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('takes nothing from an empty body', async () => {
    expect(await split('')).toEqual({ format: 'ndjson', frames: [], records: 0, refused: 0 });
    expect((await split('\n\r\n\n')).frames).toEqual([]);
  });

  it.each([
    ['windows-json', '{"EventID":1,"Channel":"Security","Computer":"h","EventData":{}}'],
    ['suricata-eve', '{"timestamp":"2026-11-23T09:00:00.0+0800","event_type":"alert","flow_id":1,"src_ip":"1.2.3.4"}'],
    ['zeek-json', '{"_path":"conn","ts":1700000000.1,"uid":"C1","id.orig_h":"1.2.3.4"}'],
    ['syslog', '<34>1 2026-11-23T01:00:00Z gw-1 sshd 77 - - hello'],
    ['cef', 'CEF:0|v|p|1|100|name|5|src=1.2.3.4'],
    ['leef', 'LEEF:1.0|v|p|1|100|src=1.2.3.4'],
    ['logfmt', 'level=info msg="hello there" user=a'],
    ['auditd', 'type=USER_LOGIN msg=audit(1700000000.123:77): pid=1 uid=0 res=success'],
    ['tsp', '{"ts":"2026-11-23T09:00:00+08:00","type":"login","account":"a@b","result":"success"}'],
  ] as const)('detects %s and decodes it', async (format, line) => {
    const batch = await split(`${line}\n${line}\n`);
    expect(batch.format).toBe(format);
    expect(rejects(batch)).toEqual([]);
    expect(events(batch).map(({ event }) => event.format)).toEqual([format, format]);
    expect(textsOf(decode(batch))).toEqual([line, line]);
  });

  it('repeats the header of a Zeek file in every frame', async () => {
    const header = '#separator \\x09\n#path\tconn\n#fields\tts\tuid\n#types\ttime\tstring\n';
    const rows = Array.from({ length: 450 }, (_, at) => `1700000000.0\tC${at}`);
    const batch = await split(header + rows.join('\n'));
    expect(batch.records).toBe(450);
    expect(batch.frames.length).toBeGreaterThan(2);
    expect(rejects(batch)).toEqual([]);
    expect(textsOf(decode(batch))).toEqual(rows);
    expect(events(batch).every(({ event }) => event.logsource.service === 'conn')).toBe(true);
  });

  it('reads an event log of Windows record by record', async () => {
    const batch = await split(evtxFile());
    expect(batch).toMatchObject({ format: 'evtx', records: 2, refused: 0 });
    const [first, second] = events(batch);
    expect([first?.event.ocsf.commandLine, second?.event.ocsf.dstIp]).toEqual(['whoami', '10.0.0.1']);
    expect(events(batch).map(({ event }) => [event.format, event.logsource.category])).toEqual([
      ['evtx', 'process_creation'],
      ['evtx', 'network_connection'],
    ]);
  });

  it('keeps the whole records of a damaged event log and refuses the damaged places', async () => {
    const file = evtxFile();
    const batch = await split(file.fill(0xaa, 4096 + 512 + 40, 4096 + 600));
    expect(batch.refused).toBeGreaterThan(0);
    expect(rejects(batch).every(({ code }) => code.startsWith('logs.'))).toBe(true);
    const cut = await split(evtxFile().subarray(0, 4096 + 300));
    expect(cut.records).toBe(0);
    expect(cut.refused).toBeGreaterThan(0);
  });

  it('splits an OTLP request into its records and refuses one that is none', async () => {
    const logRecords = [
      { timeUnixNano: '1700000000000000000', body: { stringValue: 'one' } },
      { body: { stringValue: 'two' } },
    ];
    const batch = await split(JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords }] }] }));
    expect(batch).toMatchObject({ format: 'otlp', records: 2 });
    expect(events(batch).map(({ event }) => event.ocsf.message)).toEqual(['one', 'two']);
    const error = await split('{"resourceLogs":[', 'otlp').catch((thrown: unknown) => thrown);
    expect(isDomainError(error, 'ingest.body-unreadable')).toBe(true);
  });

  it('cuts a recorded stream of vehicle frames', async () => {
    const sent = [vehicle.login(VINS[0], TEST_TIME), vehicle.realtime(VINS[0], TEST_TIME, 40)];
    const batch = await split(Buffer.concat([...sent, Buffer.from('tail')]));
    expect(batch).toMatchObject({ format: 'gbt32960', records: 3 });
    expect(events(batch).map(({ event }) => event.fields['cmd'])).toEqual(['vehicle_login', 'realtime', 'garbage']);
  });

  it('cuts recorded streams of terminals and ECUs, and takes a message of the road as it is', async () => {
    const terminals = await split(
      Buffer.concat([terminal.heartbeat(), terminal.askTime(), Buffer.from('tail')]),
      'jtt808',
    );
    expect(terminals).toMatchObject({ format: 'jtt808', records: 3 });
    const ecus = await split(Buffer.concat([idsMessage({ event: 44 }), idsMessage({ event: 45 })]), 'autosar-ids');
    expect(ecus).toMatchObject({ format: 'autosar-ids', records: 2 });
    const road = await split(bsm({ id: '0102030405060708', speed: 5 }), 'v2x');
    expect(events(road).map(({ event }) => event.fields['v2x.id'])).toEqual(['0102030405060708']);
  });

  it('refuses a line of 64 MB alone, keeps its head, and never holds it', async () => {
    const long = 64 * 1024 * 1024;
    const before = await heldBuffers();
    let held = 0;
    const body = async function* (): AsyncGenerator<Uint8Array> {
      yield Buffer.from('{"a":1}\n');
      for (let at = 0; at < long; at += 65_536) yield Buffer.alloc(65_536, 'y');
      held = (await heldBuffers()) - before;
      yield Buffer.from('\n{"b":2}\n');
    };
    const batch = await splitBody(body(), 'auto');
    expect(held).toBeLessThan(8 * 1024 * 1024);
    expect(batch).toMatchObject({ records: 2, refused: 1 });
    expect(textsOf(decode(batch))).toEqual(['{"a":1}', '{"b":2}']);
    const [refused] = rejects(batch);
    expect(refused).toMatchObject({ code: 'ingest.record-too-long', size: long, place: 'offset 8' });
    expect(Buffer.from(refused?.preview ?? []).toString()).toMatch(/^y{1024}$/);
  });

  it('keeps records that no reader can read, each with its reason', async () => {
    const deep = `{"a":${'['.repeat(5000)}${']'.repeat(5000)}}`;
    const lines = ['{"ok":1}', '{"broken', deep, '[]', '{"ok":2}'];
    const batch = await split(lines.join('\n'), 'ndjson');
    expect(batch).toMatchObject({ records: 5, refused: 0 });
    expect(rejects(batch).map(({ index, code }) => [index, code])).toEqual([
      [1, 'logs.bad_json'],
      [2, 'logs.too_deep'],
      [3, 'logs.bad_json'],
    ]);
    expect(events(batch).map(({ index }) => index)).toEqual([0, 4]);
  });

  it('takes text that is not UTF-8 without losing its bytes', async () => {
    const line = Buffer.concat([Buffer.from('<34>1 2026-11-23T01:00:00Z h a - - - '), Buffer.from([0xff, 0xfe, 0xc3])]);
    const batch = await split(line, 'syslog');
    const [only] = events(batch);
    expect(Buffer.from(only?.raw ?? [])).toEqual(line);
    expect(only?.event.ocsf.message).toContain('\uFFFD');
  });

  it('throws nothing but errors of the catalogue on arbitrary bytes', async () => {
    const format = fc.constantFrom('auto', 'ndjson', 'syslog', 'zeek-tsv', 'evtx', 'otlp', 'gbt32960', 'cef');
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 500 }), format, async (bytes, name) => {
        try {
          for (const { events: read, rejects: refused } of decode(await split(bytes, name as LogFormat)))
            expect(read.length + refused.length).toBeLessThanOrEqual(500);
        } catch (error) {
          expect(error).toMatchObject({ code: expect.stringMatching(/^ingest\./) as string });
        }
      }),
      { numRuns: 300 },
    );
  });
});
