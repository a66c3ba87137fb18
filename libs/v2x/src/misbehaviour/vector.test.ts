import { expect, it } from 'vitest';
import { angleBetween, difference, distance, lengthOf, moved } from './vector.ts';

it('measures lengths and distances', () => {
  expect(lengthOf({ x: 3, y: -4 })).toBe(5);
  expect(distance({ x: 1, y: 1 }, { x: 4, y: 5 })).toBe(5);
  expect(difference({ x: 1, y: 1 }, { x: 4, y: 5 })).toEqual({ x: 3, y: 4 });
});

it('moves on with a velocity', () => {
  expect(moved({ x: 1, y: 2 }, { x: 10, y: -5 }, 0.5)).toEqual({ x: 6, y: -0.5 });
});

it('measures angles without a sign, and none to nothing', () => {
  expect(angleBetween({ x: 1, y: 0 }, { x: 0, y: -3 })).toBeCloseTo(90);
  expect(angleBetween({ x: 2, y: 0 }, { x: -1, y: 0 })).toBe(180);
  expect(angleBetween({ x: 0.1, y: 0.1 }, { x: 0.1, y: 0.1 })).toBeCloseTo(0);
  expect(angleBetween({ x: 0, y: 0 }, { x: 1, y: 0 })).toBe(0);
});
