import type { Logger } from '@chedun/log';
import { batchingStage, type Stage, type StageBatch } from '@chedun/pipeline';
import type { Records } from '@chedun/records';
import type { VehicleState } from '../contract.ts';
import { addQuarantine, countSources, lockPosition, readPosition, savePosition, saveVehicles } from '../store.ts';
import { mergeState } from '../worker/vehicle-state.ts';
import type { LedgerResult, SourceCount } from '../worker/ledger-stage.ts';

/** Name under which the position is kept. */
const LEDGER_CONSUMER = 'ledger';

/** Adds up what several chunks counted. */
export const addCounts = (batches: readonly StageBatch<LedgerResult>[]): SourceCount[] => {
  const bySource = new Map<string, SourceCount>();
  for (const count of batches.flatMap((batch) => batch.result.sources)) {
    const sum = bySource.get(count.source) ?? { source: count.source, events: 0, bytes: 0, quarantined: 0, newest: 0 };
    sum.events += count.events;
    sum.bytes += count.bytes;
    sum.quarantined += count.quarantined;
    sum.newest = Math.max(sum.newest, count.newest);
    bySource.set(count.source, sum);
  }
  return [...bySource.values()];
};

/** Newest states in memory, for the screens that follow vehicles live. */
export interface VehicleStates {
  readonly of: (vin: string) => VehicleState | undefined;
  readonly take: (states: readonly VehicleState[]) => VehicleState[];
}

const MOST_VEHICLES = 1_000_000;

/** Keeps the newest state of up to a million vehicles. */
export const vehicleStates = (known: readonly VehicleState[]): VehicleStates => {
  const states = new Map(known.map((state) => [state.vin, state]));
  return {
    of: (vin) => states.get(vin),
    take: (told) => {
      const changed = new Map<string, VehicleState>();
      for (const state of told) {
        const merged = mergeState(states.get(state.vin), state);
        if (states.has(state.vin) || states.size < MOST_VEHICLES) states.set(state.vin, merged);
        changed.set(state.vin, merged);
      }
      return [...changed.values()];
    },
  };
};

/** The stage that counts per source, keeps what was refused and the state of vehicles; all with its position. */
export const openLedgerStage = (options: {
  readonly records: Records;
  readonly newId: () => string;
  readonly now: () => number;
  readonly states: VehicleStates;
  readonly onCommitted: (counts: readonly SourceCount[], vehicles: readonly VehicleState[]) => void;
  readonly log: Logger;
}): Stage<LedgerResult> & { readonly close: () => Promise<void> } => {
  const { records, newId, now, states, onCommitted, log } = options;
  return batchingStage<LedgerResult>({
    name: 'ingest.ledger',
    worker: new URL('../worker/ledger-stage.ts', import.meta.url),
    init: async () => undefined,
    position: (stream) => readPosition(records, LEDGER_CONSUMER, stream),
    commit: async (stream, batches) => {
      const last = batches.at(-1);
      if (!last) return;
      let counts: SourceCount[] = [];
      let vehicles: VehicleState[] = [];
      await records.transaction(async (tx) => {
        const done = await lockPosition(tx, LEDGER_CONSUMER, stream);
        const fresh = batches.filter((batch) => batch.toSeq > done);
        counts = addCounts(fresh);
        vehicles = states.take(fresh.flatMap((batch) => batch.result.vehicles));
        const refused = fresh.flatMap((batch) => batch.result.refused);
        await countSources(tx, counts, new Date(now()));
        await addQuarantine(tx, stream, refused, newId);
        await saveVehicles(tx, vehicles, new Date(last.newestReceivedAt));
        await savePosition(tx, LEDGER_CONSUMER, stream, Math.max(done, last.toSeq));
      });
      onCommitted(counts, vehicles);
    },
    size: (batch) => batch.events + batch.rejects,
    flush: { size: 50_000, afterMs: 500 },
    maxSize: 400_000,
    log,
  });
};
