/** A point or direction in the receiver's local plane: metres (or m/s, m/s²), x to the east, y to the north. */
export interface Vector {
  readonly x: number;
  readonly y: number;
}

/** Length of a vector, in its own unit. Not `Math.hypot`, which costs ten times as much. */
export const lengthOf = (vector: Vector): number => Math.sqrt(vector.x * vector.x + vector.y * vector.y);

/** `to` minus `from`. */
export const difference = (from: Vector, to: Vector): Vector => ({ x: to.x - from.x, y: to.y - from.y });

/** Distance between two points. */
export const distance = (from: Vector, to: Vector): number => lengthOf(difference(from, to));

/** The point reached from `start` after `seconds` with the constant velocity `speed`. */
export const moved = (start: Vector, speed: Vector, seconds: number): Vector => ({
  x: start.x + speed.x * seconds,
  y: start.y + speed.y * seconds,
});

/** Unsigned angle between two directions, 0..180 degrees; 0 when one of them has no length. */
export const angleBetween = (first: Vector, second: Vector): number => {
  const scale = lengthOf(first) * lengthOf(second);
  if (scale === 0) return 0;
  const cosine = (first.x * second.x + first.y * second.y) / scale;
  return (Math.acos(Math.min(1, Math.max(-1, cosine))) * 180) / Math.PI;
};
