import { expect, it } from 'vitest';
import { beacon, sceneOf } from '../testing/scenes.ts';
import { course } from './course.ts';

it('speaks when the vehicle slides sideways by more than one lane', () => {
  const sign = course(sceneOf([beacon(), beacon({ sentAt: 101, position: { x: 10, y: 8 } })]));
  expect(sign).toMatchObject({ rule: 'v2x-course', observed: 8, unit: 'm' });
  expect(sign?.limit).toBeCloseTo(3.95);
});

it('is silent on a change of lane and anywhere between the two velocities', () => {
  expect(course(sceneOf([beacon(), beacon({ sentAt: 101, position: { x: 10, y: 3.5 } })]))).toBeUndefined();
  const bend = beacon({ sentAt: 101, position: { x: 5, y: 5 }, speed: { x: 0, y: 10 } });
  expect(course(sceneOf([beacon(), bend]))).toBeUndefined();
});

it('is silent on the first message', () => {
  expect(course(sceneOf([beacon()]))).toBeUndefined();
});
