import { zstdDecompressSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { chedun, temporaryFolder, type Folder } from '../testing/chedun.ts';
import { listen, type Answer, type Listener } from '../testing/listener.ts';
import { capture, HEARTBEAT, processEvent } from '../testing/samples.ts';

let folder: Folder;
let server: Listener | undefined;
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterEach(async () => {
  await server?.close();
  server = undefined;
});
afterAll(() => folder.remove());

const receipt = (number: number, quarantined = 0): Answer => ({
  body: { accepted: 10, quarantined, journal: 'network', fromSeq: number * 2 + 1, toSeq: number * 2 + 2 },
});

const open = async (answer: Parameters<typeof listen>[0]): Promise<Listener> => {
  server = await listen(answer);
  return server;
};

const send = (at: Listener, files: readonly string[], token = 't-1') =>
  chedun(['ingest', ...files, '--source', 'lab', '--json'], { env: { CHEDUN_SERVER: at.url, CHEDUN_TOKEN: token } });

const bodies = (at: Listener): Buffer[] => at.seen.map(({ body }) => zstdDecompressSync(body));

describe('chedun ingest', () => {
  it('sends a file packed, with its token, and prints the receipt', async () => {
    const at = await open((_, number) => receipt(number));
    const content = `${processEvent('C:\\a.exe')}\n`;
    const path = await folder.file('one.json', content);
    const run = await send(at, [path]);
    expect(run.json()).toEqual([
      {
        file: path,
        format: 'windows-json',
        uploads: 1,
        accepted: 10,
        quarantined: 0,
        journal: 'network',
        fromSeq: 1,
        toSeq: 2,
      },
    ]);
    expect(run.code).toBe(0);
    expect(at.seen[0]).toMatchObject({
      method: 'POST',
      path: '/api/ingest/lab',
      headers: { authorization: 'Bearer t-1', 'content-encoding': 'zstd' },
    });
    expect(bodies(at)[0]?.toString()).toBe(content);
  });

  it('cuts a large file at line ends into uploads of at most 16 MiB', async () => {
    const at = await open((_, number) => receipt(number));
    const line = `${processEvent(`C:\\${'x'.repeat(900)}.exe`)}\n`;
    const content = line.repeat(18_000);
    const run = await send(at, [await folder.file('large.json', content)]);
    expect(run.json()).toEqual([
      expect.objectContaining({ uploads: at.seen.length, fromSeq: 1, toSeq: at.seen.length * 2 }),
    ]);
    const parts = bodies(at);
    expect(parts.length).toBeGreaterThan(1);
    for (const part of parts) {
      expect(part.length).toBeLessThanOrEqual(16 * 1024 * 1024);
      expect(part.at(-1)).toBe(0x0a);
    }
    expect(Buffer.concat(parts).equals(Buffer.from(content))).toBe(true);
  });

  it('gives every upload of a Zeek file the lines that name its columns', async () => {
    const at = await open((_, number) => receipt(number));
    const header = '#separator \\x09\n#path\tdns\n#fields\tts\tuid\n';
    const path = await folder.file('dns.log', header + `1.0\t${'u'.repeat(1000)}\n`.repeat(9_000));
    await send(at, [path]);
    expect(at.seen.length).toBeGreaterThan(1);
    for (const body of bodies(at)) expect(body.toString('utf8', 0, header.length)).toBe(header);
  });

  it('sends hexadecimal frames as bytes', async () => {
    const at = await open((_, number) => receipt(number));
    await send(at, [await folder.file('frames.hex', `${HEARTBEAT}\n${HEARTBEAT}\n`)]);
    expect(bodies(at)[0]?.toString('hex')).toBe(HEARTBEAT.repeat(2));
  });

  it('waits when the server is busy and sends the same upload again', async () => {
    const at = await open((_, number) =>
      number < 2 ? { status: 429, headers: { 'retry-after': '0' }, body: {} } : receipt(0),
    );
    const run = await send(at, [await folder.file('busy.json', processEvent('C:\\a.exe'))]);
    expect(run.json()).toEqual([expect.objectContaining({ accepted: 10, uploads: 1 })]);
    expect(new Set(at.seen.map(({ body }) => body.toString('hex'))).size).toBe(1);
    expect(at.seen).toHaveLength(3);
  });

  it('ends with 1 when records went to quarantine', async () => {
    const at = await open((_, number) => receipt(number, 3));
    const run = await send(at, [await folder.file('bad.json', processEvent('C:\\a.exe'))]);
    expect(run.code).toBe(1);
    expect(run.json()).toEqual([expect.objectContaining({ quarantined: 3 })]);
  });

  it('says what the server refused, in its words, with file and offset', async () => {
    const problem = {
      code: 'ingest.source-disabled',
      detail: 'lab is switched off',
      text: { zh: '接入源已停用', en: 'The source is disabled' },
      todo: { zh: '启用该接入源', en: 'Enable the source' },
    };
    const at = await open(() => ({ status: 409, body: problem }));
    const path = await folder.file('refused.json', processEvent('C:\\a.exe'));
    const run = await chedun(['ingest', path, '--source', 'lab', '--lang', 'en', '--server', at.url, '--token', 't']);
    expect(run.code).toBe(2);
    expect(run.err).toBe(
      `chedun: ingest.source-disabled: lab is switched off (${path}, offset 0)\n` +
        '  The source is disabled. Enable the source.\n',
    );
  });

  it.each([
    ['no token', { CHEDUN_SERVER: 'http://127.0.0.1:1' }, 'cli.token-missing'],
    ['no server', { CHEDUN_SERVER: 'http://127.0.0.1:1', CHEDUN_TOKEN: 't' }, 'cli.server-unreachable'],
    ['no URL', { CHEDUN_SERVER: 'nonsense', CHEDUN_TOKEN: 't' }, 'config.invalid-value'],
  ])('ends with 2 with %s', async (_, env, code) => {
    const path = await folder.file('any.json', processEvent('C:\\a.exe'));
    const run = await chedun(['ingest', path, '--source', 'lab', '--json'], { env });
    expect(run.code).toBe(2);
    expect(JSON.parse(run.err)).toMatchObject({ error: { code } });
  });

  it('does not take the answer of some other server for a receipt', async () => {
    const at = await open(() => ({ body: { hello: 'world' } }));
    const run = await send(at, [await folder.file('other.json', processEvent('C:\\a.exe'))]);
    expect(run.code).toBe(2);
    expect(JSON.parse(run.err)).toMatchObject({
      error: { code: 'cli.answer-unexpected', place: { field: 'accepted' } },
    });
  });

  it('sends what a capture shows as EVE records, and no log of a CAN bus', async () => {
    const at = await open((_, number) => receipt(number));
    const run = await send(at, [await folder.file('dns.pcap', capture())]);
    expect(run.code).toBe(0);
    const records = (bodies(at)[0]?.toString() ?? '')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(records).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ event_type: 'dns', src_ip: '192.0.2.1', dest_port: 53 }),
        expect.objectContaining({ event_type: 'flow', proto: 'UDP' }),
      ]),
    );
    const can = await send(at, [await folder.file('drive.log', '(1700000000.000000) can0 123#DEADBEEF\n')]);
    expect(can.code).toBe(2);
    expect(at.seen).toHaveLength(1);
  });
});
