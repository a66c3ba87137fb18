import { inTurn } from '@chedun/kernel';
import { Readable } from 'node:stream';
import type { AssetsAsks } from '@chedun/assets/contract';
import { certificatesChanged, type CertificatesAsks } from '@chedun/certificates/contract';
import type { IngestAsks } from '@chedun/ingest/contract';
import type { ModuleParts, Platform } from '@chedun/module';
import type { Route } from '@chedun/http';
import { bindingBook, type BindingBook } from './binding-book.ts';
import { handRevocations } from './client-revocations.ts';
import { cipherRing, type CipherRing } from './cipher-ring.ts';
import { cipherRoutes } from './cipher-routes.ts';
import { gatewayChecks } from './checks.ts';
import type { GatewayCounts, Policy } from './contract.ts';
import type { RateLimits } from './domain/rates.ts';
import { TABLE_HEAD, tableLine } from './domain/table.ts';
import { buildGate } from './gate.ts';
import { learner } from './learner.ts';
import { bindingsStamp, countBindings, eachBinding, listBindings, readPolicies } from './read-model.ts';
import { recordQueue } from './record-queue.ts';
import { refusalBook } from './refusal-book.ts';
import type { GatewayAsks } from './refusal-contract.ts';
import { refusalRoutes } from './refusal-routes.ts';
import { roadRoutes, type RoadUses } from './road-routes.ts';
import { gatewayRoutes } from './routes.ts';
import {
  keysStamp,
  addCipherKey,
  listCipherKeys,
  readyKeys,
  withdrawCipherKey,
  type CipherNeeds,
} from './use-cases/manage-cipher-keys.ts';
import {
  importRoadUnits,
  listRoadUnits,
  loadRoadUnits,
  removeRoadUnit,
  saveRoadUnit,
  type RoadNeeds,
} from './use-cases/manage-road-units.ts';
import { listRefusals, refusalAsks } from './use-cases/manage-refusals.ts';
import { confirmAll, decideBindings, importBindings, keepProposals, setPolicies } from './use-cases/manage-bindings.ts';

const SECOND = 1000;
/** Another process of the same database may have changed bindings or policies. */
const LOOK_MS = 60_000;
const FIRST: Omit<Policy, 'listener'> = { mode: 'observe', unbound: 'ignore' };

const tableOf = async function* (records: Platform['records']): AsyncGenerator<string> {
  yield TABLE_HEAD;
  for await (const page of eachBinding(records)) yield page.map(tableLine).join('');
};

const every = (ms: number, work: () => Promise<void>, log: Platform['log']): NodeJS.Timeout =>
  setInterval(() => void work().catch((error: unknown) => log.warn('policies could not be read', { error })), ms);

interface RouteParts {
  readonly records: Platform['records'];
  readonly clock: Platform['clock'];
  readonly book: BindingBook;
  readonly ciphers: CipherNeeds;
  readonly roads: RoadNeeds;
  readonly ring: CipherRing;
  readonly counts: () => GatewayCounts;
  readonly policies: () => readonly Policy[];
  readonly readTable: AssetsAsks['readTable'];
  readonly readAll: () => Promise<void>;
}

const routesOf = (parts: RouteParts): Route[] => [
  ...cipherRoutes({
    list: async () => ({ items: await listCipherKeys(parts.records), ...parts.ring.counts() }),
    add: addCipherKey(parts.ciphers),
    withdraw: withdrawCipherKey(parts.ciphers),
  }),
  ...roadRoutes(roadUses(parts.roads)),
  ...refusalRoutes(listRefusals(parts)),
  ...gatewayRoutes({
    list: (query) => listBindings(parts.records, query),
    importTable: importBindings(parts),
    decide: decideBindings(parts),
    confirmAll: confirmAll(parts),
    table: () => Readable.from(tableOf(parts.records)),
    policies: parts.policies,
    setPolicies: setPolicies({
      ...parts,
      changed: async () => {
        await parts.readAll();
        await parts.book.changed();
      },
    }),
    counts: parts.counts,
  }),
];

