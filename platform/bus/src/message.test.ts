import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Frame } from '@chedun/journal';
import { expect, it, onTestFinished } from 'vitest';
import { framesOfMessage, messageId, messageOf, seqOfMessageId } from './message.ts';
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

it('holds one frame as it lies in the journal and gives it back', async () => {
  const frames = await framesOf([0, 10, 5000]);
  for (const frame of frames) {
    const [back] = framesOfMessage(messageOf(frame, 10_000));
    expect(back).toEqual(frame);
  }
});

it('refuses a frame that no message can hold', async () => {
  const [small, large] = await framesOf([10, 5000]);
  if (small === undefined || large === undefined) throw new Error('two frames');
  expect(messageOf(small, 4000)).toHaveLength(small.raw.length);
  expect(() => messageOf(large, 4000)).toThrow(
    expect.objectContaining({ code: 'bus.too_large', detail: expect.objectContaining({ seq: 2 }) }),
  );
});

it('has an id that says journal and number, and nothing else reads as one', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 50 }), fc.string(), (seq, other) => {
      expect(seqOfMessageId('ab', messageId('ab', seq))).toBe(seq);
      expect(seqOfMessageId('abc', messageId('ab', seq))).toBeUndefined();
      if (!/^ab-[1-9]\d*$/.test(other)) expect(seqOfMessageId('ab', other)).toBeUndefined();
    }),
  );
  for (const text of ['', 'ab-', 'ab-0', 'ab-1-2', 'ab-1e3', `ab-${'9'.repeat(40)}`]) {
    expect(seqOfMessageId('ab', text)).toBeUndefined();
  }
});

it('throws nothing but bus.bad_message for foreign bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 400 }), (bytes) => {
      expect(() => framesOfMessage(bytes)).toThrow(expect.objectContaining({ code: 'bus.bad_message' }));
    }),
  );
});
