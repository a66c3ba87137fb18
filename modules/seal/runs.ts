import { Worker } from 'node:worker_threads';
import { cosignedCheckpoint, type VerifyTask } from '@chedun/journal/seal';
import { DomainError, type ActorRef, type Clock } from '@chedun/kernel';
import { parseVerifierKey, type VerifierKey } from '@chedun/merkle';
import { sha256 } from '@chedun/journal/seal';
import type { Records } from '@chedun/records';
import type { Comparison } from './compare-store.ts';
import type { NewRun, Problem, SealedLog, VerifyRun } from './contract.ts';
import type { LogRows } from './logs-store.ts';
import type { Reporter } from './report.ts';
import type { SealTables } from './tables.ts';
import type { SealedFrame, VerifyAnswer } from './worker/verify.ts';

/** Problems that a run keeps. */
const MOST_KEPT = 200;

interface Needs {
  readonly records: Records;
  readonly newId: () => string;
  readonly clock: Pick<Clock, 'now'>;
  readonly reporter: Reporter;
  readonly rows: LogRows;
  readonly logs: () => readonly SealedLog[];
  readonly foldersOf: (stream: string) => { readonly journalFolder: string; readonly logFolder: string };
  readonly compare: (stream: string, frames: readonly SealedFrame[]) => Promise<Comparison>;
  readonly send: (id: string) => Promise<void>;
}

/** Verifications. */
export interface Runs {
  readonly start: (run: NewRun, kind: VerifyRun['kind'], actor: ActorRef) => Promise<string>;
  /** The work of a run that was started; does nothing when it has ended. */
  readonly work: (id: string) => Promise<void>;
  readonly list: (query: {
    readonly stream?: string | undefined;
    readonly limit: number;
  }) => Promise<readonly VerifyRun[]>;
  readonly must: (id: string) => Promise<VerifyRun>;
}

/** Opens the verifications. */
export const openRuns = (needs: Needs): Runs => ({
  start: (run, kind, actor) => startRun(needs, run, kind, actor),
  work: (id) => workRun(needs, id),
  list: async ({ stream, limit }) => {
    let query = needs.records.read<SealTables>().selectFrom('seal.runs').selectAll();
    if (stream !== undefined) query = query.where('stream', '=', stream);
    return (await query.orderBy('started_at', 'desc').orderBy('id', 'desc').limit(limit).execute()).map(viewOf);
  },
  must: async (id) => viewOf(await rowOf(needs, id)),
});

type Row = Awaited<ReturnType<typeof rowOf>>;

const rowOf = async ({ records }: Pick<Needs, 'records'>, id: string) => {
  const row = await records
    .read<SealTables>()
    .selectFrom('seal.runs')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst();
  if (row === undefined) throw new DomainError('seal.run-unknown', { field: id });
  return row;
};

const viewOf = (row: Row): VerifyRun => ({
  id: row.id,
  stream: row.stream as VerifyRun['stream'],
  kind: row.kind as VerifyRun['kind'],
  from: Number(row.from_seq),
  to: Number(row.to_seq),
  status: row.status as VerifyRun['status'],
  startedAt: row.started_at.toISOString(),
  endedAt: row.ended_at?.toISOString() ?? null,
  startedBy: row.started_by,
  frames: Number(row.frames),
  rows: Number(row.rows),
  checkpoints: Number(row.checkpoints),
  compared: Number(row.compared),
  problems: row.problems as Problem[],
  reason: row.reason,
});

const startRun = async (needs: Needs, run: NewRun, kind: VerifyRun['kind'], actor: ActorRef): Promise<string> => {
  const { records, newId, clock, logs, send } = needs;
  const log = logs().find(({ stream }) => stream === run.stream);
  const last = log === undefined ? 0 : log.firstSeq + log.size - 1;
  const from = run.from ?? log?.firstSeq ?? 1;
  const to = Math.max(from, Math.min(run.to ?? last, last));
  const id = newId();
  await records.transaction(async (tx) => {
    await tx
      .as<SealTables>()
      .insertInto('seal.runs')
      .values({
        id,
        stream: run.stream,
        kind,
        from_seq: from,
        to_seq: to,
        status: 'running',
        started_at: new Date(clock.now()),
        ended_at: null,
        started_by: actor.name ?? actor.id,
        problems: '[]',
      })
      .execute();
    const target = { kind: 'log', id: run.stream };
    await tx.audit({ actor, action: 'seal.verify-started', target, outcome: 'done', after: { run: id, from, to } });
  });
  await send(id);
  return id;
};

/** Verifies in a thread of its own. */
const verifyInThread = (task: VerifyTask): Promise<VerifyAnswer> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./worker/verify.ts', import.meta.url), { workerData: task });
    worker.once('message', (answer: VerifyAnswer) => {
      resolve(answer);
      void worker.terminate();
    });
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`verifying ended with exit code ${code}`)));
  });

const workRun = async (needs: Needs, id: string): Promise<void> => {
  const { logs, rows, foldersOf, compare } = needs;
  const run = await rowOf(needs, id);
  if (run.status !== 'running') return;
  const log = logs().find(({ stream }) => stream === run.stream);
  const keys: VerifierKey[] = (log?.keys ?? []).map((line) => parseVerifierKey(sha256, line));
  const known = await cosignedCheckpoint(foldersOf(run.stream).logFolder);
  const keptFrom = Number((await rows.of(run.stream))?.kept_from ?? log?.firstSeq ?? 1);
  const range = { from: Number(run.from_seq), to: Number(run.to_seq) };
  const task = { ...foldersOf(run.stream), keys, ...range, keptFrom, known: known === undefined ? [] : [known] };
  const answer = await verifyInThread(task);
  if (answer.kind === 'failed') return end(needs, run, { status: 'failed', reason: answer.reason });
  const { verdict, frames } = answer;
  const stored = await compare(run.stream, frames);
  const problems = [...verdict.problems, ...stored.problems];
  await end(needs, run, {
    status: problems.length === 0 ? 'intact' : 'problems',
    frames: verdict.frames,
    rows: verdict.rows,
    checkpoints: verdict.checkpoints,
    compared: stored.compared,
    problems: JSON.stringify(problems.slice(0, MOST_KEPT)),
  });
  const [worst] = problems;
  if (worst !== undefined) await tell(needs, run, worst, problems.length);
};

type Ending = Partial<{
  status: string;
  reason: string;
  frames: number;
  rows: number;
  checkpoints: number;
  compared: number;
  problems: string;
}>;

const end = ({ records, clock }: Needs, { id }: Row, ending: Ending): Promise<void> =>
  records.transaction(async (tx) => {
    const set = { ...ending, ended_at: new Date(clock.now()) };
    await tx.as<SealTables>().updateTable('seal.runs').set(set).where('id', '=', id).execute();
  });

const tell = ({ reporter }: Needs, run: Row, worst: Problem, problems: number): Promise<void> =>
  reporter.report({
    fingerprint: `seal:verify:${run.stream}`,
    zh: `日志校验未通过：${run.stream} 日志发现 ${problems} 处异常`,
    en: `The verification of the ${run.stream} log found ${problems} problems`,
    severity: 'critical',
    facts: {
      run: run.id,
      problems,
      kind: worst.kind,
      ...(worst.seq === undefined ? {} : { frame: worst.seq }),
      ...(worst.segment === undefined ? {} : { segment: worst.segment }),
      ...(worst.row === undefined ? {} : { row: worst.row }),
    },
  });
