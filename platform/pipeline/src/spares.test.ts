import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { openSpares } from './spares.ts';

const code = new URL('./testing/collect-stage.ts', import.meta.url).href;

describe('threads that load their code ahead', () => {
  it('are handed out once each, then new ones are made', async () => {
    const spares = openSpares(1, [code]);
    const [first, second] = [spares.take(), spares.take()];
    expect(second).not.toBe(first);
    expect(first.listenerCount('exit')).toBe(0);
    await Promise.all([first.terminate(), second.terminate(), spares.close()]);
  });

  it('wait for their setup although their code cannot be loaded', async () => {
    const spares = openSpares(1, [new URL('./testing/no-such-stage.ts', import.meta.url).href]);
    const worker = spares.take();
    await once(worker, 'online');
    expect(worker.threadId).toBeGreaterThan(0);
    await worker.terminate();
  });

  it('end with the rest', async () => {
    const spares = openSpares(2, [code]);
    await spares.close();
    const taken = spares.take();
    expect(taken.threadId).toBeGreaterThan(0);
    await taken.terminate();
  });
});
