import { expect, it, vi } from 'vitest';
import { inTurn } from './in-turn.ts';

it('begins a call when those before it have ended, and keeps no failure for the next', async () => {
  const waiting: PromiseWithResolvers<string>[] = [];
  const read = inTurn(() => {
    const next = Promise.withResolvers<string>();
    waiting.push(next);
    return next.promise;
  });
  const [first, second, third] = [read(), read(), read()];
  await vi.waitFor(() => expect(waiting).toHaveLength(1));
  waiting[0]?.reject(new Error('gone'));
  await expect(first).rejects.toThrow('gone');
  await vi.waitFor(() => expect(waiting).toHaveLength(2));
  waiting[1]?.resolve('second');
  expect(await second).toBe('second');
  await vi.waitFor(() => expect(waiting).toHaveLength(3));
  waiting[2]?.resolve('third');
  expect(await third).toBe('third');
});
