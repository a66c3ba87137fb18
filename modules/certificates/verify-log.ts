import type { Clock } from '@chedun/kernel';
import type { Records } from '@chedun/records';
import type { VerifierKey } from '@chedun/merkle';
import type { Kysely } from 'kysely';
import { openAuditThread, type AuditThread } from './audit-thread.ts';
import type { LogProgress, LogVerdict } from './contract/operate.ts';
import type { AuditResult } from './domain/log-auditor.ts';
import type { IssuanceLog } from './log.ts';
import type { CertificateTables } from './tables.ts';
import type { AuditWork } from './worker/audit-log.ts';

interface Needs {
  readonly records: Pick<Records, 'read'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Pick<IssuanceLog, 'keys' | 'keyLines'>;
  readonly openThread?: typeof openAuditThread;
}

/** Verifies the issuance log; one verification at a time, whoever asks. */
export interface LogVerifier {
  readonly verify: () => Promise<LogVerdict>;
  readonly progress: () => LogProgress;
}

const PAGE = 2000;

type Count = (rows: number) => void;

/** Reads the next page while the thread works on the last one: this thread only carries. */
const carry = async <Row>(
  thread: AuditThread,
  next: (after: Row | undefined) => Promise<readonly Row[]>,
  piece: (rows: readonly Row[]) => AuditWork,
  count: Count,
): Promise<void> => {
  let rows = await next(undefined);
  while (rows.length > 0) {
    const worked = thread.work(piece(rows));
    const following = rows.length < PAGE ? [] : await next(rows.at(-1));
    await worked;
    count(rows.length);
    rows = following;
  }
};

type Db = Kysely<CertificateTables>;

const carryLeaves = (db: Db, thread: AuditThread, count: Count): Promise<void> =>
  carry(
    thread,
    (
      after:
        | { readonly index: number; readonly serial: string; readonly entry: string; readonly hash: Buffer }
        | undefined,
    ) =>
      db
        .selectFrom('certificates.log')
        .selectAll()
        .where('index', '>', after?.index ?? -1)
        .orderBy('index')
        .limit(PAGE)
        .execute(),
    (rows) => ({ kind: 'leaves', rows }),
    count,
  );

const carryCertificates = (db: Db, thread: AuditThread, count: Count): Promise<void> =>
  carry(
    thread,
    (
      after:
        | { readonly serial: string; readonly der: Buffer; readonly state: string; readonly log_index: number }
        | undefined,
    ) =>
      db
        .selectFrom('certificates.certificates')
        .select(['serial', 'der', 'state', 'log_index'])
        .where('serial', '>', after?.serial ?? '')
        .orderBy('serial')
        .limit(PAGE)
        .execute(),
    (rows) => ({ kind: 'certificates', rows }),
    count,
  );

type Tell = (progress: Partial<LogProgress>) => void;

const auditIn = async (
  db: Db,
  openThread: typeof openAuditThread,
  keys: readonly VerifierKey[],
  tell: Tell,
): Promise<AuditResult> => {
  const checkpoints = await db
    .selectFrom('certificates.checkpoints')
    .select(['size', 'note'])
    .orderBy('size')
    .execute();
  const total = await db
    .selectFrom('certificates.certificates')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  const head = await db.selectFrom('certificates.log_head').select('size').executeTakeFirst();
  tell({ totalLeaves: head?.size ?? 0, totalCertificates: Number(total.count) });
  const thread = openThread({ checkpoints, keys });
  let [leaves, certificates] = [0, 0];
  try {
    await carryLeaves(db, thread, (rows) => tell({ leaves: (leaves += rows) }));
    await carryCertificates(db, thread, (rows) => tell({ certificates: (certificates += rows) }));
    const result = await thread.work({ kind: 'finish' });
    if (result === null) throw new Error('the verification of the issuance log gave no result');
    return result;
  } finally {
    await thread.close();
  }
};

/** Everything is read as it was at one moment: what is issued meanwhile is no disagreement. */
const audit = async ({ records, log, openThread = openAuditThread }: Needs, tell: Tell): Promise<AuditResult> => {
  const keys = await log.keys();
  return records
    .read<CertificateTables>()
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute((db) => auditIn(db, openThread, keys, tell));
};

const verdictOf = async (needs: Needs, { leaves, certificates, problems }: AuditResult): Promise<LogVerdict> => {
  const checkpoint = await needs.records
    .read<CertificateTables>()
    .selectFrom('certificates.checkpoints')
    .select(['size', 'at'])
    .orderBy('size', 'desc')
    .limit(1)
    .executeTakeFirst();
  return {
    intact: problems.length === 0,
    leaves,
    certificates,
    checkpoint: checkpoint === undefined ? null : { size: checkpoint.size, at: checkpoint.at.toISOString() },
    problems: [...problems],
    keys: [...(await needs.log.keyLines())],
    verifiedAt: new Date(needs.clock.now()).toISOString(),
  };
};

const IDLE: LogProgress = { running: false, leaves: 0, totalLeaves: 0, certificates: 0, totalCertificates: 0 };

/**
 * Verifies the issuance log from its first leaf in a thread of its own: texts, tree, signed checkpoints, and every certificate
 * row against them.
 */
export const logVerifier = (needs: Needs): LogVerifier => {
  let progress = IDLE;
  let running: Promise<LogVerdict> | undefined;
  const run = async (): Promise<LogVerdict> => {
    progress = { ...IDLE, running: true };
    try {
      const result = await audit(needs, (more) => {
        progress = { ...progress, ...more };
      });
      return await verdictOf(needs, result);
    } finally {
      progress = { ...progress, running: false };
      running = undefined;
    }
  };
  return { verify: () => (running ??= run()), progress: () => progress };
};
