import { expect, it } from 'vitest';
import { beacon, sceneOf } from '../testing/scenes.ts';
import { constantPosition } from './constant-position.ts';

it('speaks when the position stands still at speed', () => {
  const sign = constantPosition(sceneOf([beacon(), beacon({ sentAt: 101 })]));
  expect(sign).toEqual({ rule: 'v2x-constant-position', weight: 1, observed: 10, limit: 0.2, unit: 'm' });
});

it('speaks when the sender sets off without leaving its place', () => {
  const standing = beacon({ speed: { x: 0, y: 0 } });
  expect(constantPosition(sceneOf([standing, beacon({ sentAt: 101, speed: { x: 2, y: 0 } })]))?.observed).toBe(1);
});

it('is silent when the position moves, and for a vehicle at rest', () => {
  expect(constantPosition(sceneOf([beacon(), beacon({ sentAt: 101, position: { x: 0.2, y: 0 } })]))).toBeUndefined();
  const rest = { speed: { x: 0.01, y: 0 } };
  expect(constantPosition(sceneOf([beacon(rest), beacon({ sentAt: 101, ...rest })]))).toBeUndefined();
});

it('is silent for a vehicle that brakes to a stop', () => {
  const stopped = beacon({ sentAt: 101, speed: { x: 0, y: 0 } });
  expect(constantPosition(sceneOf([beacon({ speed: { x: 3, y: 0 } }), stopped]))).toBeUndefined();
});
