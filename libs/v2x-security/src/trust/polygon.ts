/** A corner in tenths of microdegrees; polygons do not cross the 180th meridian (IEEE 1609.2 6.4.21). */
interface Corner {
  readonly latitude: number;
  readonly longitude: number;
}

const edgesOf = (polygon: readonly Corner[]): readonly (readonly [Corner, Corner])[] =>
  polygon.map((corner, at) => [corner, polygon[(at + 1) % polygon.length] ?? corner] as const);

/** Sign of the area of a triangle: which side of a line a point is on. The factors stay below 2^63; the sign survives rounding but for lines of less than a metre. */
const side = (from: Corner, to: Corner, point: Corner): number =>
  Math.sign(
    (to.longitude - from.longitude) * (point.latitude - from.latitude) -
      (to.latitude - from.latitude) * (point.longitude - from.longitude),
  );

const isBetween = (value: number, one: number, two: number): boolean =>
  value >= Math.min(one, two) && value <= Math.max(one, two);

const isOnEdge = (point: Corner, [from, to]: readonly [Corner, Corner]): boolean =>
  side(from, to, point) === 0 &&
  isBetween(point.latitude, from.latitude, to.latitude) &&
  isBetween(point.longitude, from.longitude, to.longitude);

/** Whether a point lies in a polygon or on its edge. */
export const pointInPolygon = (point: Corner, polygon: readonly Corner[]): boolean => {
  let inside = false;
  for (const edge of edgesOf(polygon)) {
    if (isOnEdge(point, edge)) return true;
    const [from, to] = edge;
    if (from.latitude > point.latitude === to.latitude > point.latitude) continue;
    const crossing =
      from.longitude +
      ((point.latitude - from.latitude) * (to.longitude - from.longitude)) / (to.latitude - from.latitude);
    if (point.longitude < crossing) inside = !inside;
  }
  return inside;
};

const cross = (one: readonly [Corner, Corner], two: readonly [Corner, Corner]): boolean =>
  side(...one, two[0]) * side(...one, two[1]) < 0 && side(...two, one[0]) * side(...two, one[1]) < 0;

/**
 * Whether a polygon lies in another one: all corners and the middles of all edges inside, and no edge crosses an edge
 * of the outer one. Exact but for outer polygons with a dent that touches an inner edge in corners only.
 */
export const polygonInPolygon = (inner: readonly Corner[], outer: readonly Corner[]): boolean => {
  const edges = edgesOf(inner);
  const middle = ([from, to]: readonly [Corner, Corner]): Corner => ({
    latitude: (from.latitude + to.latitude) / 2,
    longitude: (from.longitude + to.longitude) / 2,
  });
  return (
    inner.every((corner) => pointInPolygon(corner, outer)) &&
    edges.every((edge) => pointInPolygon(middle(edge), outer)) &&
    !edges.some((edge) => edgesOf(outer).some((other) => cross(edge, other)))
  );
};
