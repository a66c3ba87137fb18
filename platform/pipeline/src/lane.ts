import type { PipelineFrame, Stage } from './stage.ts';

/** Where a lane gets its frames from: one stream of the journal. */
export interface FrameReader {
  readonly stream: string;
  /**
   * Consecutive frames from `from` on, at least one: waits until there is one.
   * Ends with an empty list when the signal aborts.
   */
  readonly read: (from: number, limits: ChunkLimits, signal: AbortSignal) => Promise<readonly PipelineFrame[]>;
}

/** Bounds of a chunk; whichever is reached first. */
export interface ChunkLimits {
  readonly frames: number;
  readonly bytes: number;
}

/** Stages of one stream that read at the same place. */
export interface Lane {
  readonly stream: string;
  /** Sequence number of the next frame to hand out. */
  next: number;
  readonly stages: Set<Stage>;
  /** Ends when everything that this lane handed out so far has been delivered; keeps the order over splits and joins. */
  order: Promise<void>;
}

/** Groups stages by their positions; those that stand at the same place share a lane and so a decode. */
export const lanesFor = (stream: string, positions: readonly { stage: Stage; position: number }[]): Lane[] => {
  const lanes = new Map<number, Lane>();
  for (const { stage, position } of positions) {
    const next = position + 1;
    const lane = lanes.get(next) ?? { stream, next, stages: new Set<Stage>(), order: Promise.resolve() };
    lane.stages.add(stage);
    lanes.set(next, lane);
  }
  return [...lanes.values()];
};

/**
 * Last frame that the next chunk of a lane may hold: it ends before the next lane ahead, so that the two can join there,
 * and at the fence of a stage.
 */
export const chunkEnd = (lane: Lane, others: readonly Lane[]): number => {
  const ahead = others.filter((other) => other.stream === lane.stream && other.next > lane.next);
  const fences = [...lane.stages].map((stage) => stage.fence?.(lane.stream) ?? 0).filter((fence) => fence >= lane.next);
  return Math.min(Number.MAX_SAFE_INTEGER, ...ahead.map((other) => other.next - 1), ...fences);
};

/** Moves the stages of `lane` into another lane that stands at the same place; true when there was one. */
export const join = (lane: Lane, lanes: Set<Lane>): boolean => {
  for (const other of lanes) {
    if (other === lane || other.stream !== lane.stream || other.next !== lane.next) continue;
    for (const stage of lane.stages) other.stages.add(stage);
    other.order = Promise.all([other.order, lane.order]).then(() => undefined);
    lanes.delete(lane);
    return true;
  }
  return false;
};

/**
 * Takes the full stages out of a lane in which others can go on; they get a lane of their own at the same place.
 * Returns undefined when all of the lane's stages are full (then the lane waits) or none is.
 */
export const splitFull = (lane: Lane): Lane | undefined => {
  const full = [...lane.stages].filter((stage) => stage.pressure() >= 1);
  if (full.length === 0 || full.length === lane.stages.size) return undefined;
  for (const stage of full) lane.stages.delete(stage);
  return { stream: lane.stream, next: lane.next, stages: new Set(full), order: lane.order };
};

/** True when no stage of the lane can take more. */
export const isFull = (lane: Lane): boolean => [...lane.stages].every((stage) => stage.pressure() >= 1);
