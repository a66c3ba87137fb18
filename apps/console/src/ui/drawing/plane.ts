import { niceStep } from './span.ts';

/** A point in metres east and north of the origin of a scene. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Which part of the plane is seen: its middle and how many pixels a metre has. */
export interface Camera {
  readonly middle: Point;
  readonly scale: number;
}

/** Size of a picture in pixels. */
export interface Frame {
  readonly width: number;
  readonly height: number;
}

const CLOSEST = 60;
const FURTHEST = 0.002;
const LEAST_EXTENT_M = 60;

/** Where a point of the plane is on the picture; north is up. */
export const toScreen = ({ middle, scale }: Camera, { width, height }: Frame, { x, y }: Point): Point => ({
  x: width / 2 + (x - middle.x) * scale,
  y: height / 2 - (y - middle.y) * scale,
});

/** Which point of the plane a place on the picture shows. */
export const toPlane = ({ middle, scale }: Camera, { width, height }: Frame, { x, y }: Point): Point => ({
  x: middle.x + (x - width / 2) / scale,
  y: middle.y - (y - height / 2) / scale,
});

/** A camera that shows all points with some room; around the origin when there are none. */
export const fitCamera = (points: Iterable<Point>, { width, height }: Frame): Camera => {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y } of points) {
    west = Math.min(west, x);
    east = Math.max(east, x);
    south = Math.min(south, y);
    north = Math.max(north, y);
  }
  if (!Number.isFinite(west)) return { middle: { x: 0, y: 0 }, scale: 1 };
  const wide = Math.max(east - west, LEAST_EXTENT_M) * 1.15;
  const high = Math.max(north - south, LEAST_EXTENT_M) * 1.15;
  return {
    middle: { x: (west + east) / 2, y: (south + north) / 2 },
    scale: limited(Math.min(width / wide, height / high)),
  };
};

const limited = (scale: number): number => Math.min(CLOSEST, Math.max(FURTHEST, scale));

/** Zooms by a factor (above 1 = closer) so that the place under the pointer stays. */
export const zoomCamera = (camera: Camera, frame: Frame, at: Point, factor: number): Camera => {
  const scale = limited(camera.scale * factor);
  const under = toPlane(camera, frame, at);
  return {
    scale,
    middle: {
      x: under.x - (at.x - frame.width / 2) / scale,
      y: under.y + (at.y - frame.height / 2) / scale,
    },
  };
};

/** Moves the plane with the pointer by a distance in pixels. */
export const panCamera = ({ middle, scale }: Camera, dx: number, dy: number): Camera => ({
  scale,
  middle: { x: middle.x - dx / scale, y: middle.y + dy / scale },
});

/** Distance between the lines of the grid in metres: at least 60 pixels apart. */
export const gridStep = ({ scale }: Camera): number => niceStep(60 / scale);

/** `50 m`, `2 km`. */
export const metresText = (metres: number): string =>
  metres >= 1000 ? `${Math.round(metres / 100) / 10} km` : `${Math.round(metres * 100) / 100} m`;
