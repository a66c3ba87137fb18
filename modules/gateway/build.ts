import { Readable } from 'node:stream';
import type { AssetsAsks } from '@chedun/assets/contract';
import type { IngestAsks } from '@chedun/ingest/contract';
import type { ModuleParts, Platform } from '@chedun/module';
import { bindingBook } from './binding-book.ts';
import { gatewayChecks } from './checks.ts';
import type { Policy } from './contract.ts';
import { TABLE_HEAD, tableLine } from './domain/table.ts';
import { buildGate } from './gate.ts';
import { learner } from './learner.ts';
import { countBindings, eachBinding, listBindings, readPolicies } from './read-model.ts';
import { recordQueue } from './record-queue.ts';
import { gatewayRoutes } from './routes.ts';
import { confirmAll, decideBindings, importBindings, keepProposals, setPolicies } from './use-cases/manage-bindings.ts';

const SECOND = 1000;
/** Another process of the same database may have changed bindings or policies. */
const LOOK_MS = 60_000;
const FIRST: Omit<Policy, 'listener'> = { mode: 'observe', unbound: 'ignore' };

const tableOf = async function* (records: Platform['records']): AsyncGenerator<string> {
  yield TABLE_HEAD;
  for await (const page of eachBinding(records)) yield page.map(tableLine).join('');
};

/** Builds the module from the platform. */
export const buildGateway = (platform: Platform, ingest: IngestAsks, assets: AssetsAsks): ModuleParts<object> => {
  const { records, clock, log, config } = platform;
  const { sourceFramesPerSecond, vehicleFramesPerMinute, graceSeconds } = config.gateway;
  const book = bindingBook(records, clock.now);
  const needs = { records, clock, book };
  const learning = learner(keepProposals(needs), log);
  const queue = recordQueue(ingest.record, clock.now, log);
  let policies: readonly Policy[] = [];
  const readAll = async (): Promise<void> => {
    policies = await readPolicies(records);
    await book.changed([]);
  };
  const { gate, counts } = buildGate({
    book,
    policyOf: (listener) => policies.find((policy) => policy.listener === listener) ?? { listener, ...FIRST },
    limits: {
      sourcePerSecond: sourceFramesPerSecond,
      vehiclePerMinute: vehicleFramesPerMinute,
      graceMs: graceSeconds * SECOND,
    },
    queue,
    propose: learning.propose,
    decrypt: () => undefined,
    clock,
    log,
  });
  ingest.guard(gate);
  let looking: NodeJS.Timeout | undefined;
  return {
    asks: {},
    checks: gatewayChecks({ counts, policies: () => policies, bindings: () => countBindings(records) }),
    routes: gatewayRoutes({
      list: (query) => listBindings(records, query),
      importTable: importBindings({ ...needs, readTable: assets.readTable }),
      decide: decideBindings(needs),
      confirmAll: confirmAll(needs),
      table: () => Readable.from(tableOf(records)),
      policies: () => policies,
      setPolicies: setPolicies({ records, clock, changed: readAll }),
      counts,
    }),
    start: async () => {
      await readAll();
      looking = setInterval(
        () => void readAll().catch((error: unknown) => log.warn('policies could not be read', { error })),
        LOOK_MS,
      );
    },
    stop: async () => {
      clearInterval(looking);
      await learning.close();
      await queue.close();
    },
  };
};
