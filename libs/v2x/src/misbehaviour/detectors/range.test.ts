import { expect, it } from 'vitest';
import { beacon, sceneOf } from '../testing/scenes.ts';
import { range } from './range.ts';

it('speaks when the place is beyond the reach of the radio', () => {
  const sign = range(sceneOf([beacon({ position: { x: 600, y: 0 } })]));
  expect(sign).toEqual({ rule: 'v2x-range', weight: 1, observed: 600, limit: 504, unit: 'm' });
});

it('is silent within reach, and when the receiver does not know where it is', () => {
  expect(range(sceneOf([beacon({ position: { x: 499, y: 0 } })]))).toBeUndefined();
  expect(range(sceneOf([beacon({ position: { x: 600, y: 0 } })], { own: undefined }))).toBeUndefined();
});

it('moves the receiver on from its last position', () => {
  const own = { at: 90, position: { x: 0, y: 0 }, speed: { x: 20, y: 0 } };
  expect(range(sceneOf([beacon({ position: { x: 690, y: 0 } })], { own }))).toBeUndefined();
  expect(range(sceneOf([beacon({ position: { x: -690, y: 0 } })], { own }))?.observed).toBe(890);
});

it('does not believe an accuracy without bound', () => {
  const boast = beacon({ position: { x: 600, y: 0 }, accuracy: { position: 1000, speed: 0 } });
  expect(range(sceneOf([boast]))?.limit).toBe(510);
});
