import type { V2xPoint } from '@chedun/captures/contract';
import { describe, expect, it } from 'vitest';
import { densityOf, sceneOf, standingAt } from './sceneTracks.ts';

const START = 1_800_000_000_000;
const point = (second: number, sender: string, more: Partial<V2xPoint> = {}): V2xPoint => ({
  at: START + second * 1000,
  sender,
  lat: 30.5,
  lon: 114.3,
  speedMps: 10,
  headingDeg: 90,
  suspicion: 0,
  rules: [],
  ...more,
});

describe('a scene', () => {
  it('has one track for each sender, in seconds and metres from the first position', () => {
    const scene = sceneOf([point(0, 'a'), point(0.5, 'b', { lat: 30.501 }), point(1, 'a', { lon: 114.3001 })]);
    expect(scene.tracks.map(({ id, at }) => [id, Array.from(at)])).toEqual([
      ['a', [0, 1]],
      ['b', [0.5]],
    ]);
    expect(scene.tracks[0]?.x[1]).toBeCloseTo(9.6, 1);
    expect(scene.tracks[1]?.y[0]).toBeCloseTo(111.3, 1);
    expect(scene.seconds).toBe(1);
  });

  it('keeps the last heading while a sender says none', () => {
    const scene = sceneOf([point(0, 'a', { headingDeg: 270 }), point(1, 'a', { headingDeg: null, speedMps: null })]);
    expect(scene.tracks[0]?.heading[1]).toBe(270);
    expect(scene.tracks[0]?.speed[1]).toBe(0);
  });

  it('is empty without positions', () => {
    expect(sceneOf([])).toMatchObject({ tracks: [], seconds: 0, origin: undefined });
  });
});

describe('an accused sender', () => {
  const { accusations } = sceneOf([
    point(0, 'a'),
    point(5, 'a', { rules: ['v2x-range'], suspicion: 1 }),
    point(6, 'b'),
  ]);

  it('stands plain before, accused now at the moment, and accused ever after', () => {
    expect([4.9, 5, 5.9, 9].map((at) => standingAt(accusations, 'a', at))).toEqual([
      'plain',
      'accused-now',
      'accused-now',
      'accused',
    ]);
  });

  it('does not pull in others', () => {
    expect(standingAt(accusations, 'b', 9)).toBe('plain');
  });
});

describe('the density of a scene', () => {
  it('counts messages and accusations over time', () => {
    const scene = sceneOf([point(0, 'a'), point(1, 'a', { rules: ['v2x-rate'] }), point(3, 'b'), point(4, 'b')]);
    const density = densityOf(scene, 2);
    expect([...density.all]).toEqual([2, 2]);
    expect([...density.suspicious]).toEqual([1, 0]);
    expect(density.step).toBe(2);
  });
});
