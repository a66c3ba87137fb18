import { randomBytes } from 'node:crypto';
import { findingsReported, type FindingReport } from '@chedun/governance/contract';
import { governance } from '@chedun/governance';
import type { IngestAsks, Source } from '@chedun/ingest/contract';
import { openJobs } from '@chedun/jobs';
import { SYSTEM_ACTOR, type ActorRef } from '@chedun/kernel';
import { openMetrics } from '@chedun/log';
import { compose, defineModule, type Composition } from '@chedun/module';
import { testPlatform, type TestPlatform } from '@chedun/module/testing';
import { silentLog } from '@chedun/records/testing';
import { expect, vi } from 'vitest';
import { warnings } from '../module.ts';

interface AnyHandler {
  readonly handle: (call: object) => Promise<unknown>;
}

/** The module on real records, jobs, keys and ledger; ingest is a small stand-in whose sources the test sets. */
export interface TestWorld {
  readonly platform: TestPlatform;
  readonly app: Composition;
  readonly sources: Source[];
  readonly call: <Answer>(operationId: string, request?: object, actor?: ActorRef) => Promise<Answer>;
  /** Tells findings and waits until the ledger and the list of assets to score have them. */
  readonly tell: (findings: readonly FindingReport[]) => Promise<void>;
  readonly evaluate: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** A person. */
export const analyst: ActorRef = { kind: 'user', id: 'u1', name: '李雷' };

/** Opens a world that may send to this machine. */
export const testWorld = async (privateRanges: readonly string[] = ['127.0.0.0/8']): Promise<TestWorld> => {
  const platform = await testPlatform();
  const sources: Source[] = [];
  const ingest = defineModule<Pick<IngestAsks, 'sources'>>({
    name: 'ingest',
    needs: [],
    permissions: [],
    errors: {},
    tells: [],
    build: () => ({ asks: { sources: async () => sources } }),
  });
  const metrics = openMetrics();
  const jobs = openJobs({ records: platform.platform.records, log: silentLog, metrics, pollSeconds: 0.5 });
  const config = { ...platform.platform.config, warnings: { ...platform.platform.config.warnings, privateRanges } };
  const app = await compose([governance, ingest, warnings], { ...platform.platform, config, metrics, jobs });
  await app.start();
  const { records } = platform.platform;
  const call = async <Answer>(
    operationId: string,
    request: object = {},
    actor: ActorRef = analyst,
  ): Promise<Answer> => {
    const found = app.routes.find(({ route }) => route.operationId === operationId);
    if (!found) throw new Error(`no route ${operationId}`);
    const handler = found.route as unknown as AnyHandler;
    return (await handler.handle({ query: {}, params: {}, actor, ...request })) as Answer;
  };
  return {
    platform,
    app,
    sources,
    call,
    tell: async (findings) => {
      const marker = randomBytes(8).toString('hex');
      await records.transaction((tx) =>
        tx.tell({ type: findingsReported, aggregate: marker, payload: { findings } as never }, SYSTEM_ACTOR),
      );
      await vi.waitFor(async () => expect(await reacted(platform, marker)).toBe(2), { timeout: 20_000, interval: 50 });
    },
    evaluate: async () => {
      await call('evaluateWarnings');
    },
    close: async () => {
      await app.stop();
      await platform.close();
    },
  };
};

interface Outbox {
  readonly 'platform.outbox': { readonly id: string; readonly aggregate: string };
  readonly 'platform.reactions': { readonly event_id: string; readonly reaction: string };
}

/** Reactions to the event of an aggregate that are done. */
const reacted = async ({ platform }: TestPlatform, aggregate: string): Promise<number> =>
  (
    await platform.records
      .read<Outbox>()
      .selectFrom('platform.outbox as o')
      .innerJoin('platform.reactions as r', 'r.event_id', 'o.id')
      .select('r.reaction')
      .where('o.aggregate', '=', aggregate)
      .execute()
  ).length;
