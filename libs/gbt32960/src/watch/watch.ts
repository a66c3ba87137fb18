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
import { createFleet, emptyMemory, keep, recall, slotOf, type Fleet, type VehicleMemory } from './fleet.ts';

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
  /** Hash of the bytes of the frame, see `frameHash`. */
  readonly hash: number;
}

/** Looks at reports in the order of their arrival. */
export interface Watch {
  /** Judges one report and remembers it. The list is used again by the next call. */
  readonly observe: (arrival: Arrival) => readonly Verdict[];
  /** What is known of the vehicle that was observed last; undefined when there was no room for it. */
  readonly memory: () => VehicleMemory | undefined;
  /** Keeps a change of {@link Watch.memory}, which is filled anew by the next report. */
  readonly keep: () => void;
  readonly fleet: Fleet;
}

const MUTE_S = 600;
const MINUTE_S = 60;

const rememberSource = (memory: VehicleMemory, { source, received }: Observation): void => {
  if (memory.source === source) return;
  memory.sourceBefore = memory.source;
  memory.source = source;
  memory.sourceChanged = received;
};

const rememberPosition = (memory: VehicleMemory, seen: Observation): void => {
  if (!hasFix(seen)) return;
  const { time, longitude, latitude } = seen.columns.scalar;
  memory.positionTime = time[seen.row] ?? 0;
  memory.longitude = longitude[seen.row] ?? 0;
  memory.latitude = latitude[seen.row] ?? 0;
};

const countResent = (memory: VehicleMemory, { columns: { scalar }, row, received }: Observation): void => {
  if (scalar.command[row] !== COMMAND.resent) return;
  const second = Math.floor(received / 1000);
  if (second - memory.window >= MINUTE_S) {
    memory.window = second;
    memory.resent = 0;
  }
  memory.resent = Math.min(0xffff, memory.resent + 1);
};

/** A re-sent report tells of the past: it changes nothing of what is known of the present. */
const remember = (memory: VehicleMemory, seen: Observation): void => {
  const { columns, row, hash } = seen;
  const { scalar } = columns;
  rememberSource(memory, seen);
  countResent(memory, seen);
  if (scalar.command[row] !== COMMAND.realtime || (scalar.time[row] ?? 0) < memory.time) return;
  rememberPosition(memory, seen);
  memory.time = scalar.time[row] ?? 0;
  memory.hash = hash;
  memory.odometer = scalar.odometer[row] ?? 0xffff_ffff;
  memory.speed = scalar.speed[row] ?? 0xffff;
  memory.soc = scalar.soc[row] ?? 0xff;
  memory.insulation = scalar.insulation[row] ?? 0xffff;
  if (scalar.coordinates[row] !== 0xff) memory.coordinates = scalar.coordinates[row] ?? 0xff;
};

/** True when the detector told of this vehicle a moment ago; else it is muted from now on. */
const mute = (memory: VehicleMemory, received: number, detector: number, muteS: number): boolean => {
  const second = Math.floor(received / 1000);
  if (second >= memory.mutedUntil) {
    memory.muted = 0;
    memory.mutedUntil = second + muteS;
  }
  const bit = 1 << detector;
  const told = (memory.muted & bit) !== 0;
  memory.muted |= bit;
  return told;
};

/** Creates a watch over a fleet. All of its detectors together cost about a microsecond a report. */
export const createWatch = ({ vehicles, limits, muteS = MUTE_S }: WatchOptions): Watch => {
  const fleet = createFleet(vehicles);
  const all: Limits = { ...DEFAULT_LIMITS, ...limits };
  const found: Verdict[] = [];
  const memory = emptyMemory();
  let seen: Observation | undefined;
  let slot = -1;
  return {
    fleet,
    memory: () => (slot < 0 ? undefined : memory),
    keep: () => keep(fleet.table, slot, memory),
    observe: ({ columns, row, received, source, hash }) => {
      found.length = 0;
      slot = slotOf(fleet, columns.ids, row * ID_BYTES);
      if (slot < 0) return found;
      recall(fleet.table, slot, memory);
      seen ??= { columns, row, before: memory, known: false, received, source, hash, way: 'unknown' };
      seen.columns = columns;
      seen.row = row;
      seen.known = memory.time !== 0;
      seen.received = received;
      seen.source = source;
      seen.hash = hash;
      seen.way = 'unknown';
      for (let at = 0; at < DETECTORS.length; at += 1) {
        const verdict = DETECTORS[at]?.judge(seen, all);
        if (verdict !== undefined && !mute(memory, received, at, muteS)) found.push(verdict);
      }
      remember(memory, seen);
      keep(fleet.table, slot, memory);
      return found;
    },
  };
};
