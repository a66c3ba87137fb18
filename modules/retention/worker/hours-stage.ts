import type { OpenStage } from '@chedun/pipeline';
import { hourOf } from '../domain/gaps.ts';

/** What arrived of one source in one hour within a chunk. */
export interface HourCount {
  readonly source: string;
  /** Start of the hour, milliseconds since 1970. */
  readonly hour: number;
  frames: number;
  events: number;
  bytes: number;
  firstAt: number;
  lastAt: number;
}

/** Result of a chunk for the ledger. */
export interface HoursResult {
  readonly hours: readonly HourCount[];
}

/** Counts frames per source and hour of receipt; needs nothing but the head of a frame. */
export const openStage: OpenStage = () => {
  let hours = new Map<string, HourCount>();
  return {
    onFrame: ({ frame }) => {
      const hour = hourOf(frame.receivedAt);
      const key = `${hour} ${frame.source}`;
      const at = frame.receivedAt;
      const fresh = { source: frame.source, hour, frames: 0, events: 0, bytes: 0, firstAt: at, lastAt: at };
      const count = hours.get(key) ?? fresh;
      hours.set(key, count);
      count.frames += 1;
      count.events += frame.count;
      count.bytes += frame.payload.length;
      count.firstAt = Math.min(count.firstAt, at);
      count.lastAt = Math.max(count.lastAt, at);
    },
    flush: () => {
      const result: HoursResult = { hours: [...hours.values()] };
      hours = new Map();
      return { result };
    },
  };
};
