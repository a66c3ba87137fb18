import { describe, expect, it } from 'vitest';
import { placeBackground, project, readBackground } from './geojson.ts';

const line = (coordinates: unknown) => ({
  type: 'Feature',
  properties: {},
  geometry: { type: 'LineString', coordinates },
});
const collection = (...features: readonly unknown[]): string => JSON.stringify({ type: 'FeatureCollection', features });

const road = [
  [114.3, 30.5],
  [114.31, 30.5],
];

describe('a background of the operator', () => {
  it('gives the lines and outlines of the file', () => {
    const area = { type: 'Feature', geometry: { type: 'Polygon', coordinates: [[...road, [114.3, 30.6]]] } };
    const background = readBackground(collection(line(road), area));
    expect(background?.units).toBe('degrees');
    expect(background?.lines.map((one) => one.length)).toEqual([2, 3]);
  });

  it('reads a bare geometry and drops heights', () => {
    const text = JSON.stringify({
      type: 'MultiLineString',
      coordinates: [
        [
          [1, 2, 9],
          [3, 4, 9],
        ],
      ],
    });
    expect(readBackground(text)?.lines).toEqual([
      [
        [1, 2],
        [3, 4],
      ],
    ]);
  });

  it('takes coordinates that cannot be degrees as metres of the scene', () => {
    const background = readBackground(
      collection(
        line([
          [0, 0],
          [900, 1200],
        ]),
      ),
    );
    expect(background?.units).toBe('metres');
  });

  it('refuses what has no line in it', () => {
    const point = { type: 'Feature', geometry: { type: 'Point', coordinates: [1, 2] } };
    for (const text of ['', '{', '[]', 'null', collection(), collection(point), collection(line([[1, 2]]))]) {
      expect(readBackground(text)).toBeUndefined();
    }
  });

  it('refuses more positions than a replay can draw', () => {
    const long = Array.from({ length: 200_001 }, () => [1, 2]);
    expect(readBackground(collection(line(long)))).toBeUndefined();
  });
});

describe('a position in metres', () => {
  it('lies east and north of the origin', () => {
    const { x, y } = project([114.31, 30.51], [114.3, 30.5]);
    expect(x).toBeCloseTo(959, 0);
    expect(y).toBeCloseTo(1113, 0);
  });

  it('needs an origin for degrees and none for metres', () => {
    const degrees = readBackground(collection(line(road)));
    const metres = readBackground(
      collection(
        line([
          [0, 0],
          [500, 500],
        ]),
      ),
    );
    if (degrees === undefined || metres === undefined) throw new Error('both files have lines');
    expect(placeBackground(degrees, undefined)).toEqual([]);
    expect(placeBackground(degrees, [114.3, 30.5])[0]?.[0]).toEqual({ x: 0, y: 0 });
    expect(placeBackground(metres, undefined)[0]?.[1]).toEqual({ x: 500, y: 500 });
  });
});
