import { expect, it } from 'vitest';
import { beacon, sceneOf } from '../testing/scenes.ts';
import { positionSpeed } from './position-speed.ts';

it('speaks when the way is longer than both speeds allow', () => {
  const sign = positionSpeed(sceneOf([beacon(), beacon({ sentAt: 101, position: { x: 20, y: 0 } })]));
  expect(sign?.rule).toBe('v2x-position-speed');
  expect(sign?.observed).toBeCloseTo(20 - Math.hypot(10, 3.75));
  expect(sign?.limit).toBeCloseTo(1.2);
  expect(sign?.weight).toBe(1.5);
});

it('speaks when the way is shorter than both speeds ask for', () => {
  const sign = positionSpeed(sceneOf([beacon(), beacon({ sentAt: 101, position: { x: 7, y: 0 } })]));
  expect(sign).toMatchObject({ observed: 3, unit: 'm' });
  expect(sign?.weight).toBeGreaterThan(0.35);
  expect(sign?.weight).toBeLessThan(1);
});

it('is silent when the way fits, also under braking, in a bend and on a change of lane', () => {
  const to = (x: number, y: number, speed: { x: number; y: number }): unknown =>
    positionSpeed(sceneOf([beacon(), beacon({ sentAt: 101, position: { x, y }, speed })]));
  expect(to(10, 0, { x: 10, y: 0 })).toBeUndefined();
  expect(to(8, 0, { x: 6, y: 0 })).toBeUndefined();
  expect(to(6.4, 6.4, { x: 0, y: 10 })).toBeUndefined();
  expect(to(10, 3.5, { x: 10, y: 0 })).toBeUndefined();
});

it('does not compare across a long silence', () => {
  expect(positionSpeed(sceneOf([beacon(), beacon({ sentAt: 103, position: { x: 90, y: 0 } })]))).toBeUndefined();
});
