import { expect, it } from 'vitest';
import { beacon, sceneOf } from '../testing/scenes.ts';
import type { Beacon } from '../message.ts';
import { sybil } from './sybil.ts';

const braking = { acceleration: { x: -1.7, y: 0.4 } };
const formation = (count: number, change: (at: number) => Partial<Beacon> = () => ({})): readonly Beacon[] =>
  Array.from({ length: count }, (_, at) =>
    beacon({
      pseudonym: `ghost${at}`,
      sentAt: 100 + at / 6,
      position: { x: -10 * at, y: 0 },
      ...braking,
      ...change(at),
    }),
  );

it('speaks when the third vehicle moves exactly like two others', () => {
  const sign = sybil(sceneOf(formation(3)));
  expect(sign).toMatchObject({ rule: 'v2x-sybil', weight: 1, observed: 2, limit: 2, unit: 'pseudonyms' });
  expect(sign?.other).toBe('ghost1');
});

it('is silent about two vehicles only: the first may be a real one that is copied', () => {
  expect(sybil(sceneOf(formation(2)))).toBeUndefined();
});

it('is silent about a column of real vehicles, each braking in its own way', () => {
  expect(sybil(sceneOf(formation(5, (at) => ({ acceleration: { x: -1.7 + at / 20, y: 0 } }))))).toBeUndefined();
});

it('is silent about vehicles at steady speed, far from each other, or in other seconds', () => {
  expect(sybil(sceneOf(formation(5, () => ({ acceleration: { x: 0, y: 0 } }))))).toBeUndefined();
  expect(sybil(sceneOf(formation(5, (at) => ({ position: { x: 100 * at, y: 0 } }))))).toBeUndefined();
  expect(sybil(sceneOf(formation(5, (at) => ({ sentAt: 100 + at, receivedAt: 100 + at }))))).toBeUndefined();
});
