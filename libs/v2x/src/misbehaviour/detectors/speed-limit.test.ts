import { expect, it } from 'vitest';
import { beacon, sceneOf } from '../testing/scenes.ts';
import { speedLimit } from './speed-limit.ts';

it('speaks at the speed of an aeroplane', () => {
  const sign = speedLimit(sceneOf([beacon({ speed: { x: 80, y: 60 } })]));
  expect(sign).toEqual({ rule: 'v2x-speed-limit', weight: 1, observed: 100, limit: 70, unit: 'm/s' });
});

it('is silent on a motorway', () => {
  expect(speedLimit(sceneOf([beacon({ speed: { x: 0, y: -65 } })]))).toBeUndefined();
});
