import { join } from 'node:path';
import type { AssetsAsks, Sighting } from '@chedun/assets/contract';
import type { ModuleParts, Platform } from '@chedun/module';
import type { Stage } from '@chedun/pipeline';
import { ingestChecks, linksOf } from './checks.ts';
import type { Gate, IngestAsks, RoadUnit, SecuredJudge, SignatureSighting, VehicleState } from './contract.ts';
import { flowBoard, type FlowBoard } from './flow.ts';
import { loadExtract } from './listeners/ids-extract.ts';
import { openListeners, type Listeners } from './listeners/open.ts';
import { flowHistory } from './read-model.ts';
import { ingestRoutes } from './routes.ts';
import { sourceBook, type SourceBook } from './sources.ts';
import { openLedgerStage, vehicleStates, type VehicleStates } from './stages/ledger.ts';
import { openCutterThread, type CutterThread } from './intake/cutter-thread.ts';
import { openStoreStage, openTelemetryStage, type StoreStage } from './stages/store.ts';
import { acceptUpload } from './use-cases/accept-upload.ts';
import { sourceUseCases } from './use-cases/manage-sources.ts';
import { recordOwn } from './use-cases/record-own.ts';
import { quarantineUseCases } from './use-cases/quarantine.ts';
import { rowlessRecords } from './use-cases/rowless.ts';
import { watchSilence } from './use-cases/watch-silence.ts';
import { latestStates } from './vehicle-states.ts';
import type { SourceCount } from './worker/ledger-stage.ts';

const MEGABYTE = 1024 * 1024;
const DECODER = new URL('./worker/decode.ts', import.meta.url);
/** Known vehicles whose newest state is loaded at start. */
const STATES_AT_START = 100_000;

/** Everything that lives from start to stop. */
interface Running {
  readonly book: SourceBook;
  readonly board: FlowBoard;
  states: VehicleStates;
  store: StoreStage | undefined;
  telemetry: StoreStage | undefined;
  ledger: { readonly close: () => Promise<void> } | undefined;
  listeners: Listeners | undefined;
  readonly cutter: CutterThread;
  readonly onSignature: ((sighting: SignatureSighting) => void)[];
  roadUnits: readonly RoadUnit[];
  gate: Gate | undefined;
  judge: SecuredJudge | undefined;
  /** Lists that came before the listeners opened. */
  readonly revoked: Map<string, readonly Uint8Array[]>;
}

const sightingOf = (state: VehicleState): Sighting => ({
  vin: state.vin,
  at: Date.parse(state.at),
  source: state.source,
  ...(state.lon === null || state.lat === null ? {} : { position: { longitude: state.lon, latitude: state.lat } }),
});

const lagSeconds = ({ store }: Running, { journals, clock }: Platform): number | null => {
  const newest = store?.newestStored();
  const pending = journals.network.head().seq > 0;
  return newest === undefined ? (pending ? null : 0) : Math.max(0, Math.round((clock.now() - newest) / 1000));
};

/** Frames that the event store has not got yet; undefined before its stages are open. */
const behind = ({ store, telemetry }: Running): number | undefined =>
  store && telemetry ? Math.max(store.behind(), telemetry.behind()) : undefined;

const openStages = async (running: Running, platform: Platform, assets: AssetsAsks): Promise<void> => {
  const { records, clock, newId, log, events, journals, pipeline, config } = platform;
  pipeline.decodeWith(DECODER, async () => ({ extract: await loadExtract(config.ingest.idsExtract, log) }));
  running.states = vehicleStates(await latestStates(records, STATES_AT_START));
  const folder = (stream: string): string => join(config.dataDir, 'journal', stream);
  running.store = await openStoreStage({ events, journals, folder, log, onStored: running.board.stored });
  running.telemetry = await openTelemetryStage({ events, journals, folder, log, onStored: () => undefined });
  const ledger = openLedgerStage({
    records,
    newId,
    now: clock.now,
    log,
    states: { of: (vin) => running.states.of(vin), take: (states) => running.states.take(states) },
    onCommitted: (counts: readonly SourceCount[], vehicles) => {
      for (const { events: decoded, quarantined } of counts) running.board.evaluated(decoded, quarantined);
      if (vehicles.length > 0) {
        assets
          .noteSeen(vehicles.map(sightingOf))
          .catch((error: unknown) => log.warn('sightings were not noted', { error }));
      }
    },
  });
  running.ledger = ledger;
  pipeline.use(running.store.stage as Stage);
  pipeline.use(running.telemetry.stage as Stage);
  pipeline.use(ledger as Stage);
};

