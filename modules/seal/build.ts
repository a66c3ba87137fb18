import { join } from 'node:path';
import type { IngestAsks } from '@chedun/ingest/contract';
import { SYSTEM_ACTOR } from '@chedun/kernel';
import type { ModuleParts, Platform } from '@chedun/module';
import { sealChecks } from './checks.ts';
import { compareStore, type Comparison } from './compare-store.ts';
import type { SealAsks, SealedLog, SealStream } from './contract.ts';
import { logRows, type LogRows } from './logs-store.ts';
import { proofUses } from './proofs.ts';
import { readCheckpoints } from './read-checkpoints.ts';
import { openReporter, type Reporter } from './report.ts';
import { sealRoutes, type SealUses } from './routes.ts';
import { openRuns, type Runs } from './runs.ts';
import { openSealing, type Sealing } from './sealing.ts';
import { openSigner, type LogSigner } from './signing.ts';
import { openWitnesses, type Witnesses } from './witnesses.ts';
import type { SealedFrame } from './worker/verify.ts';

/** Parts of a log that one night verifies: all of it in a month. */
const NIGHTS = 30;
const DAY = 86_400_000;

const tonight = ({ firstSeq, size, stream }: SealedLog, now: number) => {
  const part = Math.floor(now / DAY) % NIGHTS;
  const from = firstSeq + Math.floor((size * part) / NIGHTS);
  const to = firstSeq + Math.floor((size * (part + 1)) / NIGHTS) - 1;
  return { stream, from, to: Math.max(from, to) };
};

const verifyTonight = async (runs: Runs, logs: readonly SealedLog[], now: number): Promise<void> => {
  for (const log of logs.filter(({ size }) => size > 0)) await runs.start(tonight(log, now), 'nightly', SYSTEM_ACTOR);
};

/** What lives from start to stop. */
interface Running {
  sealing?: Sealing;
  signer?: LogSigner;
}

const lastCheckpoint = async (
  logs: readonly SealedLog[],
  stream: string,
): Promise<{ readonly size: number; readonly time: number } | undefined> => {
  const found = logs.find((each) => each.stream === stream);
  if (found === undefined || found.state === 'broken' || found.sealedAt === null) return undefined;
  return { size: found.firstSeq + found.size - 1, time: Date.parse(found.sealedAt) };
};

/** Signs from now on, and sends every checkpoint to the witnesses. */
const startSealing = async (
  platform: Platform,
  running: Running,
  parts: { readonly rows: LogRows; readonly reporter: Reporter; readonly witnesses: Witnesses },
): Promise<void> => {
  const { config, journals, clock, log } = platform;
  const { rows, reporter, witnesses } = parts;
  const signer = await openSigner(platform.keys);
  const onCheckpoint = (stream: SealStream): void => {
    witnesses.submit(stream).catch((error: unknown) => log.warn('witnesses were not asked', { error }));
  };
  running.signer = signer;
  running.sealing = openSealing({
    dataDir: config.dataDir,
    journals,
    signer,
    rows,
    reporter,
    clock,
    log,
    onCheckpoint,
  });
  await running.sealing.start();
};

const usesOf = (platform: Platform, ingest: Pick<IngestAsks, 'rowlessRecords'>, running: Running) => {
  const { records, clock, newId, log, events, jobs, config } = platform;
  const reporter = openReporter(records, clock);
  const rows = logRows(records);
  const logs = (): readonly SealedLog[] => running.sealing?.logs() ?? [];
  const foldersOf: Sealing['foldersOf'] = (stream) => ({
    journalFolder: join(config.dataDir, 'journal', stream),
    logFolder: join(config.dataDir, 'seal', stream),
  });
  const folderOf = (stream: string): string => foldersOf(stream).logFolder;
  const compare = (stream: string, frames: readonly SealedFrame[]): Promise<Comparison> =>
    compareStore(events, stream, frames, clock.now(), (few) =>
      ingest.rowlessRecords(
        stream as SealStream,
        few.map(({ seq }) => seq),
      ),
    );
  const send = (id: string): Promise<void> => jobs.send('seal/verify', { id });
  const witnesses = openWitnesses({ records, newId, clock, log, reporter, folderOf });
  const runs = openRuns({ records, newId, clock, reporter, rows, logs, foldersOf, compare, send });
  const sealNow = async (stream: SealStream): Promise<void> => running.sealing?.sealNow(stream);
  const proofs = proofUses({ records, logs, foldersOf, sealNow }, async () =>
    (await witnesses.list()).flatMap(({ keys }) => keys),
  );
  const checkpoints: SealUses['checkpoints'] = async ({ stream, limit }) => {
    const found = logs().find((each) => each.stream === stream);
    if (found === undefined || running.signer === undefined) return [];
    return readCheckpoints(found, folderOf(stream), running.signer, limit);
  };
  return { rows, reporter, uses: { logs, checkpoints, witnesses, runs, proofs } };
};

/** Builds the module. */
export const buildSeal = (platform: Platform, ingest: Pick<IngestAsks, 'rowlessRecords'>): ModuleParts<SealAsks> => {
  const running: Running = {};
  const { rows, reporter, uses } = usesOf(platform, ingest, running);
  const { logs, witnesses, runs } = uses;
  const { now } = platform.clock;
  return {
    asks: { lastCheckpoint: (stream) => lastCheckpoint(logs(), stream), noteRemoved: rows.keptFrom },
    routes: sealRoutes(uses),
    jobs: [
      { name: 'verify', run: (input) => runs.work(idIn(input)) },
      { name: 'verify-tonight', cron: '30 2 * * *', run: () => verifyTonight(runs, logs(), now()) },
    ],
    checks: sealChecks({ logs, witnesses: witnesses.list, runs: () => runs.list({ limit: 60 }), now }),
    start: () => startSealing(platform, running, { rows, reporter, witnesses }),
    stop: async () => running.sealing?.stop(),
  };
};

const idIn = (input: unknown): string =>
  typeof input === 'object' && input !== null && 'id' in input && typeof input.id === 'string' ? input.id : '';
