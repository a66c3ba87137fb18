import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chedun, temporaryFolder, type Folder } from '../testing/chedun.ts';
import { capture, HEARTBEAT, processEvent } from '../testing/samples.ts';

let folder: Folder;
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => folder.remove());

const events = [
  processEvent('C:\\a.exe', '2026-11-23T03:00:00.000Z'),
  processEvent('C:\\b.exe', '2026-11-23T01:00:00.000Z'),
].join('\n');

const times = { first: '2026-11-23T01:00:00.000Z', last: '2026-11-23T03:00:00.000Z' };

describe('chedun inspect', () => {
  it('tells format, records, time range and codes', async () => {
    const run = await chedun(['inspect', await folder.file('plain.json', events), '--json']);
    expect(run.json()).toEqual([
      expect.objectContaining({
        format: 'windows-json',
        records: 2,
        refused: 0,
        codes: [{ code: '1', count: 2 }],
        ...times,
      }),
    ]);
    expect(run.code).toBe(0);
  });

  it.each([
    ['gzip', gzipSync(events)],
    ['zstd', zstdCompressSync(events)],
    ['a JSON list over several lines', `[\n${events.replace('\n', ',\n')}\n]`],
  ])('reads %s', async (name, content) => {
    const run = await chedun(['inspect', await folder.file(`packed-${name.length}`, content), '--json']);
    expect(run.json()).toEqual([expect.objectContaining({ records: 2, refused: 0, ...times })]);
  });

  it.each([
    ['hexadecimal text', `${HEARTBEAT}\n${HEARTBEAT}\n`],
    ['a JSON list of hexadecimal', JSON.stringify([HEARTBEAT, { hex: HEARTBEAT }])],
    ['bytes', Buffer.from(HEARTBEAT.repeat(2), 'hex')],
  ])('reads GB/T 32960 frames from %s', async (name, content) => {
    const run = await chedun(['inspect', await folder.file(`frames-${name.length}`, content), '--json']);
    expect(run.json()).toEqual([
      expect.objectContaining({ format: 'gbt32960', records: 2, codes: [{ code: 'heartbeat/ok', count: 2 }] }),
    ]);
  });

  it('names the first bad record with line and offset, counts the others, and ends with 1', async () => {
    const first = processEvent('C:\\a.exe');
    const path = await folder.file('bad.json', `${first}\n\n{"Channel":\n${first}\n{"x":`);
    const run = await chedun(['inspect', path, '--json']);
    expect(run.code).toBe(1);
    expect(run.json()).toEqual([
      expect.objectContaining({
        records: 2,
        refused: 2,
        firstError: expect.objectContaining({
          code: 'logs.bad_json',
          place: expect.objectContaining({ file: path, line: 3, offset: first.length + 2 }),
          text: { zh: '不是有效的 JSON 对象', en: 'Not a valid JSON object' },
        }),
      }),
    ]);
    const text = await chedun(['inspect', path]);
    expect(text.out).toContain(`(${path}, line 3,`);
  });

  it('tells bytes between frames with their offset', async () => {
    const path = await folder.file('garbage.bin', Buffer.concat([Buffer.from(HEARTBEAT, 'hex'), Buffer.from('noise')]));
    const [summary] = (await chedun(['inspect', path, '--json'])).json();
    expect(summary).toMatchObject({
      records: 1,
      refused: 1,
      firstError: { code: 'cli.content-invalid', place: { offset: HEARTBEAT.length / 2 } },
    });
  });

  it.each([
    ['a missing file', 'nowhere.log', undefined, 'cli.file-unreadable'],
    ['an empty file', 'empty.log', '', 'cli.format-unknown'],
    ['prose', 'prose.txt', 'Once upon a time\nthere was a car\n', 'cli.format-unknown'],
    ['a cut gzip file', 'cut.gz', gzipSync(events).subarray(0, 60), 'cli.file-unreadable'],
    ['broken JSON over several lines', 'broken.json', '[\n{"a": 1},\n', 'cli.content-invalid'],
    ['odd hexadecimal', 'odd.hex', `${HEARTBEAT}0`, 'cli.content-invalid'],
  ])('refuses %s with the file and both languages', async (_, name, content, code) => {
    const path = content === undefined ? `${folder.path}/${name}` : await folder.file(name, content);
    const run = await chedun(['inspect', path, '--json']);
    expect(run.code).toBe(2);
    const { error } = JSON.parse(run.err) as { error: Record<string, unknown> };
    expect(error).toMatchObject({
      code,
      place: { file: path },
      text: { zh: expect.stringMatching(/[一-鿿]/), en: expect.stringMatching(/^[A-Z]/) },
      todo: { zh: expect.stringMatching(/[一-鿿]/), en: expect.stringMatching(/^[A-Z]/) },
    });
  });

  it('tells flows and messages of a capture, and where a damaged one ends', async () => {
    const whole = await chedun(['inspect', await folder.file('dns.pcap', capture()), '--json']);
    expect(whole.json()).toEqual([
      expect.objectContaining({
        format: 'capture',
        refused: 0,
        codes: expect.arrayContaining([
          { code: 'dns', count: 1 },
          { code: 'flow', count: 1 },
        ]) as unknown,
      }),
    ]);
    const cut = await chedun(['inspect', await folder.file('cut.pcap', capture(60)), '--json']);
    expect(cut.code).toBe(1);
    expect(cut.json()).toEqual([expect.objectContaining({ refused: 1, format: 'capture' })]);
  });

  it('tells the frames of a CAN log, and the line that is none', async () => {
    const log =
      '(1700000000.000000) can0 123#DEADBEEF\n(1700000000.010000) can0 123#XY\n(1700000000.020000) can0 7DF#02\n';
    const run = await chedun(['inspect', await folder.file('drive.log', log), '--json']);
    expect(run.code).toBe(1);
    expect(run.json()).toEqual([
      expect.objectContaining({ format: 'can candump', records: 2, refused: 1, first: '2023-11-14T22:13:20.000Z' }),
    ]);
    expect(JSON.stringify(run.json())).toContain('2');
  });
});
