import { join } from 'node:path';
import type { Config } from '@chedun/config';
import { Flow } from '@chedun/ingest/contract';
import { openJournal, type Journal } from '@chedun/journal';
import { isDomainError } from '@chedun/kernel';
import type { Command } from 'commander';
import type { z } from 'zod';
import {
  addCommand,
  say,
  settingsWithDataDir,
  withDataDir,
  withJson,
  type Context,
  type ExitCode,
} from '../context.ts';
import { journalStreams } from '../journal-folder.ts';
import { show } from '../output.ts';
import { ask, targetOf, withServer, type ServerFlags, type Target } from '../server.ts';
import { discardStore, forgetPositions } from '../store-folder.ts';

interface StatusFlags extends ServerFlags {
  readonly follow: boolean;
  readonly json: boolean;
}

interface RebuildFlags extends StatusFlags {
  readonly dataDir?: string;
}

type FlowNow = z.infer<typeof Flow>;

const EVERY_MS = 1000;

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** A store of its own server is emptied there; the embedded one is thrown away, which also mends a broken one. */
const clearStore = async (context: Context, config: Config, streams: readonly string[]): Promise<void> => {
  if (config.events.url === undefined) return discardStore(config.dataDir, streams);
  const [{ openEvents }, { openLog }] = await Promise.all([import('@chedun/events'), import('@chedun/log')]);
  const store = await openEvents({
    store: { kind: 'url', url: config.events.url, dataDir: config.dataDir },
    memoryMb: config.events.memoryMb,
    log: openLog({ level: 'silent', file: undefined }),
    clock: context.clock,
  });
  try {
    await store.clear();
  } finally {
    await store.close();
  }
  return forgetPositions(config.dataDir, streams);
};

/** Frames of each stream that will be read again; the locks of all are held while the store goes. */
const clearLocked = async (context: Context, config: Config): Promise<{ stream: string; frames: number }[]> => {
  const streams = await journalStreams(config.dataDir);
  const journals: Journal[] = [];
  try {
    for (const stream of streams)
      journals.push(await openJournal({ dir: join(config.dataDir, 'journal'), stream, clock: context.clock }));
    await clearStore(context, config, streams);
    return journals.map((journal) => ({ stream: journal.stream, frames: journal.head().seq - journal.first() + 1 }));
  } finally {
    for (const journal of journals) await journal.close();
  }
};

const flowOf = (context: Context, target: Target): Promise<FlowNow> =>
  ask(context, target, { path: '/ingest/flow', answer: Flow });

/** The same, and waits while no server answers: it is being started. */
const patientFlow = async (context: Context, target: Target): Promise<FlowNow> => {
  for (let told = false; ; told = true) {
    try {
      return await flowOf(context, target);
    } catch (error) {
      if (!isDomainError(error, 'cli.server-unreachable')) throw error;
      if (!told) context.note(say(context, { zh: '等待服务启动…', en: 'Waiting for the server to start…' }));
      await pause(EVERY_MS);
    }
  }
};

const progressText = (context: Context, { storeBacklog, storedPerSecond }: FlowNow): string =>
  say(context, {
    zh: `待写入 ${storeBacklog} 帧，每秒写入 ${Math.round(storedPerSecond)} 条`,
    en: `${storeBacklog} frames to go, ${Math.round(storedPerSecond)} events a second`,
  });

/** Tells the progress until nothing waits for the store. */
const follow = async (context: Context, target: Target): Promise<FlowNow> => {
  for (;;) {
    const flow = await patientFlow(context, target);
    if (flow.storeBacklog === 0 && flow.storeUp) return flow;
    context.note(progressText(context, flow));
    await pause(EVERY_MS);
  }
};

const status = async (context: Context, flags: StatusFlags): Promise<ExitCode> => {
  const target = await targetOf(context, flags);
  const flow = flags.follow ? await follow(context, target) : await flowOf(context, target);
  const { storeBacklog: backlog, storeUp: up, storedPerSecond } = flow;
  show(context, flags, { up, backlog, storedPerSecond }, () =>
    up
      ? progressText(context, flow)
      : say(context, { zh: `事件库暂不可用，待写入 ${backlog} 帧`, en: `the store is away, ${backlog} frames to go` }),
  );
  return up ? 0 : 1;
};

const rebuild = async (context: Context, flags: RebuildFlags): Promise<ExitCode> => {
  // A token that is missing must be told before anything is thrown away.
  const target = flags.follow ? await targetOf(context, flags) : undefined;
  const { config } = await settingsWithDataDir(context, flags);
  const streams = await clearLocked(context, config);
  const frames = streams.reduce((sum, each) => sum + each.frames, 0);
  const cleared = say(context, {
    zh: `事件库已清空；下次启动时从日志主干重建 ${frames} 帧`,
    en: `The event store is empty; the next start fills it from ${frames} frames of the journal`,
  });
  if (target !== undefined) {
    context.note(cleared);
    await follow(context, target);
  }
  const done = target === undefined ? cleared : say(context, { zh: '重建完成', en: 'The store is rebuilt' });
  show(context, flags, { frames, streams, rebuilt: target !== undefined }, () => done);
  return 0;
};

/** `chedun store rebuild | status`: the event store, which can always be made again from the journal. */
export const storeCommands = (parent: Command, context: Context): void => {
  const store = addCommand(parent, context, 'store', { zh: '事件库', en: 'the event store' });
  const rebuilding = addCommand(store, context, 'rebuild', {
    zh: '清空事件库与其读取位置；服务须已停止，下次启动时从日志主干重建',
    en: 'empty the event store and its positions; the server must be stopped, its next start fills the store again',
  }).option(
    '--follow',
    say(context, {
      zh: '等服务启动，显示进度直到重建完成',
      en: 'wait for the server and tell the progress until all is back',
    }),
    false,
  );
  withServer(withDataDir(withJson(rebuilding, context), context), context).action((flags: RebuildFlags) =>
    context.end(rebuild(context, flags)),
  );
  const looking = addCommand(store, context, 'status', {
    zh: '事件库落后日志主干多少；不可用时以 1 结束',
    en: 'how far the store is behind the journal; ends with 1 while it is away',
  }).option('--follow', say(context, { zh: '直到追上为止', en: 'until it has caught up' }), false);
  withServer(withJson(looking, context), context).action((flags: StatusFlags) => context.end(status(context, flags)));
};
