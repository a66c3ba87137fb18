import { describe, expect, it } from 'vitest';
import { createRecent } from './recent.ts';
import { createSeen } from './seen.ts';
import { beacon } from './testing/scenes.ts';

const at = (x: number): ReturnType<typeof beacon> => beacon({ position: { x, y: 0 } });

describe('recent messages', () => {
  const listed = (size: number, count: number, until = Number.POSITIVE_INFINITY): readonly number[] => {
    const recent = createRecent(size);
    for (let x = 0; x < count; x += 1) recent.add(at(x));
    const found: number[] = [];
    recent.each((one) => {
      found.push(one.position.x);
      return found.length >= until ? 'stop' : 'next';
    });
    return found;
  };

  it('come newest first, in a ring that is not full and in one that turned', () => {
    expect(listed(4, 0)).toEqual([]);
    expect(listed(4, 3)).toEqual([2, 1, 0]);
    expect(listed(4, 4)).toEqual([3, 2, 1, 0]);
    expect(listed(4, 11)).toEqual([10, 9, 8, 7]);
  });

  it('end where the visitor says', () => {
    expect(listed(4, 11, 2)).toEqual([10, 9]);
  });

  it('hold at least one', () => {
    expect(listed(0, 3)).toEqual([2]);
  });
});

describe('seen contents', () => {
  it('finds the first message with the same content, whoever sent it and when', () => {
    const seen = createSeen(10);
    seen.add(beacon({ pseudonym: 'first' }));
    seen.add(beacon({ pseudonym: 'second', sentAt: 104 }));
    expect(seen.find(beacon({ pseudonym: 'third', sentAt: 107 }))?.pseudonym).toBe('first');
  });

  it('does not take what is nearly the same for the same', () => {
    const seen = createSeen(10);
    seen.add(at(5));
    expect(seen.find(at(5.0001))).toBeUndefined();
    expect(seen.find(beacon({ position: { x: 5, y: 0 }, acceleration: { x: 0, y: 0.01 } }))).toBeUndefined();
  });

  it('forgets the oldest', () => {
    const seen = createSeen(3);
    for (let x = 0; x < 5; x += 1) seen.add(at(x));
    expect([0, 1, 2, 3, 4].filter((x) => seen.find(at(x)) !== undefined)).toEqual([2, 3, 4]);
  });
});
