import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fixedClock } from '@chedun/kernel';
import { describe, expect, it } from 'vitest';
import { openTest, readAll, record, testFolder, textOf } from './testing/records.ts';

const numbers = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, at) => from + at);

describe('appending', () => {
  it('numbers frames in the order of the calls and gives them back unchanged', async () => {
    const journal = await openTest(await testFolder());
    const input = record('{"a":1}', {
      source: '网关-1',
      format: 'eve',
      count: 9,
      flags: 2,
      receivedAt: 1_790_000_000_123,
    });
    const seqs = await Promise.all([journal.append(input), journal.append(record('b')), journal.append(record('c'))]);
    expect(seqs).toEqual([{ seq: 1 }, { seq: 2 }, { seq: 3 }]);
    const frames = await journal.read({ from: 1 });
    expect(frames.map(textOf)).toEqual(['{"a":1}', 'b', 'c']);
    expect(frames[0]).toMatchObject({
      seq: 1,
      source: '网关-1',
      format: 'eve',
      count: 9,
      flags: 2,
      receivedAt: 1_790_000_000_123,
    });
    await journal.close();
  });

  it('copies the payload before the call returns', async () => {
    const journal = await openTest(await testFolder());
    const payload = Buffer.from('before');
    const done = journal.append(record('', { payload }));
    payload.write('AFTER!');
    await done;
    expect((await journal.read({ from: 1 })).map(textOf)).toEqual(['before']);
    await journal.close();
  });

  it('shares few flushes between many callers', async () => {
    const journal = await openTest(await testFolder());
    await Promise.all(Array.from({ length: 2000 }, (_, at) => journal.append(record(`r${at}`))));
    expect(journal.head().seq).toBe(2000);
    expect(journal.stats()).toMatchObject({ frames: 2000, failures: 0, queuedBytes: 0 });
    expect(journal.stats().flushes).toBeLessThan(20);
    await journal.close();
  });

  it.each([
    ['source', { source: '' }],
    ['source', { source: 'x'.repeat(256) }],
    ['format', { format: 'two words' }],
    ['payload', { payload: Buffer.alloc(32 * 1024 * 1024 + 1) }],
    ['count', { count: -1 }],
    ['flags', { flags: 256 }],
    ['receivedAt', { receivedAt: 0.5 }],
  ])('refuses a bad %s and stays usable', async (field, more) => {
    const journal = await openTest(await testFolder());
    await expect(journal.append(record('x', more))).rejects.toMatchObject({
      code: 'journal.bad_record',
      detail: { field },
    });
    await expect(journal.append(record('good'))).resolves.toEqual({ seq: 1 });
    await journal.close();
  });

  it('refuses with journal.busy when too many bytes wait, and takes frames again afterwards', async () => {
    const journal = await openTest(await testFolder(), { limits: { queuedBytes: 10_000 } });
    const outcomes = await Promise.allSettled(
      Array.from({ length: 30 }, () => journal.append(record('x'.repeat(1000)))),
    );
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(refused.length).toBeGreaterThan(15);
    for (const { reason } of refused) expect(reason).toMatchObject({ code: 'journal.busy' });
    const taken = outcomes.length - refused.length;
    await expect(journal.append(record('later'))).resolves.toEqual({ seq: taken + 1 });
    expect(await readAll(journal)).toHaveLength(taken + 1);
    await journal.close();
  });

  it('takes one frame that is larger than the queue, so that nothing waits for ever', async () => {
    const journal = await openTest(await testFolder(), { limits: { queuedBytes: 100 } });
    await expect(journal.append(record('x'.repeat(3_000_000)))).resolves.toEqual({ seq: 1 });
    expect((await journal.read({ from: 1 }))[0]?.payload.length).toBe(3_000_000);
    await journal.close();
  });
});

