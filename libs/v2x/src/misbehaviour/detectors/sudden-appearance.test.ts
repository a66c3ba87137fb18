import { expect, it } from 'vitest';
import { beacon, sceneOf } from '../testing/scenes.ts';
import { suddenAppearance } from './sudden-appearance.ts';

it('speaks softly when a fast vehicle is first heard right beside the receiver', () => {
  const sign = suddenAppearance(sceneOf([beacon({ position: { x: 12, y: 9 } })]));
  expect(sign).toEqual({ rule: 'v2x-sudden-appearance', weight: 0.3, observed: 15, limit: 20, unit: 'm' });
});

it('is silent for one that came from afar, was heard before, stands, or when the own place is unknown', () => {
  const near = beacon({ sentAt: 101, position: { x: 5, y: 0 } });
  expect(suddenAppearance(sceneOf([beacon({ position: { x: 300, y: 0 } })]))).toBeUndefined();
  expect(suddenAppearance(sceneOf([beacon(), near]))).toBeUndefined();
  expect(suddenAppearance(sceneOf([beacon({ speed: { x: 0, y: 0 } })]))).toBeUndefined();
  expect(suddenAppearance(sceneOf([near], { own: undefined }))).toBeUndefined();
});
