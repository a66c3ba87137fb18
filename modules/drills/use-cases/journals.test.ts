import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fixedClock } from '@chedun/kernel';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRunJournals } from './journals.ts';

describe('the journals of runs', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chedun-drills-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const clock = fixedClock(Date.parse('2026-11-27T01:00:00Z'));
  const frame = { source: 'drill', format: 'ndjson', count: 1, flags: 0, payload: Buffer.from('x'), receivedAt: 1 };

  it('are apart from one another, and go on after a restart where they stood', async () => {
    const before = openRunJournals(folder, clock);
    const first = await before.of('run-1');
    expect(await before.of('run-1')).toBe(first);
    await first.append(frame);
    expect((await (await before.of('run-2')).append(frame)).seq).toBe(1);
    await before.close();
    const after = openRunJournals(folder, clock);
    const again = await after.of('run-1');
    expect(again.head()?.seq).toBe(1);
    expect((await again.append(frame)).seq).toBe(2);
    await after.close();
  });

  it('leave nothing behind when their run ends, opened or not', async () => {
    const journals = openRunJournals(folder, clock);
    await (await journals.of('run-1')).append(frame);
    await journals.drop('run-1');
    await journals.drop('run-2');
    await journals.drop('never-opened');
    expect(await readdir(folder)).toEqual([]);
    await journals.close();
  });
});