const roadUses = (roads: RoadNeeds): RoadUses => ({
  list: listRoadUnits(roads),
  save: saveRoadUnit(roads),
  remove: removeRoadUnit(roads),
  importTable: importRoadUnits(roads),
});

/** What the gate needs to know of rates. */
const limitsOf = ({ gateway }: Platform['config']): RateLimits => ({
  sourcePerSecond: gateway.sourceFramesPerSecond,
  vehiclePerMinute: gateway.vehicleFramesPerMinute,
  graceMs: gateway.graceSeconds * SECOND,
});

/** Looks again and again while the server runs. */
const lifeOf = (
  readAll: () => Promise<void>,
  closers: readonly (() => Promise<void>)[],
  log: Platform['log'],
): Pick<ModuleParts<object>, 'start' | 'stop'> => {
  let looking: NodeJS.Timeout | undefined;
  return {
    start: async () => {
      await readAll();
      looking = every(LOOK_MS, readAll, log);
    },
    stop: async () => {
      clearInterval(looking);
      for (const close of closers) await close();
    },
  };
};

/** Who is kept out; after a change everybody is judged anew, on long connections too. */
const keepingOut = (records: Platform['records'], book: BindingBook) => {
  const refusals = refusalBook(records);
  const readRefusals = async (): Promise<void> => {
    if (await refusals.load()) await book.changed([]);
  };
  return { refusals, readRefusals };
};

/** What the gateway asks of other modules. */
export interface GatewayNeeds {
  readonly ingest: IngestAsks;
  readonly assets: AssetsAsks;
  readonly certificates: Pick<CertificatesAsks, 'published'>;
}

/** Builds the module from the platform. */
export const buildGateway = (
  platform: Platform,
  { ingest, assets, certificates }: GatewayNeeds,
): ModuleParts<GatewayAsks> => {
  const { records, clock, log, config } = platform;
  const book = bindingBook(records, clock.now);
  const needs = { records, clock, book };
  const roads: RoadNeeds = { records, clock, config, ingest, readTable: assets.readTable };
  const learning = learner(keepProposals(needs), log);
  const queue = recordQueue(ingest.record, clock.now, log);
  const authorities = config.ingest.vehicleTlcp.issuingAuthorities;
  const revoke = handRevocations({ certificates, ingest, log, authorities });
  const { refusals, readRefusals } = keepingOut(records, book);
  let policies: readonly Policy[] = [];
  let keysAt = '';
  let boundAt: string | undefined;
  const readAll = inTurn(async (): Promise<void> => {
    policies = await readPolicies(records);
    await loadRoadUnits(roads);
    await revoke();
    await readRefusals();
    const bound = await bindingsStamp(records);
    // Long connections are judged again only when something changed, by whatever process.
    if (bound !== boundAt) await book.changed();
    boundAt = bound;
    const stamp = await keysStamp(records);
    if (stamp !== keysAt) await ciphers.changed();
    keysAt = stamp;
  });
  const ring = cipherRing(clock);
  const ciphers: CipherNeeds = { ...platform, changed: inTurn(async () => ring.set(await readyKeys(ciphers))) };
  const { gate, counts } = buildGate({
    book,
    refusals,
    policyOf: (listener) => policies.find((policy) => policy.listener === listener) ?? { listener, ...FIRST },
    limits: limitsOf(config),
    queue,
    propose: learning.propose,
    decrypt: ring.decrypt,
    clock,
    log,
  });
  ingest.guard(gate);
  return {
    asks: refusalAsks({ ...needs, refusals, changed: readRefusals }),
    reactions: [{ name: 'hand-revocations', on: certificatesChanged, react: () => revoke() }],
    checks: gatewayChecks({ counts, policies: () => policies, bindings: () => countBindings(records) }),
    routes: routesOf({
      ...needs,
      ciphers,
      roads,
      ring,
      counts,
      policies: () => policies,
      readTable: assets.readTable,
      readAll,
    }),
    ...lifeOf(readAll, [learning.close, queue.close], log),
  };
};
