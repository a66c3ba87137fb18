import { expect, it } from 'vitest';
import { beacon, sceneOf } from '../testing/scenes.ts';
import { acceleration } from './acceleration.ts';

it('speaks when the speed changes without an acceleration that was announced', () => {
  const sign = acceleration(sceneOf([beacon(), beacon({ sentAt: 101, speed: { x: 17, y: 0 } })]));
  expect(sign).toMatchObject({ rule: 'v2x-acceleration', observed: 7, unit: 'm/s²' });
  expect(sign?.limit).toBeCloseTo(1.82);
});

it('speaks when the announced acceleration itself is beyond any vehicle', () => {
  const forced = { speed: { x: 35, y: 0 }, acceleration: { x: 25, y: 0 } };
  expect(acceleration(sceneOf([beacon(), beacon({ sentAt: 101, ...forced })]))?.limit).toBeCloseTo(12.02);
});

it('is silent when the change was announced, and in a bend at one speed', () => {
  const braking = beacon({ sentAt: 101, speed: { x: 5, y: 0 }, acceleration: { x: -5, y: 0 } });
  expect(acceleration(sceneOf([beacon(), braking]))).toBeUndefined();
  expect(acceleration(sceneOf([beacon(), beacon({ sentAt: 101, speed: { x: 0, y: 10 } })]))).toBeUndefined();
});
