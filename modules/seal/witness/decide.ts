import { sm3Tree } from '@chedun/journal/seal';
import { sameBytes, verifyConsistency, type Checkpoint } from '@chedun/merkle';

/** The newest checkpoint of a log that the witness signed. */
export type Known = Pick<Checkpoint, 'size' | 'root'>;

/**
 * What a witness does with a checkpoint that its log has signed. `behind`: the log has to prove from another size.
 * `rolled-back`, `forked` and `unproven` are kept as evidence: the log signed two things that do not fit together.
 */
export type Decision = 'sign' | 'bad-request' | 'behind' | 'rolled-back' | 'forked' | 'unproven';

const EMPTY: Known = { size: 0, root: sm3Tree.empty() };

/** Decides as C2SP tlog-witness says: only what continues the last signed checkpoint is signed. */
export const decide = (
  known: Known = EMPTY,
  request: { readonly old: number; readonly proof: readonly Uint8Array[] },
  checkpoint: Known,
): Decision => {
  if (request.old > checkpoint.size) return 'bad-request';
  if (checkpoint.size < known.size) return 'rolled-back';
  if (checkpoint.size === known.size && !sameBytes(checkpoint.root, known.root)) return 'forked';
  if (request.old !== known.size) return 'behind';
  return verifyConsistency(sm3Tree, { older: known, newer: checkpoint }, request.proof) ? 'sign' : 'unproven';
};
