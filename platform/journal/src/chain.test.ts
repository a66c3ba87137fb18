import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ChainWalk, genesisHead, groupHead } from './chain.ts';
import type { Frame } from './frame.ts';
import { openTest, readAll, record, testFolder } from './testing/records.ts';

/** Frames of two groups: three appended at once, then two. */
const twoGroups = async (): Promise<{
  readonly frames: readonly Frame[];
  readonly id: string;
  readonly head: Buffer;
}> => {
  const journal = await openTest(await testFolder());
  await Promise.all(['a', 'b', 'c'].map((text) => journal.append(record(text))));
  await Promise.all(['d', 'e'].map((text) => journal.append(record(text))));
  const frames = await readAll(journal);
  const head = Buffer.from(journal.head().head);
  await journal.close();
  return { frames, id: journal.id, head };
};

const sm3 = (...parts: readonly Uint8Array[]): Buffer => {
  const hash = createHash('sm3');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

describe('the chain', () => {
  it('is SM3 over the bytes of a group, and every frame holds the head before its group', async () => {
    const { frames, id, head } = await twoGroups();
    const [a, b, c, d, e] = frames.map((frame) => Buffer.from(frame.raw));
    const genesis = sm3(Buffer.from(`chedun-journal\nnetwork\n${id}\n`));
    const first = sm3(Buffer.concat([a ?? genesis, b ?? genesis, c ?? genesis]));
    expect(frames.map((frame) => Buffer.from(frame.previousHead).toString('hex'))).toEqual(
      [genesis, genesis, genesis, first, first].map((expected) => expected.toString('hex')),
    );
    expect(head).toEqual(sm3(d ?? genesis, e ?? genesis));
  });

  it('is the same however the bytes of a group are cut', () => {
    const bytes = Buffer.from('the frames of one group');
    expect(groupHead([bytes.subarray(0, 4), bytes.subarray(4, 11), bytes.subarray(11)])).toBe(groupHead([bytes]));
  });

  it('is followed group by group', async () => {
    const { frames, id, head } = await twoGroups();
    const walk = new ChainWalk(genesisHead(id, 'network'));
    expect(frames.map((frame) => walk.take(frame))).toEqual([
      'same group',
      'same group',
      'same group',
      'next group',
      'same group',
    ]);
    expect(walk.head()).toBe(head.toString('latin1'));
  });

  it('breaks where a frame is left out, moved or foreign', async () => {
    const { frames, id } = await twoGroups();
    const [a, b, c, d] = frames;
    const start = genesisHead(id, 'network');
    const breaks = (order: readonly (Frame | undefined)[], from = start): boolean => {
      const walk = new ChainWalk(from);
      return order.some((frame) => frame !== undefined && walk.take(frame) === 'broken');
    };
    expect(breaks([a, b, c, d])).toBe(false);
    expect(breaks([a, c, d])).toBe(true);
    expect(breaks([b, a, c, d])).toBe(true);
    expect(breaks([d])).toBe(true);
    expect(breaks([a, b, c, d], genesisHead(id, 'telemetry'))).toBe(true);
  });

  it('can be joined in the middle by trusting a frame', async () => {
    const { frames, head } = await twoGroups();
    const walk = new ChainWalk('?'.repeat(32));
    for (const frame of frames.slice(3)) walk.trust(frame);
    expect(walk.head()).toBe(head.toString('latin1'));
  });
});
