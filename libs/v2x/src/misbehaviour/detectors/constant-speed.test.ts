import { expect, it } from 'vitest';
import { sceneOf, straight } from '../testing/scenes.ts';
import { constantSpeed } from './constant-speed.ts';

it('speaks when the velocity never changes while the vehicle drives at another speed', () => {
  const sign = constantSpeed(sceneOf(straight(6, (at) => ({ position: { x: 4 * at, y: 0 } }))));
  expect(sign).toMatchObject({ rule: 'v2x-constant-speed', observed: 6, limit: 2, unit: 'm/s' });
});

it('is silent for a vehicle that really keeps its speed', () => {
  expect(constantSpeed(sceneOf(straight(6)))).toBeUndefined();
});

it('is silent before the velocity was repeated three times', () => {
  expect(constantSpeed(sceneOf(straight(4, (at) => ({ position: { x: 4 * at, y: 0 } }))))).toBeUndefined();
});
