import { describe, expect, it } from 'vitest';
import { pointsOf, poseAt, senderAt, trailOf } from './scene.ts';
import type { Track } from './scene.ts';

const track = (id: string, rows: readonly (readonly [number, number, number, number])[]): Track => ({
  id,
  at: rows.map(([at]) => at),
  x: rows.map(([, x]) => x),
  y: rows.map(([, , y]) => y),
  heading: rows.map(([, , , heading]) => heading),
  speed: rows.map(() => 10),
});

const east = track('a', [
  [10, 0, 0, 90],
  [11, 10, 0, 90],
  [12, 20, 0, 90],
]);

describe('the place of a sender', () => {
  it('lies on the line between two messages', () => {
    expect(poseAt(east, 10.5)).toEqual({ x: 5, y: 0, heading: 90, speed: 10 });
    expect(poseAt(east, 11)).toEqual({ x: 10, y: 0, heading: 90, speed: 10 });
  });

  it('is unknown before the first message and soon after the last', () => {
    expect(poseAt(east, 9.9)).toBeUndefined();
    expect(poseAt(east, 13.5)?.x).toBe(20);
    expect(poseAt(east, 14.5)).toBeUndefined();
  });

  it('turns over north the short way', () => {
    const turning = track('b', [
      [0, 0, 0, 350],
      [1, 0, 5, 10],
    ]);
    expect(poseAt(turning, 0.5)?.heading).toBe(360);
  });

  it('is not invented while a sender is silent or jumps', () => {
    const odd = track('c', [
      [0, 0, 0, 0],
      [8, 30, 0, 0],
      [9, 500, 0, 0],
    ]);
    expect(poseAt(odd, 4)).toBeUndefined();
    expect(poseAt(odd, 8.5)?.x).toBe(30);
  });
});

describe('the trail', () => {
  it('is the way of the last seconds', () => {
    expect(trailOf(east, 12.5, 1.6)).toEqual([
      [
        { x: 10, y: 0 },
        { x: 20, y: 0 },
      ],
    ]);
  });

  it('breaks where the sender jumped', () => {
    const jumping = track('d', [
      [0, 0, 0, 0],
      [1, 400, 0, 0],
      [2, 405, 0, 0],
    ]);
    expect(trailOf(jumping, 3, 10).map((piece) => piece.length)).toEqual([1, 2]);
  });
});

describe('many senders', () => {
  const north = track('n', [
    [10, 0, 50, 0],
    [12, 0, 70, 0],
  ]);

  it('are picked by the nearest place at that moment', () => {
    expect(senderAt([east, north], 11, { x: 1, y: 58 }, 10)).toBe('n');
    expect(senderAt([east, north], 11, { x: 12, y: 3 }, 10)).toBe('a');
    expect(senderAt([east, north], 11, { x: 300, y: 3 }, 10)).toBeUndefined();
  });

  it('tell all their points', () => {
    expect([...pointsOf([east, north])]).toHaveLength(5);
  });
});
