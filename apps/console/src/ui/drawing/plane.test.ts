import { describe, expect, it } from 'vitest';
import { fitCamera, gridStep, metresText, panCamera, toPlane, toScreen, zoomCamera } from './plane.ts';

const frame = { width: 800, height: 400 };
const camera = { middle: { x: 100, y: 50 }, scale: 2 };

describe('the plane of a scene', () => {
  it('has north up and its middle in the middle', () => {
    expect(toScreen(camera, frame, { x: 100, y: 50 })).toEqual({ x: 400, y: 200 });
    expect(toScreen(camera, frame, { x: 110, y: 60 })).toEqual({ x: 420, y: 180 });
  });

  it('finds the point under a place', () => {
    const point = { x: 12, y: -34 };
    expect(toPlane(camera, frame, toScreen(camera, frame, point))).toEqual(point);
  });

  it('keeps the point under the pointer when it zooms', () => {
    const at = { x: 650, y: 90 };
    const closer = zoomCamera(camera, frame, at, 1.7);
    expect(closer.scale).toBeCloseTo(3.4);
    expect(toPlane(closer, frame, at).x).toBeCloseTo(toPlane(camera, frame, at).x);
    expect(toPlane(closer, frame, at).y).toBeCloseTo(toPlane(camera, frame, at).y);
  });

  it('zooms neither into nothing nor out of sight', () => {
    expect(zoomCamera(camera, frame, { x: 0, y: 0 }, 1e9).scale).toBe(60);
    expect(zoomCamera(camera, frame, { x: 0, y: 0 }, 1e-9).scale).toBe(0.002);
  });

  it('follows the pointer when it is dragged', () => {
    const moved = panCamera(camera, 40, -20);
    expect(toScreen(moved, frame, { x: 100, y: 50 })).toEqual({ x: 440, y: 180 });
  });
});

describe('the first view', () => {
  it('shows every point', () => {
    const points = [
      { x: -500, y: 20 },
      { x: 700, y: 90 },
    ];
    const fitted = fitCamera(points, frame);
    for (const point of points) {
      const seen = toScreen(fitted, frame, point);
      expect(seen.x > 0 && seen.x < 800 && seen.y > 0 && seen.y < 400).toBe(true);
    }
  });

  it('does not zoom into a single vehicle without end', () => {
    expect(fitCamera([{ x: 5, y: 5 }], frame).scale).toBeLessThan(6);
  });

  it('looks at the origin when nothing was heard', () => {
    expect(fitCamera([], frame)).toEqual({ middle: { x: 0, y: 0 }, scale: 1 });
  });
});

describe('the scale', () => {
  it('has round metres', () => {
    expect([gridStep({ ...camera, scale: 2 }), gridStep({ ...camera, scale: 0.05 })]).toEqual([50, 2000]);
    expect([metresText(0.5), metresText(200), metresText(1500)]).toEqual(['0.5 m', '200 m', '1.5 km']);
  });
});
