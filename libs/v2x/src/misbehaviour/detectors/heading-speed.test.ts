import { expect, it } from 'vitest';
import { beacon, sceneOf } from '../testing/scenes.ts';
import { headingSpeed } from './heading-speed.ts';

it('speaks when the vehicle claims to drive across its own heading', () => {
  const sign = headingSpeed(sceneOf([beacon({ heading: { x: 0, y: 1 } })]));
  expect(sign).toMatchObject({ rule: 'v2x-heading-speed', limit: 60, unit: '°' });
  expect(sign?.observed).toBeCloseTo(90);
});

it('is silent within the tolerance of a compass, at a crawl, and without a heading', () => {
  expect(headingSpeed(sceneOf([beacon({ heading: { x: 1, y: 1 } })]))).toBeUndefined();
  expect(headingSpeed(sceneOf([beacon({ speed: { x: 3, y: 0 }, heading: { x: 0, y: 1 } })]))).toBeUndefined();
  expect(headingSpeed(sceneOf([beacon({ heading: { x: 0, y: 0 } })]))).toBeUndefined();
});
