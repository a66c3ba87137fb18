import { expect, it } from 'vitest';
import { beacon, sceneOf } from '../testing/scenes.ts';
import { headingReversal } from './heading-reversal.ts';

it('speaks when the nose points against the way driven', () => {
  const reversed = { heading: { x: -1, y: 0 } };
  const sign = headingReversal(
    sceneOf([beacon(reversed), beacon({ sentAt: 101, position: { x: 10, y: 0 }, ...reversed })]),
  );
  expect(sign).toEqual({ rule: 'v2x-heading-reversal', weight: 0.6, observed: 180, limit: 150, unit: '°' });
});

it('is silent when driving forward, and when backing into a parking place', () => {
  expect(headingReversal(sceneOf([beacon(), beacon({ sentAt: 101, position: { x: 10, y: 0 } })]))).toBeUndefined();
  const back = beacon({ sentAt: 101, position: { x: -3, y: 0 }, speed: { x: -3, y: 0 } });
  expect(headingReversal(sceneOf([beacon({ speed: { x: -3, y: 0 } }), back]))).toBeUndefined();
});
