export {
  checkpointDays,
  checkpointsOf,
  cosignedCheckpoint,
  keepCosigned,
  newestCheckpoint,
  publishCheckpoint,
} from './checkpoint-book.ts';
export { frameHeaderOf, leafOfHeader, sha256, sha256Leaf, sha256Tree, sm3, sm3Leaf, sm3Tree } from './leaf.ts';
export { cosignersOf, isSignedByLog, openCheckpoint } from './note-keys.ts';
export type { OpenedCheckpoint, SignatureVerdict } from './note-keys.ts';
export type { Problem, ProblemKind } from './problems.ts';
export type { FromThread } from './protocol.ts';
export { rowsOf } from './rows.ts';
export { startSealThread } from './seal-thread.ts';
export type { SealThread } from './seal-thread.ts';
export { LogSealer, SealError, SHA256_FOLDER } from './sealer.ts';
export type { SealFault, SealHead, SealerSetup } from './sealer.ts';
export { cached, leafIn, readTileIn } from './tile-store.ts';
export { verifyLog } from './verify-log.ts';
export type { LogVerdict, VerifyTask } from './verify-log.ts';
export { checkRecord } from './check-record.ts';
export type { ProofStep, ProofVerdict } from './check-record.ts';
export { exportLog, unpackExport } from './export-log.ts';
export { frameAt, proveRecord } from './prove-record.ts';
export { replaceFile, nodeFiles } from '../files.ts';