const useCasesOf = (running: Running, platform: Platform) => {
  const { records, clock, journals, config } = platform;
  const lag = (): number | null => lagSeconds(running, platform);
  const maxBodyBytes = config.ingest.maxBodyMb * MEGABYTE;
  const accept = acceptUpload({
    settings: running.book.of,
    journals,
    clock,
    cut: running.cutter.cut,
    maxBodyBytes,
    maxInWork: 4 * maxBodyBytes,
    onAccepted: running.board.accepted,
  });
  const sources = sourceUseCases({ records, clock, book: running.book, lagSeconds: lag });
  return {
    accept,
    record: recordOwn({
      settings: running.book.of,
      declare: sources.declare,
      journals,
      clock,
      onAccepted: running.board.accepted,
    }),
    sources,
    quarantine: quarantineUseCases({ records, journals, clock }),
    flow: running.board.now,
    history: (minutes: number) => flowHistory(records, minutes, clock.now()),
    states: (limit: number) => latestStates(records, limit),
    state: (vin: string) => running.states.of(vin),
    sessions: () => running.listeners?.sessions() ?? [],
    lag,
  };
};

const start = async (
  running: Running,
  uses: ReturnType<typeof useCasesOf>,
  platform: Platform,
  assets: AssetsAsks,
): Promise<void> => {
  await running.book.load();
  await openStages(running, platform, assets);
  running.listeners = await openListeners({
    platform,
    book: running.book,
    board: running.board,
    accept: uses.accept,
    declare: uses.sources.declare,
    onSignature: (sighting) => running.onSignature.forEach((listener) => listener(sighting)),
    gate: () => running.gate,
    judge: () => running.judge,
  });
  for (const [from, lists] of running.revoked) running.listeners.revoke(from, lists);
  running.listeners.units.register(running.roadUnits);
  for (const source of running.listeners.declared) await uses.sources.declare(source);
  await running.book.load();
};

/** What other modules hand to the listeners. */
const handed = (
  running: Running,
): Pick<
  IngestAsks,
  | 'onSignature'
  | 'guard'
  | 'verifyWith'
  | 'revokeClients'
  | 'registerRoadUnits'
  | 'roadUnitsHeard'
  | 'roadUnitCounts'
  | 'roadUnits'
  | 'hearSigned'
> => ({
  onSignature: (listener) => running.onSignature.push(listener),
  guard: (gate) => {
    running.gate = gate;
  },
  verifyWith: (judge) => {
    running.judge = judge;
  },
  revokeClients: (from, lists) => {
    running.revoked.set(from, lists);
    running.listeners?.revoke(from, lists);
  },
  registerRoadUnits: (units) => {
    running.roadUnits = units;
    running.listeners?.units.register(units);
  },
  roadUnitCounts: () => running.listeners?.roadUnits() ?? { registered: 0, heard: 0, strangers: 0 },
  roadUnits: () => running.listeners?.units.all() ?? [],
  hearSigned: (message) => running.listeners?.signedRoads.hear(message),
  roadUnitsHeard: () => running.listeners?.units.lastHeard() ?? new Map(),
});

/** Builds the module from the platform. */
export const buildIngest = (platform: Platform, assets: AssetsAsks): ModuleParts<IngestAsks> => {
  const { records, clock, pipeline, journals, events } = platform;
  const board = flowBoard({
    clock,
    pipeline,
    journals,
    // Before the stage is open nothing is known to be stored.
    storeBehind: () => behind(running) ?? journals.network.head().seq + journals.telemetry.head().seq,
    storeUp: () => events.pid() !== undefined || platform.config.events.url !== undefined,
  });
  const running: Running = {
    book: sourceBook(records),
    board,
    states: vehicleStates([]),
    store: undefined,
    telemetry: undefined,
    ledger: undefined,
    listeners: undefined,
    cutter: openCutterThread(platform.log),
    onSignature: [],
    gate: undefined,
    judge: undefined,
    revoked: new Map(),
    roadUnits: [],
  };
  const uses = useCasesOf(running, platform);
  return {
    asks: {
      flow: board.now,
      ports: () => running.listeners?.ports ?? {},
      record: uses.record,
      rowlessRecords: rowlessRecords(journals),
      ...handed(running),
      vehicleState: uses.state,
      sources: uses.sources.list,
    },
    routes: ingestRoutes(uses),
    checks: ingestChecks({
      records,
      assets,
      journals,
      clock,
      sources: uses.sources.list,
      flow: board.now,
      ...linksOf(() => running.listeners),
    }),
    jobs: [
      { name: 'watch-silence', cron: '* * * * *', run: watchSilence({ ...platform, sources: uses.sources.list }) },
    ],
    start: () => start(running, uses, platform, assets),
    stop: async () => {
      await running.listeners?.close();
      await running.cutter.close();
      await running.ledger?.close();
      await running.store?.close();
      await running.telemetry?.close();
    },
  };
};
