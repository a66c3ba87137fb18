import { expect, it } from 'vitest';
import { sceneOf, straight } from '../testing/scenes.ts';
import { speedOffset } from './speed-offset.ts';

it('speaks when the speed is too high by the same amount all the time', () => {
  const sign = speedOffset(sceneOf(straight(6, (at) => ({ position: { x: 8 * at, y: 0 } }))));
  expect(sign).toMatchObject({ rule: 'v2x-speed-offset', observed: 2, limit: 1.5, unit: 'm/s' });
});

it('is silent when errors cancel out', () => {
  const shaken = (at: number): { position: { x: number; y: number } } => ({
    position: { x: 10 * at + (at % 2 === 0 ? 1 : -1), y: 0 },
  });
  expect(speedOffset(sceneOf(straight(7, shaken)))).toBeUndefined();
});

it('is silent before four comparisons', () => {
  expect(speedOffset(sceneOf(straight(4, (at) => ({ position: { x: 5 * at, y: 0 } }))))).toBeUndefined();
});
