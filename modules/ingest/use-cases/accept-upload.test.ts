import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { DomainError, fixedClock } from '@chedun/kernel';
import { TEST_TIME } from '@chedun/records/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testJournals, textsOf, type TestJournals } from '../testing/journals.ts';
import { acceptUpload } from './accept-upload.ts';
import { cutHere } from '../intake/cutter.ts';

const MEGABYTE = 1024 * 1024;
const line = (at: number): string => JSON.stringify({ at, pad: 'p'.repeat(100) });
const lines = (count: number): string[] => Array.from({ length: count }, (_, at) => line(at));

describe('taking an upload', () => {
  let world: TestJournals;
  let accepted: number;
  let settings: { enabled: boolean; format: string; retention: 'network' | 'telemetry' };
  beforeEach(async () => {
    world = await testJournals(fixedClock(TEST_TIME));
    accepted = 0;
    settings = { enabled: true, format: 'auto', retention: 'network' };
  });
  afterEach(() => world.close());

  const use = (given: Partial<Parameters<typeof acceptUpload>[0]> = {}) =>
    acceptUpload({
      settings: () => settings,
      journals: world.journals,
      clock: fixedClock(TEST_TIME),
      cut: cutHere(),
      maxBodyBytes: MEGABYTE,
      maxInWork: 4 * MEGABYTE,
      onAccepted: (events) => {
        accepted += events;
      },
      ...given,
    });
  const upload = (body: string | Uint8Array, encoding = '') => ({
    source: 'tsp-01',
    encoding,
    body: Readable.from([Buffer.from(body as string)]),
  });
  const failing = (code: string, afterFrames: number) => {
    let frames = 0;
    const { network } = world.journals;
    const append: typeof network.append = (frame) =>
      frames++ < afterFrames ? network.append(frame) : Promise.reject(new DomainError(code));
    return { ...world.journals, network: { append } };
  };

  it('answers when all of it is on disk, with the place', async () => {
    const receipt = await use()(upload(lines(450).join('\n')));
    expect(receipt).toEqual({ accepted: 450, quarantined: 0, journal: 'network', fromSeq: 1, toSeq: 3 });
    expect(world.journals.network.head().seq).toBe(3);
    expect(textsOf(await world.decoded())).toEqual(lines(450));
    expect(accepted).toBe(450);
  });

  it('writes to the stream of its source, in its format', async () => {
    settings = { enabled: true, format: 'logfmt', retention: 'telemetry' };
    expect(await use()(upload('a=1 b=2\n'))).toMatchObject({ journal: 'telemetry', fromSeq: 1 });
    expect((await world.frames('telemetry'))[0]).toMatchObject({ source: 'tsp-01', format: 'logfmt' });
  });

  it('counts records that went straight to quarantine', async () => {
    const body = `${line(1)}\n${'x'.repeat(2 * MEGABYTE)}\n${line(2)}\n`;
    expect(await use({ maxBodyBytes: 8 * MEGABYTE })(upload(body))).toMatchObject({ accepted: 2, quarantined: 1 });
  });

  it('answers an empty body without writing', async () => {
    expect(await use()(upload(''))).toMatchObject({ accepted: 0, fromSeq: 0, toSeq: 0 });
    expect(world.journals.network.head().seq).toBe(0);
  });

  it.each([
    ['a cut gzip', gzipSync(lines(500).join('\n')).subarray(0, 200), 'gzip', 'ingest.body-damaged'],
    ['a gzip bomb', gzipSync(Buffer.alloc(50 * MEGABYTE)), 'gzip', 'ingest.body-too-large'],
    ['an unknown encoding', Buffer.from('x'), 'br', 'ingest.encoding-unsupported'],
  ])('takes nothing of %s', async (_, body, encoding, code) => {
    await expect(use()(upload(body, encoding))).rejects.toMatchObject({ code });
    expect(world.journals.network.head().seq).toBe(0);
    expect(accepted).toBe(0);
  });

  it('refuses a disabled source', async () => {
    settings.enabled = false;
    await expect(use()(upload('{"a":1}'))).rejects.toMatchObject({
      code: 'ingest.source-disabled',
      detail: { field: 'tsp-01' },
    });
  });

  it.each([
    ['journal.busy', 'ingest.busy', 1],
    ['journal.full', 'ingest.storage-full', 30],
    ['journal.write_failed', 'ingest.unavailable', 5],
    ['journal.closed', 'ingest.unavailable', 5],
  ])('tells the sender to come again when the journal says %s', async (journal, code, retryAfterSeconds) => {
    for (const afterFrames of [0, 1]) {
      const taking = use({ journals: failing(journal, afterFrames) })(upload(lines(450).join('\n')));
      await expect(taking).rejects.toMatchObject({ code, detail: { retryAfterSeconds } });
    }
    expect(accepted).toBe(0);
  });

  it('sends new uploads away while too much is in work, and takes them again afterwards', async () => {
    const taking = use({ maxInWork: 1000 });
    const gate = Promise.withResolvers<void>();
    const slow = Readable.from(
      (async function* () {
        yield Buffer.from(`${lines(50).join('\n')}\n`);
        await gate.promise;
        yield Buffer.from(line(50));
      })(),
    );
    const first = taking({ source: 'tsp-01', encoding: '', body: slow });
    await new Promise((done) => setTimeout(done, 20));
    await expect(taking(upload(line(1)))).rejects.toMatchObject({
      code: 'ingest.busy',
      detail: { retryAfterSeconds: 1 },
    });
    gate.resolve();
    expect(await first).toMatchObject({ accepted: 51 });
    expect(await taking(upload(line(1)))).toMatchObject({ accepted: 1 });
  });

  it('forgets the bytes of uploads that failed', async () => {
    const taking = use({ maxInWork: 2000 });
    for (let round = 0; round < 5; round += 1)
      await expect(taking(upload(gzipSync(lines(500).join('\n')).subarray(0, -9), 'gzip'))).rejects.toMatchObject({
        code: 'ingest.body-damaged',
      });
    expect(await taking(upload(line(1)))).toMatchObject({ accepted: 1 });
  });
});
