export * from './event.ts';
export * from './ocsf.ts';
export * from './errors.ts';
export * from './limits.ts';
export { isEvtx, readEvtx } from './evtx/file.ts';
export type { EvtxDamage, EvtxRecord } from './evtx/file.ts';
export type { EvtxNode } from './evtx/render.ts';
export type { EvtxValue } from './evtx/values.ts';
