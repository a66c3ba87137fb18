export * from './batching.ts';
export type { ChunkLimits, FrameReader } from './lane.ts';
export * from './pipeline.ts';
export { PoisonError } from './pool.ts';
export type { Replay } from './replay.ts';
export { journalReader, type DamageListener } from './reader.ts';
export * from './stage.ts';
