import { isSignedByLog, openCheckpoint } from '@chedun/journal/seal';
import { Frontier, sameBytes, type VerifierKey } from '@chedun/merkle';
import type { LogVerdict } from '../contract/operate.ts';
import { readEntry, type LogEntry } from './entry.ts';
import { LOG_HASH, sm3Of } from './proof.ts';

type Problem = LogVerdict['problems'][number];

/** A leaf as it is stored. */
export interface StoredLeaf {
  readonly index: number;
  readonly serial: string;
  readonly entry: string;
  readonly hash: Uint8Array;
}

/** A certificate as it is stored. */
export interface StoredCertificate {
  readonly serial: string;
  readonly der: Uint8Array;
  readonly state: string;
  readonly log_index: number;
}

/** A signed head as it is stored. */
export interface StoredCheckpoint {
  readonly size: number;
  readonly note: string;
}

/** What an audit found. */
export interface AuditResult {
  readonly leaves: number;
  readonly certificates: number;
  readonly problems: readonly Problem[];
}

/** Takes the log from its first leaf, then all certificates, and says what does not fit. */
export interface LogAuditor {
  readonly leaves: (rows: readonly StoredLeaf[]) => void;
  readonly certificates: (rows: readonly StoredCertificate[]) => void;
  readonly finish: () => AuditResult;
}

const MOST_PROBLEMS = 50;
const STATE_AFTER: Readonly<Record<LogEntry['kind'], string>> = {
  issued: 'valid',
  revoked: 'revoked',
  held: 'held',
  lifted: 'valid',
};

/** What the last leaf about a certificate says, small enough to keep for every one. */
interface Last {
  readonly kind: LogEntry['kind'];
  readonly certificate: string;
}

/** Follows the tree: texts have the hash they were stored with, indices have no gap, and the tree grows as signed. */
const leafWalker = (
  checkpoints: readonly StoredCheckpoint[],
  keys: readonly VerifierKey[],
  add: (problem: Problem) => void,
) => {
  const frontier = new Frontier(LOG_HASH, () => {});
  const last = new Map<string, Last>();
  const issued = new Map<string, number>();
  let at = 0;
  const holdAgainst = ({ size, note }: StoredCheckpoint): void => {
    const opened = openCheckpoint(note, keys);
    const { checkpoint } = opened;
    const agrees = isSignedByLog(opened) && checkpoint.size === size && sameBytes(checkpoint.root, frontier.root());
    if (!agrees) add({ index: size, serial: '', kind: 'root' });
  };
  const take = ({ index, serial, entry, hash }: StoredLeaf): void => {
    const read = readEntry(entry);
    const leaf = LOG_HASH.leaf(Buffer.from(entry));
    if (index !== frontier.size) add({ index, serial, kind: 'missing' });
    if (read === undefined || read.serial !== serial || !sameBytes(leaf, hash)) add({ index, serial, kind: 'leaf' });
    else {
      last.set(serial, { kind: read.kind, certificate: read.certificate });
      if (read.kind === 'issued') issued.set(serial, index);
    }
    frontier.append(leaf);
    for (let next = checkpoints[at]; next !== undefined && next.size <= frontier.size; next = checkpoints[at]) {
      at += 1;
      if (next.size === frontier.size) holdAgainst(next);
    }
  };
  return { frontier, last, issued, take };
};

/** Begins an audit. `checkpoints` in the order of their sizes. */
export const logAuditor = (checkpoints: readonly StoredCheckpoint[], keys: readonly VerifierKey[]): LogAuditor => {
  const problems: Problem[] = [];
  const add = (problem: Problem): void => {
    if (problems.length < MOST_PROBLEMS) problems.push(problem);
  };
  const { frontier, last, issued, take } = leafWalker(checkpoints, keys, add);
  let certificates = 0;
  const hold = ({ serial, der, state, log_index: index }: StoredCertificate): void => {
    certificates += 1;
    const entry = last.get(serial);
    const about = { index, serial };
    if (entry === undefined || issued.get(serial) !== index) add({ ...about, kind: 'missing' });
    else if (entry.certificate !== Buffer.from(sm3Of(der)).toString('hex')) add({ ...about, kind: 'certificate' });
    else if (STATE_AFTER[entry.kind] !== state) add({ ...about, kind: 'state' });
  };
  return {
    leaves: (rows) => rows.forEach(take),
    certificates: (rows) => rows.forEach(hold),
    finish: () => {
      const beyond = checkpoints.at(-1)?.size ?? 0;
      if (beyond > frontier.size) add({ index: beyond, serial: '', kind: 'missing' });
      if (certificates < issued.size) add({ index: frontier.size, serial: '', kind: 'missing' });
      return { leaves: frontier.size, certificates, problems };
    },
  };
};
