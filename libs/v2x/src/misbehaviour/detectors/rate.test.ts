import { expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '../settings.ts';
import { beacon, sceneOf } from '../testing/scenes.ts';
import { rate } from './rate.ts';

it('speaks when messages come four times as fast as they may', () => {
  const sign = rate(sceneOf([beacon(), beacon({ sentAt: 100.25 })]));
  expect(sign).toEqual({ rule: 'v2x-rate', weight: 1, observed: 0.25, limit: 0.8, unit: 's' });
});

it('speaks softly about one hasty message', () => {
  expect(rate(sceneOf([beacon(), beacon({ sentAt: 100.7 })]))?.weight).toBe(0.35);
});

it('counts the time of reception, whatever the sender writes', () => {
  expect(rate(sceneOf([beacon(), beacon({ sentAt: 101, receivedAt: 100.1 })]))?.observed).toBeCloseTo(0.1);
  const frozen = beacon({ receivedAt: 100.9 });
  expect(rate(sceneOf([beacon(), frozen, beacon({ receivedAt: 101.1 })]))?.observed).toBeCloseTo(0.2);
});

it('is silent in the rhythm of the profile, and on the first message', () => {
  expect(rate(sceneOf([beacon(), beacon({ sentAt: 101 })]))).toBeUndefined();
  expect(rate(sceneOf([beacon()]))).toBeUndefined();
  const settings = { ...DEFAULT_SETTINGS, beaconInterval: 0.1 };
  expect(rate(sceneOf([beacon(), beacon({ sentAt: 100.1 })], { settings }))).toBeUndefined();
});
