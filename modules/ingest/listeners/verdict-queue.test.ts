import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { verdictQueue } from './verdict-queue.ts';

interface World {
  readonly handled: string[];
  readonly waits: Promise<unknown>[];
  drains: number;
}

const open = (handle?: (piece: number) => void) => {
  const world: World = { handled: [], waits: [], drains: 0 };
  const queue = verdictQueue<number>({
    connection: { waitFor: (work) => void world.waits.push(work) },
    handle: (piece, may) => {
      handle?.(piece);
      world.handled.push(`${piece} ${may}`);
    },
    drained: () => {
      world.drains += 1;
    },
  });
  return { ...world, world, queue };
};

describe('pieces that wait for verdicts', () => {
  it('are handled at once when the verdict is there, and hold nothing back', () => {
    const { world, queue } = open();
    queue.add(1, true);
    queue.add(2, false);
    expect(world).toEqual({ handled: ['1 true', '2 false'], waits: [], drains: 0 });
  });

  it('keep their order behind one whose verdict is looked up, while reading waits', async () => {
    const { world, queue } = open();
    const verdict = Promise.withResolvers<boolean>();
    queue.add(1, true);
    queue.add(2, verdict.promise);
    queue.add(3, true);
    queue.add(4, Promise.resolve(true));
    expect(world.handled).toEqual(['1 true']);
    expect([queue.waiting(), world.waits.length]).toEqual([3, 1]);
    verdict.resolve(false);
    await queue.settled();
    expect(world).toMatchObject({ handled: ['1 true', '2 false', '3 true', '4 true'], drains: 1 });
    queue.add(5, true);
    expect([world.handled.at(-1), queue.waiting()]).toEqual(['5 true', 0]);
  });

  it('come out exactly once and in order, whatever the verdicts and however late', async () => {
    const verdicts = fc.array(fc.record({ may: fc.boolean(), late: fc.integer({ min: 0, max: 3 }) }), {
      maxLength: 40,
    });
    const property = fc.asyncProperty(verdicts, async (given) => {
      const { world, queue } = open();
      const after = async (may: boolean, turns: number): Promise<boolean> => {
        for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
        return may;
      };
      for (const [at, { may, late }] of given.entries()) queue.add(at, late === 0 ? may : after(may, late));
      await queue.settled();
      expect(world.handled).toEqual(given.map(({ may }, at) => `${at} ${may}`));
    });
    await fc.assert(property, { numRuns: 200 });
  });

  it('do not block the connection for ever when one cannot be handled', async () => {
    const { world, queue } = open((piece) => {
      if (piece === 1) throw new Error('broken');
    });
    queue.add(1, Promise.resolve(true));
    await expect(world.waits[0]).rejects.toThrow('broken');
    queue.add(2, true);
    expect(world.handled).toEqual(['2 true']);
  });
});
