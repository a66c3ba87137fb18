import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Journal } from '@chedun/journal';
import {
  newestCheckpoint,
  publishCheckpoint,
  startSealThread,
  type FromThread,
  type SealThread,
} from '@chedun/journal/seal';
import type { Clock } from '@chedun/kernel';
import type { Logger } from '@chedun/log';
import { extensionOf, toBase64, type Checkpoint } from '@chedun/merkle';
import type { SealedLog, SealStream } from './contract.ts';
import type { LogRows } from './logs-store.ts';
import type { Reporter } from './report.ts';
import { keyLines, type LogSigner } from './signing.ts';

/** How often new frames are added to the trees, and how often a checkpoint is signed. */
const ADD_MS = 1_000;
const SIGN_MS = 10_000;

/** What sealing stands on. */
export interface SealingNeeds {
  readonly dataDir: string;
  readonly journals: Readonly<Record<SealStream, Pick<Journal, 'id' | 'head' | 'first'>>>;
  readonly signer: LogSigner;
  readonly rows: LogRows;
  readonly reporter: Reporter;
  readonly clock: Clock;
  readonly log: Logger;
  /** Hears of every checkpoint that was published; must not wait. */
  readonly onCheckpoint: (stream: SealStream) => void;
}

interface State {
  readonly stream: SealStream;
  readonly origin: string;
  readonly firstSeq: number;
  readonly keys: readonly string[];
  size: number;
  root: Uint8Array;
  sealedAt: number | undefined;
  fault: string | undefined;
}

/** Seals the journals of this process. */
export interface Sealing {
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
  readonly logs: () => readonly SealedLog[];
  readonly foldersOf: (stream: string) => { readonly journalFolder: string; readonly logFolder: string };
  /** Adds and signs what is there now, for tests and before a proof; resolves when a checkpoint covers it. */
  readonly sealNow: (stream: SealStream) => Promise<void>;
}

const STREAMS: readonly SealStream[] = ['network', 'telemetry'];

/** Opens sealing; nothing happens before `start`. */
export const openSealing = (needs: SealingNeeds): Sealing => {
  const states = new Map<SealStream, State>();
  const waiting = new Set<() => void>();
  let thread: SealThread | undefined;
  let timers: NodeJS.Timeout[] = [];
  let queue = Promise.resolve();
  const { journals, log } = needs;
  const foldersOf: Sealing['foldersOf'] = (stream) => ({
    journalFolder: join(needs.dataDir, 'journal', stream),
    logFolder: join(needs.dataDir, 'seal', stream),
  });
  const wake = (): void => {
    for (const each of waiting) each();
  };
  const advance = (stream: SealStream, publish: boolean): void => {
    if (states.get(stream)?.fault === undefined) thread?.advance(stream, journals[stream].head().seq, publish);
  };
  const onMessage = (message: FromThread): void => {
    queue = queue
      .then(() => hear(needs, states, foldersOf, message, (stream, size) => thread?.published(stream, size)))
      .catch((error: unknown) => log.error('a checkpoint was not published', { error }))
      .finally(wake);
  };
  return {
    foldersOf,
    logs: () => STREAMS.flatMap((stream) => viewOf(states.get(stream), journals[stream].head().seq)),
    start: async () => {
      const started = startSealThread(onMessage, (error) => log.error('the sealing thread has stopped', { error }));
      thread = started;
      for (const stream of STREAMS) await openLog(needs, states, foldersOf(stream), stream, started);
      timers = [
        setInterval(() => STREAMS.forEach((stream) => advance(stream, false)), ADD_MS),
        setInterval(() => STREAMS.forEach((stream) => advance(stream, true)), SIGN_MS),
      ];
    },
    stop: async () => {
      timers.forEach(clearInterval);
      await queue;
      await thread?.close();
    },
    sealNow: async (stream) => {
      const goal = journals[stream].head().seq;
      const reached = (): boolean => {
        const state = states.get(stream);
        return state === undefined || state.fault !== undefined || state.firstSeq + state.size > goal;
      };
      advance(stream, true);
      while (!reached()) await new Promise<void>((resolve) => waiting.add(resolve));
    },
  };
};

