import { COMMAND } from '../codes.ts';
import { ID_BYTES, type Columns } from '../columns.ts';
import { DEFAULT_LIMITS, type Detector, type Limits, type Observation, type Verdict } from './detector.ts';
import { cellSpread } from './detectors/cell-spread.ts';
import { clockSkew } from './detectors/clock-skew.ts';
import { clone } from './detectors/clone.ts';
import { coordinatesChange } from './detectors/coordinates-change.ts';
import { impossibleTravel } from './detectors/impossible-travel.ts';
import { insulation } from './detectors/insulation.ts';
import { odometer } from './detectors/odometer.ts';
import { physicalBounds } from './detectors/physical-bounds.ts';
import { positionSpeed } from './detectors/position-speed.ts';
import { replay } from './detectors/replay.ts';
import { resendFlood } from './detectors/resend-flood.ts';
import { socJump } from './detectors/soc-jump.ts';
import { timeBack } from './detectors/time-back.ts';
import { unsigned } from './detectors/unsigned.ts';
import { hasFix } from './distance.ts';
import { createFleet, slotOf, type Fleet } from './fleet.ts';

/** Every detector of reports, one file each. The place in the list is the bit by which a vehicle is muted: only append. */
export const DETECTORS: readonly Detector[] = [
  timeBack,
  clockSkew,
  replay,
  resendFlood,
  clone,
  physicalBounds,
  odometer,
  impossibleTravel,
  positionSpeed,
  socJump,
  insulation,
  cellSpread,
  unsigned,
  coordinatesChange,
];

/** Options of {@link createWatch}. */
export interface WatchOptions {
  /** Vehicles that are remembered at most. */
  readonly vehicles: number;
  readonly limits?: Partial<Limits>;
  /** A detector tells once of a vehicle within this time, seconds. */
  readonly muteS?: number;
}

/** One row of columns and what the row itself does not say. */
export interface Arrival {
  readonly columns: Columns;
  readonly row: number;
  /** Milliseconds since 1970 UTC. */
  readonly received: number;
  /** Number that stands for the source (connection, platform, certificate): the same for the same source. */
  readonly source: number;
  /** Hash of the bytes of the frame, see `hashOf`. */
  readonly hash: number;
}

/** Looks at reports in the order of their arrival. */
export interface Watch {
  /** Judges one report and remembers it. The list is used again by the next call. */
  readonly observe: (arrival: Arrival) => readonly Verdict[];
  /** Place of the vehicle that was observed last; -1 when there was none for it. Valid until the next report. */
  readonly slot: () => number;
  readonly fleet: Fleet;
}

const MUTE_S = 600;
const MINUTE_S = 60;

const rememberSource = ({ slots, slot, source, received }: Observation): void => {
  if (slots.source[slot] === source) return;
  slots.sourceBefore[slot] = slots.source[slot] ?? 0;
  slots.source[slot] = source;
  slots.sourceChanged[slot] = received;
};

const rememberPosition = (seen: Observation): void => {
  const { columns, row, slots, slot } = seen;
  if (!hasFix(seen)) return;
  slots.positionTime[slot] = columns.scalar.time[row] ?? 0;
  slots.longitude[slot] = columns.scalar.longitude[row] ?? 0;
  slots.latitude[slot] = columns.scalar.latitude[row] ?? 0;
};

const countResent = ({ columns: { scalar }, row, slots, slot, received }: Observation): void => {
  if (scalar.command[row] !== COMMAND.resent) return;
  const second = Math.floor(received / 1000);
  if (second - (slots.window[slot] ?? 0) >= MINUTE_S) {
    slots.window[slot] = second;
    slots.resent[slot] = 0;
  }
  slots.resent[slot] = Math.min(0xffff, (slots.resent[slot] ?? 0) + 1);
};

/** A re-sent report tells of the past: it changes nothing of what is known of the present. */
const remember = (seen: Observation): void => {
  const { columns, row, slots, slot, hash } = seen;
  const { scalar } = columns;
  rememberSource(seen);
  countResent(seen);
  if (scalar.command[row] !== COMMAND.realtime || (scalar.time[row] ?? 0) < (slots.time[slot] ?? 0)) return;
  rememberPosition(seen);
  slots.time[slot] = scalar.time[row] ?? 0;
  slots.hash[slot] = hash;
  slots.odometer[slot] = scalar.odometer[row] ?? 0xffff_ffff;
  slots.speed[slot] = scalar.speed[row] ?? 0xffff;
  slots.soc[slot] = scalar.soc[row] ?? 0xff;
  slots.insulation[slot] = scalar.insulation[row] ?? 0xffff;
  if (scalar.coordinates[row] !== 0xff) slots.coordinates[slot] = scalar.coordinates[row] ?? 0xff;
};

/** True when the detector told of this vehicle a moment ago; else it is muted from now on. */
const mute = ({ slots, slot, received }: Observation, detector: number, muteS: number): boolean => {
  const second = Math.floor(received / 1000);
  if (second >= (slots.mutedUntil[slot] ?? 0)) {
    slots.muted[slot] = 0;
    slots.mutedUntil[slot] = second + muteS;
  }
  const bit = 1 << detector;
  const told = ((slots.muted[slot] ?? 0) & bit) !== 0;
  slots.muted[slot] = (slots.muted[slot] ?? 0) | bit;
  return told;
};

/** Creates a watch over a fleet. All of its detectors together cost about a microsecond a report. */
export const createWatch = ({ vehicles, limits, muteS = MUTE_S }: WatchOptions): Watch => {
  const fleet = createFleet(vehicles);
  const all: Limits = { ...DEFAULT_LIMITS, ...limits };
  const found: Verdict[] = [];
  let seen: Observation | undefined;
  let slot = -1;
  return {
    fleet,
    slot: () => slot,
    observe: ({ columns, row, received, source, hash }) => {
      found.length = 0;
      slot = slotOf(fleet, columns.ids, row * ID_BYTES);
      if (slot < 0) return found;
      const { slots } = fleet;
      seen ??= { columns, row, slots, slot, known: false, received, source, hash };
      seen.columns = columns;
      seen.row = row;
      seen.slots = slots;
      seen.slot = slot;
      seen.known = slots.time[slot] !== 0;
      seen.received = received;
      seen.source = source;
      seen.hash = hash;
      for (const [at, detector] of DETECTORS.entries()) {
        const verdict = detector.judge(seen, all);
        if (verdict !== undefined && !mute(seen, at, muteS)) found.push(verdict);
      }
      remember(seen);
      return found;
    },
  };
};
