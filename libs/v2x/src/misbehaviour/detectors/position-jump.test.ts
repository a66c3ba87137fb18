import { expect, it } from 'vitest';
import { beacon, sceneOf } from '../testing/scenes.ts';
import { positionJump } from './position-jump.ts';

it('speaks when the way between two messages is longer than anybody drives', () => {
  const sign = positionJump(sceneOf([beacon(), beacon({ sentAt: 101, position: { x: 200, y: 0 } })]));
  expect(sign).toMatchObject({ rule: 'v2x-position-jump', observed: 200, limit: 78, unit: 'm' });
});

it('is silent on a fast road, on a long way after a long silence, and on the first message', () => {
  expect(positionJump(sceneOf([beacon(), beacon({ sentAt: 101, position: { x: 50, y: 0 } })]))).toBeUndefined();
  expect(positionJump(sceneOf([beacon(), beacon({ sentAt: 104, position: { x: 200, y: 0 } })]))).toBeUndefined();
  expect(positionJump(sceneOf([beacon({ position: { x: 9000, y: 0 } })]))).toBeUndefined();
});
