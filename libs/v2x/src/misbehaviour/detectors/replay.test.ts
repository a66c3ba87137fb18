import { expect, it } from 'vitest';
import { beacon, sceneOf } from '../testing/scenes.ts';
import { replay } from './replay.ts';

it('speaks when a moving vehicle says exactly what it said before', () => {
  const sign = replay(sceneOf([beacon(), beacon({ sentAt: 130 })]));
  expect(sign).toEqual({ rule: 'v2x-replay', weight: 1, observed: 30, limit: 0, unit: 's', other: 'car' });
});

it('names the sender whose message was taken', () => {
  const victim = beacon({ pseudonym: 'victim', position: { x: 17, y: 3 } });
  const stolen = { ...victim, pseudonym: 'thief', sentAt: 104, receivedAt: 104 };
  expect(replay(sceneOf([victim, beacon({ sentAt: 102 }), stolen]))?.other).toBe('victim');
});

it('is silent when the vehicle moved, and for one that stands', () => {
  expect(replay(sceneOf([beacon(), beacon({ sentAt: 101, position: { x: 10, y: 0 } })]))).toBeUndefined();
  const rest = { speed: { x: 0, y: 0 } };
  expect(replay(sceneOf([beacon(rest), beacon({ sentAt: 101, pseudonym: 'renamed', ...rest })]))).toBeUndefined();
});
