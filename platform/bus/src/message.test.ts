import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Frame } from '@chedun/journal';
import { expect, it, onTestFinished } from 'vitest';
import { framesOfMessage, groupFrames } from './message.ts';
import { testJournal } from './testing/bus-contract.ts';

const framesOf = async (sizes: readonly number[]): Promise<readonly Frame[]> => {
  const dir = await mkdtemp(join(tmpdir(), 'chedun-bus-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  const journal = await testJournal(dir);
  const frame = { source: 's', format: 'text', count: 1, flags: 0, receivedAt: 1 };
  await Promise.all(sizes.map((size) => journal.append({ ...frame, payload: Buffer.alloc(size, 'x') })));
  const frames = await journal.read({ from: 1, maxBytes: 100_000_000 });
  await journal.close();
  return frames;
};

it('puts many small frames into one message and gives them all back', async () => {
  const frames = await framesOf(Array.from({ length: 500 }, (_, at) => at));
  const groups = groupFrames(frames, 1_000_000);
  expect(groups).toHaveLength(1);
  expect(groups[0]).toMatchObject({ first: 1, last: 500 });
  expect(groups.flatMap((group) => framesOfMessage(group.data)).map((frame) => frame.payload.length)).toEqual(
    frames.map((frame) => frame.payload.length),
  );
});

it('never makes a message longer than allowed, whatever the frames', async () => {
  const frames = await framesOf([0, 5000, 10, 10, 300_000, 1, 200_000, 100_000]);
  fc.assert(
    fc.property(fc.integer({ min: 300_100, max: 600_000 }), (maxBytes) => {
      const groups = groupFrames(frames, maxBytes);
      for (const group of groups) expect(group.data.length).toBeLessThanOrEqual(maxBytes);
      expect(groups.flatMap((group) => framesOfMessage(group.data)).map((frame) => frame.seq)).toEqual([
        1, 2, 3, 4, 5, 6, 7, 8,
      ]);
    }),
  );
});

it('refuses a frame that no message can hold', async () => {
  const frames = await framesOf([10, 5000]);
  expect(() => groupFrames(frames, 4000)).toThrow(
    expect.objectContaining({ code: 'bus.too_large', detail: expect.objectContaining({ seq: 2 }) }),
  );
});

it('throws nothing but bus.bad_message for foreign bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 400 }), (bytes) => {
      expect(() => framesOfMessage(bytes)).toThrow(expect.objectContaining({ code: 'bus.bad_message' }));
    }),
  );
});
