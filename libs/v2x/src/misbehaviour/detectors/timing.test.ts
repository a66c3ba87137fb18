import { expect, it } from 'vitest';
import { beacon, sceneOf } from '../testing/scenes.ts';
import { timing } from './timing.ts';

it('speaks about a stale message', () => {
  const sign = timing(sceneOf([beacon({ sentAt: 90, receivedAt: 100 })]));
  expect(sign).toEqual({ rule: 'v2x-timing', weight: 1, observed: 10, limit: 2, unit: 's' });
});

it('speaks about a message from the future', () => {
  expect(timing(sceneOf([beacon({ sentAt: 103, receivedAt: 100 })]))).toMatchObject({ observed: -3, limit: -0.5 });
});

it('speaks softly when time goes backwards within one sender', () => {
  const sign = timing(sceneOf([beacon({ sentAt: 101 }), beacon({ sentAt: 100.5, receivedAt: 102 })]));
  expect(sign).toMatchObject({ weight: 0.5, observed: -0.5, limit: 0 });
});

it('is silent within the limits', () => {
  expect(timing(sceneOf([beacon({ sentAt: 98.5, receivedAt: 100 })]))).toBeUndefined();
  expect(timing(sceneOf([beacon({ sentAt: 100.4, receivedAt: 100 })]))).toBeUndefined();
  expect(timing(sceneOf([beacon(), beacon({ sentAt: 101 })]))).toBeUndefined();
});
