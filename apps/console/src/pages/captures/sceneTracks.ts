import type { V2xPoint } from '@chedun/captures/contract';
import { project } from '../../ui/drawing/geojson.ts';
import type { LonLat } from '../../ui/drawing/geojson.ts';
import { firstAtOrAfter } from '../../ui/drawing/decimate.ts';
import type { Track } from '../../ui/drawing/scene.ts';
import type { Standing } from '../../ui/drawing/scenePaint.ts';

/** A scene ready for replay: seconds count from its start, metres from its origin. */
export interface Scene {
  readonly startMs: number;
  readonly seconds: number;
  readonly origin: LonLat | undefined;
  readonly tracks: readonly Track[];
  /** Seconds of the messages of each sender that the detectors held against it; rising. */
  readonly accusations: ReadonlyMap<string, readonly number[]>;
}

interface Growing {
  readonly at: number[];
  readonly x: number[];
  readonly y: number[];
  readonly heading: number[];
  readonly speed: number[];
}

const grow = (rows: Growing, point: V2xPoint, second: number, origin: LonLat): void => {
  const { x, y } = project([point.lon, point.lat], origin);
  rows.at.push(second);
  rows.x.push(x);
  rows.y.push(y);
  rows.heading.push(point.headingDeg ?? rows.heading.at(-1) ?? 0);
  rows.speed.push(point.speedMps ?? 0);
};

const accuse = (accusations: Map<string, number[]>, sender: string, second: number): void => {
  const known = accusations.get(sender);
  if (known === undefined) accusations.set(sender, [second]);
  else known.push(second);
};

/** Positions in the order of time → one track for each sender. The origin is the first position. */
export const sceneOf = (points: readonly V2xPoint[]): Scene => {
  const first = points[0];
  if (first === undefined) return { startMs: 0, seconds: 0, origin: undefined, tracks: [], accusations: new Map() };
  const origin: LonLat = [first.lon, first.lat];
  const tracks = new Map<string, Growing>();
  const accusations = new Map<string, number[]>();
  for (const point of points) {
    const second = (point.at - first.at) / 1000;
    const rows = tracks.get(point.sender) ?? { at: [], x: [], y: [], heading: [], speed: [] };
    grow(rows, point, second, origin);
    tracks.set(point.sender, rows);
    if (point.rules.length > 0) accuse(accusations, point.sender, second);
  }
  return {
    startMs: first.at,
    origin,
    seconds: ((points.at(-1) ?? first).at - first.at) / 1000,
    tracks: [...tracks].map(([id, rows]) => ({ id, ...rows })),
    accusations,
  };
};

/** Seconds during which an accusation counts as happening now. */
const FRESH_S = 1;

/** How a sender stands at a moment: accused now, accused before, or plain. */
export const standingAt = (accusations: Scene['accusations'], id: string, at: number): Standing => {
  const seconds = accusations.get(id);
  if (seconds === undefined) return 'plain';
  const last = seconds[firstAtOrAfter(seconds, at + 1e-6) - 1];
  if (last === undefined) return 'plain';
  return at - last <= FRESH_S ? 'accused-now' : 'accused';
};

/** How many messages were held against senders in each of `count` equal parts of the scene, and how many there were. */
export const densityOf = (scene: Scene, count: number) => {
  const step = Math.max(scene.seconds, 1e-3) / count;
  const all = new Float64Array(count);
  const suspicious = new Float64Array(count);
  const add = (into: Float64Array, second: number): void => {
    const part = Math.min(count - 1, Math.floor(second / step));
    into[part] = (into[part] ?? 0) + 1;
  };
  for (const { at } of scene.tracks) for (let index = 0; index < at.length; index += 1) add(all, at[index] ?? 0);
  for (const seconds of scene.accusations.values()) for (const second of seconds) add(suspicious, second);
  return { x: Float64Array.from(all, (_, index) => index * step), all, suspicious, step };
};
