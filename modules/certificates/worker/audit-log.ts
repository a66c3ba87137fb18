import { parentPort, workerData } from 'node:worker_threads';
import type { VerifierKey } from '@chedun/merkle';
import {
  logAuditor,
  type AuditResult,
  type StoredCertificate,
  type StoredCheckpoint,
  type StoredLeaf,
} from '../domain/log-auditor.ts';

/** What the thread starts with. */
export interface AuditSetup {
  readonly checkpoints: readonly StoredCheckpoint[];
  readonly keys: readonly VerifierKey[];
}

/** A piece of work; each is answered in its order. */
export type AuditWork =
  | { readonly kind: 'leaves'; readonly rows: readonly StoredLeaf[] }
  | { readonly kind: 'certificates'; readonly rows: readonly StoredCertificate[] }
  | { readonly kind: 'finish' };

/** Answer: the result at the end, nothing before. */
export type AuditAnswer = AuditResult | null;

const { checkpoints, keys } = workerData as AuditSetup;
const auditor = logAuditor(checkpoints, keys);

const work = (piece: AuditWork): AuditAnswer => {
  switch (piece.kind) {
    case 'leaves':
      auditor.leaves(piece.rows);
      return null;
    case 'certificates':
      auditor.certificates(piece.rows);
      return null;
    case 'finish':
      return auditor.finish();
  }
};

parentPort?.on('message', (piece: AuditWork) => parentPort?.postMessage(work(piece)));
