import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from './settings.ts';
import { beacon, straight, trackOf } from './testing/scenes.ts';
import { advance, comparedStep, stepBetween } from './track.ts';

const fast = (count: number): ReturnType<typeof straight> =>
  straight(count, (at) => ({ sentAt: 100 + at / 8, receivedAt: 100 + at / 8, position: { x: (10 * at) / 8, y: 0 } }));

describe('steps', () => {
  it('put two messages side by side', () => {
    const step = stepBetween(beacon(), beacon({ sentAt: 102, position: { x: 30, y: 40 }, speed: { x: 0, y: 20 } }));
    expect(step).toMatchObject({ gap: 2, way: 50, before: 10, after: 20, driven: 25 });
  });

  it('exist only where time advances', () => {
    expect(stepBetween(beacon(), beacon())).toBeUndefined();
    expect(stepBetween(beacon(), beacon({ sentAt: 99 }))).toBeUndefined();
  });

  it('are compared over a second where messages come fast', () => {
    const track = trackOf(fast(8));
    expect(track?.base.sentAt).toBe(100);
    const next = fast(9).at(-1) ?? beacon();
    expect(comparedStep(track, next, DEFAULT_SETTINGS)).toMatchObject({ gap: 1, way: 10, driven: 10 });
    expect(trackOf(fast(9))?.base.sentAt).toBe(101);
  });

  it('are not compared over a long silence', () => {
    expect(comparedStep(trackOf([beacon()]), beacon({ sentAt: 102.1 }), DEFAULT_SETTINGS)?.gap).toBeCloseTo(2.1);
    expect(comparedStep(trackOf([beacon()]), beacon({ sentAt: 102.3 }), DEFAULT_SETTINGS)).toBeUndefined();
    expect(comparedStep(undefined, beacon(), DEFAULT_SETTINGS)).toBeUndefined();
  });
});

describe('tracks', () => {
  it('average announced minus driven speed over the last eight comparisons', () => {
    expect(trackOf(straight(5, (at) => ({ position: { x: 9 * at, y: 0 } })))).toMatchObject({
      speedOffset: 1,
      offsetGaps: 4,
    });
    expect(trackOf(straight(30))?.offsetGaps).toBe(8);
  });

  it('let one jump not fill the average', () => {
    const jump = trackOf(straight(6, (at) => ({ position: { x: 10 * at + (at > 2 ? 500 : 0), y: 0 } })));
    expect(jump?.speedOffset).toBeCloseTo(-6 / 5);
  });

  it('count repeated velocities', () => {
    expect(trackOf(straight(5))?.sameSpeed).toBe(4);
    expect(trackOf(straight(5, (at) => ({ speed: { x: 10 + at, y: 0 } })))?.sameSpeed).toBe(0);
  });

  it('note late messages as heard and keep the last one in order', () => {
    const late = beacon({ sentAt: 99, receivedAt: 103 });
    expect(advance(trackOf([beacon()]), late, 0.5, DEFAULT_SETTINGS)).toMatchObject({
      last: beacon(),
      heardAt: 103,
      suspicion: 0.5,
    });
  });

  it('begin anew after a silence, and keep the suspicion', () => {
    const track = advance(trackOf(straight(6)), beacon({ sentAt: 300 }), 0.7, DEFAULT_SETTINGS);
    expect(track).toMatchObject({ sameSpeed: 0, offsetGaps: 0, suspicion: 0.7 });
  });
});