describe('opening and closing', () => {
  it('goes on where it stopped, with the same id and chain', async () => {
    const dir = await testFolder();
    const first = await openTest(dir);
    await Promise.all(['a', 'b', 'c'].map((text) => first.append(record(text))));
    const head = first.head();
    await first.close();
    const second = await openTest(dir);
    expect(second.id).toBe(first.id);
    expect(second.head()).toEqual(head);
    expect(second.recovery).toEqual({ tornBytes: 0, damage: [] });
    await expect(second.append(record('d'))).resolves.toEqual({ seq: 4 });
    expect((await readAll(second)).map(textOf)).toEqual(['a', 'b', 'c', 'd']);
    expect(await second.verify()).toMatchObject({ kind: 'intact', from: 1, to: 4 });
    await second.close();
  });

  it('finishes what was appended before it closes, and refuses what comes later', async () => {
    const dir = await testFolder();
    const journal = await openTest(dir);
    const pending = Array.from({ length: 50 }, (_, at) => journal.append(record(`r${at}`)));
    const closing = journal.close();
    await expect(journal.append(record('late'))).rejects.toMatchObject({ code: 'journal.closed' });
    await closing;
    expect(await Promise.all(pending)).toHaveLength(50);
    const again = await openTest(dir);
    expect(again.head().seq).toBe(50);
    await again.close();
  });

  it('keeps streams apart in one folder', async () => {
    const dir = await testFolder();
    const network = await openTest(dir);
    const telemetry = await openTest(dir, { stream: 'telemetry' });
    await network.append(record('n'));
    await telemetry.append(record('t'));
    expect((await readAll(network)).map(textOf)).toEqual(['n']);
    expect((await readAll(telemetry)).map(textOf)).toEqual(['t']);
    expect(network.id).not.toBe(telemetry.id);
    await Promise.all([network.close(), telemetry.close()]);
  });

  it.each(['', 'Upper', '../up', 'a/b', 'x'.repeat(32)])('refuses the stream name %j', async (stream) => {
    await expect(openTest(await testFolder(), { stream })).rejects.toMatchObject({ code: 'journal.bad_record' });
  });
});

describe('segments', () => {
  it('begin anew when one is full, and reading crosses the borders', async () => {
    const dir = await testFolder();
    const journal = await openTest(dir, { limits: { segmentBytes: 2000, recentBytes: 0 } });
    for (const at of numbers(1, 30)) await journal.append(record(`${at} ${'x'.repeat(300)}`));
    const names = await readdir(join(dir, 'network'));
    expect(names.filter((name) => name.endsWith('.seg')).length).toBeGreaterThan(5);
    for (const name of names.filter((entry) => entry.endsWith('.seg'))) {
      expect((await stat(join(dir, 'network', name))).size).toBeLessThanOrEqual(2000);
    }
    expect((await readAll(journal)).map((frame) => frame.seq)).toEqual(numbers(1, 30));
    expect((await readAll(journal, 17)).map((frame) => frame.seq)).toEqual(numbers(17, 30));
    expect(await journal.verify()).toMatchObject({ kind: 'intact', from: 1, to: 30 });
    await journal.close();
  });

  it('begin anew when one is too old', async () => {
    const dir = await testFolder();
    const clock = fixedClock(0);
    const journal = await openTest(dir, { clock, limits: { segmentAgeMs: 1000 } });
    await journal.append(record('old'));
    clock.advance(999);
    await journal.append(record('still'));
    clock.advance(1);
    await journal.append(record('new'));
    const names = (await readdir(join(dir, 'network'))).filter((name) => name.endsWith('.seg'));
    expect(names).toEqual(['00000000000000000001.seg', '00000000000000000003.seg']);
    await journal.close();
  });

  it('honours the bounds of a read and always returns at least one frame', async () => {
    const journal = await openTest(await testFolder(), { limits: { recentBytes: 0 } });
    await Promise.all(numbers(1, 20).map((at) => journal.append(record(`${at} ${'x'.repeat(1000)}`))));
    expect(await journal.read({ from: 3, maxFrames: 4 })).toHaveLength(4);
    expect(await journal.read({ from: 3, maxBytes: 2500 })).toHaveLength(2);
    expect(await journal.read({ from: 3, maxBytes: 1 })).toHaveLength(1);
    expect(await journal.read({ from: 21 })).toEqual([]);
    await journal.close();
  });

  it('may be deleted from the old end; reading then begins at the oldest that is kept', async () => {
    const dir = await testFolder();
    const limits = { segmentBytes: 2000 };
    const journal = await openTest(dir, { limits });
    for (const at of numbers(1, 30)) await journal.append(record(`${at} ${'x'.repeat(300)}`));
    await journal.close();
    const names = (await readdir(join(dir, 'network'))).toSorted();
    for (const name of names.slice(0, 3)) await rm(join(dir, 'network', name));
    const again = await openTest(dir, { limits });
    const first = again.first();
    expect(first).toBeGreaterThan(5);
    expect((await readAll(again)).map((frame) => frame.seq)).toEqual(numbers(first, 30));
    expect(await again.verify()).toMatchObject({ kind: 'intact', from: first, to: 30 });
    await again.close();
  });

  it('of a journal without frames verify as intact', async () => {
    const journal = await openTest(await testFolder());
    expect(await journal.verify()).toMatchObject({ kind: 'intact', to: 0, head: journal.head().head });
    expect(await journal.read({ from: 1 })).toEqual([]);
    await journal.close();
  });
});