const viewOf = (state: State | undefined, durable: number): SealedLog[] => {
  if (state === undefined) return [];
  const { stream, origin, size, root, sealedAt, firstSeq, keys, fault } = state;
  const at = sealedAt === undefined ? null : new Date(sealedAt).toISOString();
  const status = fault !== undefined ? 'broken' : size === 0 ? 'waiting' : 'sealing';
  return [
    {
      stream,
      origin,
      size,
      root: toBase64(root),
      sealedAt: at,
      firstSeq,
      durable,
      keys: [...keys],
      state: status,
      fault: fault ?? null,
    },
  ];
};

/** Why the folder of a log cannot be gone on with: it is older than what was published, or the checkpoint is not ours. */
const staleness = (
  opened: Checkpoint | undefined,
  known: { readonly size: number } | undefined,
  note: string | undefined,
): string | undefined => {
  if (note !== undefined && opened === undefined) return 'the newest checkpoint is not signed by the keys of this log';
  if (known !== undefined && known.size > (opened?.size ?? 0))
    return `the log has ${opened?.size ?? 0} frames, but ${known.size} were published: it was rolled back or removed`;
  return undefined;
};

const openLog = async (
  needs: SealingNeeds,
  states: Map<SealStream, State>,
  folders: ReturnType<Sealing['foldersOf']>,
  stream: SealStream,
  thread: SealThread,
): Promise<void> => {
  const { journals, signer, rows } = needs;
  const journal = journals[stream];
  const origin = `chedun/${stream}/${journal.id}`;
  await mkdir(folders.logFolder, { recursive: true, mode: 0o750 });
  const note = await newestCheckpoint(folders.logFolder);
  const last = note === undefined ? undefined : (await signer.open(origin, note))?.checkpoint;
  const row = await rows.of(stream);
  const known = row?.origin === origin ? row : undefined;
  const firstSeq = last === undefined ? journal.first() : Number(extensionOf(last, 'first-seq') ?? 1);
  const keys = keyLines(await signer.keysOf(origin));
  await writeFile(join(folders.logFolder, 'keys.txt'), `${keys.join('\n')}\n`);
  const sealedAt = last && Date.parse(extensionOf(last, 'time') ?? '');
  const state: State = {
    stream,
    origin,
    firstSeq,
    keys,
    size: last?.size ?? 0,
    root: last?.root ?? new Uint8Array(0),
    sealedAt,
    fault: undefined,
  };
  states.set(stream, state);
  const stale = staleness(last, known, note);
  if (stale !== undefined) return fail(needs, state, stale);
  if (known !== undefined && known.fault !== null) return fail(needs, state, known.fault);
  thread.open({
    ...folders,
    stream,
    firstSeq,
    last: last && { size: last.size, root: last.root },
    durable: journal.head().seq,
  });
};

/** Nothing is signed over a log that does not fit: the fault is kept, reported, and stays until a person has looked. */
const fail = async ({ rows, reporter, log }: SealingNeeds, state: State, fault: string): Promise<void> => {
  state.fault = fault;
  log.error('the log is not sealed any more', { stream: state.stream, fault });
  await rows.fault(state.stream, fault);
  await reporter.report({
    fingerprint: `seal:broken:${state.origin}`,
    zh: `日志存证中断：${state.stream} 日志与检查点不一致，疑似被篡改`,
    en: `The ${state.stream} log does not agree with its checkpoint: it may have been tampered with`,
    severity: 'critical',
    facts: { stream: state.stream, fault },
  });
};

const hear = async (
  needs: SealingNeeds,
  states: ReadonlyMap<SealStream, State>,
  foldersOf: Sealing['foldersOf'],
  message: FromThread,
  published: (stream: SealStream, size: number) => void,
): Promise<void> => {
  const state = states.get(message.stream as SealStream);
  if (state === undefined || message.kind === 'opened') return;
  if (message.kind === 'faulty') return fail(needs, state, message.reason);
  const { head } = message;
  if (head.size <= state.size) return;
  const now = needs.clock.now();
  const time = new Date(now).toISOString();
  const note = await needs.signer.sign(state.origin, state.firstSeq, head, time);
  await publishCheckpoint(foldersOf(state.stream).logFolder, note, time.slice(0, 10));
  const { stream, origin, firstSeq } = state;
  Object.assign(state, { size: head.size, root: head.root, sealedAt: now });
  published(stream, head.size);
  await needs.rows.save({
    stream,
    origin,
    first_seq: firstSeq,
    size: head.size,
    root: Buffer.from(head.root),
    sealed_at: new Date(now),
  });
  needs.onCheckpoint(stream);
};
