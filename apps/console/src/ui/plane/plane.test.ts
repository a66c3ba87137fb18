import { describe, expect, it } from 'vitest';
import { linesOf } from './background.ts';
import { boxAround, degreeText, graticule, lengthText, planeOf, roundBelow, scaleOf } from './plane.ts';

const WUHAN = { west: 114, south: 30, east: 114.5, north: 30.5 };

describe('the plane', () => {
  const plane = planeOf(WUHAN, 800, 400);

  it('has the box inside, north up, and one scale for both directions', () => {
    expect(plane.x(114)).toBeGreaterThanOrEqual(28);
    expect(plane.x(114.5)).toBeLessThanOrEqual(772);
    expect(plane.y(30.5)).toBeCloseTo(28);
    expect(plane.y(30)).toBeCloseTo(372);
    const eastward = (plane.x(114.1) - plane.x(114)) * plane.metresPerPixel;
    const northward = (plane.y(30) - plane.y(30.1)) * plane.metresPerPixel;
    expect(northward).toBeCloseTo(11_132, 0);
    expect(eastward / northward).toBeCloseTo(Math.cos((30.25 * Math.PI) / 180), 6);
  });

  it('maps pixels back to places', () => {
    expect(plane.lon(plane.x(114.123))).toBeCloseTo(114.123, 9);
    expect(plane.lat(plane.y(30.321))).toBeCloseTo(30.321, 9);
  });

  it('shows a single place with something around it', () => {
    const single = planeOf({ west: 114, east: 114, south: 30, north: 30 }, 800, 400);
    expect([single.x(114), single.y(30)]).toEqual([400, 200]);
    expect(single.metresPerPixel * 344).toBeCloseTo(400);
  });

  it('has a scale bar of a round length, at most a quarter of the width', () => {
    const { metres, pixels } = scaleOf(plane);
    expect(metres).toBe(20_000);
    expect(pixels).toBeLessThanOrEqual(200);
    expect(metres / pixels).toBeCloseTo(plane.metresPerPixel);
    expect([lengthText(500), lengthText(20_000)]).toEqual(['500 m', '20 km']);
  });

  it('has lines at round degrees', () => {
    const { meridians, parallels, decimals } = graticule(plane);
    expect(decimals).toBe(1);
    expect(parallels.map((lat) => degreeText(lat, 'lat', decimals))).toContain('30.2°N');
    expect(meridians.length).toBeGreaterThan(2);
    expect(degreeText(-70.25, 'lon', 2)).toBe('70.25°W');
    expect([roundBelow(9), roundBelow(0.03), roundBelow(1)]).toEqual([5, 0.02, 1]);
  });

  it('is drawn around all places', () => {
    expect(boxAround([])).toBeUndefined();
    const places = [
      { lon: 1, lat: 5 },
      { lon: -2, lat: 4 },
    ];
    expect(boxAround(places)).toEqual({ west: -2, east: 1, south: 4, north: 5 });
  });
});

describe('GeoJSON of the operator', () => {
  const feature = (geometry: unknown) => ({ type: 'Feature', properties: {}, geometry });

  it('gives its lines and borders', () => {
    const text = JSON.stringify({
      type: 'FeatureCollection',
      features: [
        feature({
          type: 'LineString',
          coordinates: [
            [114, 30],
            [115, 31, 20],
          ],
        }),
        feature({
          type: 'Polygon',
          coordinates: [
            [
              [0, 0],
              [1, 0],
              [0, 1],
              [0, 0],
            ],
          ],
        }),
        feature({
          type: 'MultiPolygon',
          coordinates: [
            [
              [
                [0, 0],
                [1, 0],
                [0, 0],
              ],
            ],
            [
              [
                [5, 5],
                [6, 6],
                [5, 5],
              ],
            ],
          ],
        }),
        feature({ type: 'Point', coordinates: [1, 1] }),
        feature(null),
      ],
    });
    expect(linesOf(text)?.map((line) => line.length)).toEqual([2, 4, 3, 3]);
    expect(linesOf(text)?.[0]).toEqual([
      { lon: 114, lat: 30 },
      { lon: 115, lat: 31 },
    ]);
    expect(
      linesOf(
        JSON.stringify({
          type: 'LineString',
          coordinates: [
            [0, 0],
            [1, 1],
          ],
        }),
      ),
    ).toHaveLength(1);
  });

  it.each(['', '{', '[]', '{"type":"Point","coordinates":[1,2]}', '{"features":[{"geometry":5}]}', 'null'])(
    'is refused when it holds no line: %s',
    (text) => expect(linesOf(text)).toBeUndefined(),
  );

  it('leaves shapes outside the world out', () => {
    expect(
      linesOf(
        JSON.stringify({
          type: 'LineString',
          coordinates: [
            [500, 0],
            [1, 1],
          ],
        }),
      ),
    ).toBeUndefined();
  });
});
