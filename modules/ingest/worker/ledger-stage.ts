import type { OpenStage, Reject } from '@chedun/pipeline';
import type { VehicleState } from '../contract.ts';
import { REPORT_FORMAT } from '../domain/records.ts';
import { mergeState, vehicleStateOf } from './vehicle-state.ts';

/** Counts of one source within a chunk. */
export interface SourceCount {
  readonly source: string;
  events: number;
  bytes: number;
  quarantined: number;
  newest: number;
}

/** Records of one frame that one reader refused for one reason. */
export interface RefusedRecords {
  readonly seq: number;
  readonly source: string;
  readonly receivedAt: number;
  readonly format: string;
  readonly count: number;
  readonly first: Reject;
  /** Indexes inside the frame. */
  readonly indexes: readonly number[];
}

/** Result of a chunk for the ledger of sources. */
export interface LedgerResult {
  readonly sources: readonly SourceCount[];
  readonly refused: readonly RefusedRecords[];
  readonly vehicles: readonly VehicleState[];
}

const refusedOf = (rejects: readonly Reject[]): Map<string, Reject[]> => {
  const byCode = new Map<string, Reject[]>();
  for (const reject of rejects) byCode.set(reject.code, [...(byCode.get(reject.code) ?? []), reject]);
  return byCode;
};

/** Counts per source, gathers what was refused and the newest state of every vehicle. */
export const openStage: OpenStage = () => {
  let sources = new Map<string, SourceCount>();
  let refused: RefusedRecords[] = [];
  let vehicles = new Map<string, VehicleState>();
  return {
    onFrame: ({ frame, events, rejects }) => {
      const count = sources.get(frame.source) ?? {
        source: frame.source,
        events: 0,
        bytes: 0,
        quarantined: 0,
        newest: 0,
      };
      sources.set(frame.source, count);
      // Of these only the columns are kept; the listener has checked every one of them.
      count.events += frame.format === REPORT_FORMAT ? frame.count : events.length;
      count.bytes += frame.payload.length;
      count.quarantined += rejects.length;
      count.newest = Math.max(count.newest, frame.receivedAt);
      for (const { event } of events) {
        if (event.format !== 'gbt32960') continue;
        const state = vehicleStateOf(event, frame.source, frame.receivedAt);
        if (state) vehicles.set(state.vin, mergeState(vehicles.get(state.vin), state));
      }
      if (rejects.length === 0) return;
      for (const group of refusedOf(rejects).values()) {
        const [first] = group;
        if (!first) continue;
        const { seq, source, receivedAt, format } = frame;
        refused.push({
          seq,
          source,
          receivedAt,
          format,
          count: group.length,
          first,
          indexes: group.map((each) => each.index),
        });
      }
    },
    flush: () => {
      const result: LedgerResult = { sources: [...sources.values()], refused, vehicles: [...vehicles.values()] };
      sources = new Map();
      refused = [];
      vehicles = new Map();
      return { result };
    },
  };
};
