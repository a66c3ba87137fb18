import { loadIdsModel } from '@chedun/can';
import { isDomainError, type Json } from '@chedun/kernel';
import type { Platform } from '@chedun/module';
import type { IngestAsks } from '@chedun/ingest/contract';
import { z } from 'zod';
import { blobOf, removeBlobs } from '../blob-names.ts';
import { CAPTURES_SOURCE } from '../contract.ts';
import { faultOf } from '../domain/faults.ts';
import type { modelReads } from '../read-models.ts';
import { runTask, type Telling } from '../run-task.ts';
import { beginAttempt, endAttempt, noteProgress, putChunk, putModelUse, putRows, type CaptureRow } from '../store.ts';
import type { Outcome, Section, Task } from '../worker/protocol.ts';
import type { RunningTasks } from '../running.ts';

/** Full name of the job that analyses. */
export const ANALYSE = 'captures/analyse';

/** What analysing stands on. */
export interface AnalyseNeeds {
  readonly platform: Pick<Platform, 'records' | 'blobs' | 'clock' | 'newId' | 'log'>;
  readonly record: IngestAsks['record'];
  readonly models: Pick<ReturnType<typeof modelReads>, 'model' | 'modelContent' | 'dbcText'>;
  readonly running: RunningTasks;
  /** Tells hosts of the capture that the register does not know, after the findings that there are; gives how many. */
  readonly unregistered: (capture: CaptureRow, attempt: string, findings: number) => Promise<number>;
}

const Input = z.object({ id: z.uuid(), run: z.number().int() });
const PROGRESS_STEP = 0.01;

/** The task of a capture. A DBC or model that is gone or cannot be read any more is left out. */
const taskOf = async (row: CaptureRow, { models, platform }: AnalyseNeeds): Promise<Task> => {
  const { id, kind, format, vin, can_model_id, dbc_id } = row;
  const common = { job: 'analyse' as const, capture: id, kind, format, vin, size: row.size };
  const about = { ...common, uploadedAt: row.uploaded_at.getTime(), toEvents: row.to_events };
  if (kind !== 'can') return { ...about, dbc: undefined, model: undefined };
  const model = async (modelId: string): Promise<Task['model']> => {
    const { title } = await models.model(modelId);
    return { id: modelId, title, content: loadIdsModel(await models.modelContent(modelId)) };
  };
  const orNothing = (error: unknown): undefined => {
    platform.log.warn('a DBC or model could not be used for a capture', { capture: id, error });
    return undefined;
  };
  return {
    ...about,
    dbc: dbc_id === null ? undefined : await models.dbcText(dbc_id).catch(orNothing),
    model: can_model_id === null ? undefined : await model(can_model_id).catch(orNothing),
  };
};

/** Puts away what the worker tells. */
const keeper = ({ platform, record }: AnalyseNeeds, capture: string, attempt: string) => {
  const { records, blobs } = platform;
  const counts = new Map<Section | 'chunks', number>();
  const next = (of: Section | 'chunks', by: number): number => {
    const at = counts.get(of) ?? 0;
    counts.set(of, at + by);
    return at;
  };
  return async (telling: Telling): Promise<void> => {
    switch (telling.kind) {
      case 'rows': {
        const from = next(telling.section, telling.rows.length);
        return putRows(records, { capture, attempt, section: telling.section, from }, telling.rows);
      }
      case 'records':
        return record(CAPTURES_SOURCE, telling.records);
      case 'chunk': {
        const seq = next('chunks', 1);
        const blob = `captures/${capture}/${attempt}/${telling.chunk.series}/${String(seq).padStart(6, '0')}`;
        const { bytes } = telling.chunk;
        await blobs.put(blob, [bytes], { maxBytes: bytes.length });
        return putChunk(records, { capture, attempt, seq, blob }, telling.chunk);
      }
    }
  };
};

/** Nothing but faults came out: the file is broken rather than empty of events. */
const isHopeless = ({ summary, unreadable }: Outcome): boolean =>
  unreadable > 0 && (summary.kind === 'can' || summary.kind === 'pcap' ? summary.frames : summary.messages) === 0;

const end = async (needs: AnalyseNeeds, row: CaptureRow, attempt: string, outcome: Outcome): Promise<void> => {
  const { records, clock } = needs.platform;
  const at = new Date(clock.now());
  const { faults, summary } = outcome;
  const [first] = faults;
  if (isHopeless(outcome) && first !== undefined) {
    const { line, offset, reason } = first;
    const place = { ...(line === null ? {} : { line }), ...(offset === null ? {} : { offset }) };
    const fault = faultOf('captures.nothing-read', { reason, ...place });
    await records.transaction((tx) => endAttempt(tx, { id: row.id, attempt }, { status: 'failed', fault, faults, at }));
    return;
  }
  const unregisteredHosts = summary.kind === 'pcap' ? await needs.unregistered(row, attempt, outcome.findings) : 0;
  const found = summary.kind === 'pcap' ? { ...summary, unregisteredHosts } : summary;
  await records.transaction(async (tx) => {
    const findings = outcome.findings + unregisteredHosts;
    await endAttempt(
      tx,
      { id: row.id, attempt },
      { status: 'done', outcome: { ...outcome, findings, summary: found }, at },
    );
    if (summary.kind !== 'can' || summary.modelId === null) return;
    const seconds = (summary.last ?? 0) - (summary.first ?? 0);
    await putModelUse(tx, { model_id: summary.modelId, capture_id: row.id, seconds, alerts: summary.alerts ?? 0 });
  });
};

const analyse = async (needs: AnalyseNeeds, row: CaptureRow, attempt: string, signal: AbortSignal): Promise<void> => {
  const { records, blobs, clock } = needs.platform;
  let told = 0;
  const progress = async (share: number): Promise<void> => {
    if (share - told < PROGRESS_STEP) return;
    told = share;
    if (!(await noteProgress(records, { id: row.id, attempt }, share * 0.95))) void needs.running.stop(row.id);
  };
  try {
    const task = await taskOf(row, needs);
    const source = (await blobs.get(blobOf(row.id))) as AsyncIterable<Uint8Array>;
    const ending = await runTask({ task, source, take: keeper(needs, row.id, attempt), progress, signal });
    if (ending.kind === 'done') return await end(needs, row, attempt, ending.outcome);
    if (ending.kind !== 'failed') throw new Error(`an analysis ended as ${ending.kind}`);
    const { fault } = ending;
    const at = new Date(clock.now());
    await records.transaction((tx) =>
      endAttempt(tx, { id: row.id, attempt }, { status: 'failed', fault, faults: [fault], at }),
    );
  } catch (error) {
    if (!isDomainError(error) || signal.aborted) throw error;
    const fault = faultOf(error.code, error.detail);
    const at = new Date(clock.now());
    await records.transaction((tx) =>
      endAttempt(tx, { id: row.id, attempt }, { status: 'failed', fault, faults: [fault], at }),
    );
  }
  return undefined;
};

/** Analyses the capture of a job. Runs again from the start after a crash; a capture that nobody waits for is left alone. */
export const analyseCapture =
  (needs: AnalyseNeeds) =>
  async (input: Json): Promise<void> => {
    const { id, run } = Input.parse(input);
    const attempt = needs.platform.newId();
    const row = await beginAttempt(needs.platform.records, { id, run, attempt });
    if (row === undefined) return;
    await removeBlobs(needs.platform.blobs, id, (name) => name === blobOf(id));
    await needs.running.run(id, (signal) => analyse(needs, row, attempt, signal));
  };
