import type { Columns } from '../columns.ts';
import type { VehicleMemory } from './fleet.ts';

/** Way between two valid positions. */
export interface Way {
  readonly km: number;
  readonly seconds: number;
}

/** One report beside what is known of its vehicle. The same object is used for every report. */
export interface Observation {
  columns: Columns;
  row: number;
  readonly before: VehicleMemory;
  /** False for the first report of a vehicle: nothing to compare with. */
  known: boolean;
  received: number;
  source: number;
  hash: number;
  /** See `move`. */
  way: Way | undefined | 'unknown';
}

/** What a detector found, in words and numbers for the screen. */
export interface Verdict {
  readonly rule: string;
  readonly expected: string;
  readonly seen: string;
}

/** A rule of one file: looks at one report and answers what is wrong with it, or nothing. Never changes anything. */
export interface Detector {
  /** Stable id, also the name under which Sigma rules can ask for it. */
  readonly id: string;
  readonly zh: string;
  readonly en: string;
  /** Severity as in the ledger of findings. */
  readonly level: 'low' | 'medium' | 'high';
  readonly judge: (seen: Observation, limits: Limits) => Verdict | undefined;
}

/** Everything that can be tuned, with the unit in the name. */
export interface Limits {
  readonly timeBackS: number;
  readonly clockSkewS: number;
  readonly resentPerMinute: number;
  readonly sourceAlternatesS: number;
  readonly travelKmh: number;
  readonly jumpKm: number;
  readonly odometerKmh: number;
  readonly speedGapKmh: number;
  readonly socStepPct: number;
  readonly socStepS: number;
  readonly insulationOhmPerVolt: number;
  readonly cellSpreadMv: number;
}

/**
 * Defaults. Insulation: 100 Ω/V for direct current (GB 18384-2020, 5.1.4.1, unverified). The others were chosen so that no
 * public frame and no honest drive of the simulator breaks them.
 */
export const DEFAULT_LIMITS: Limits = {
  timeBackS: 60,
  clockSkewS: 86_400,
  resentPerMinute: 120,
  sourceAlternatesS: 300,
  travelKmh: 300,
  jumpKm: 2,
  odometerKmh: 300,
  speedGapKmh: 80,
  socStepPct: 20,
  socStepS: 60,
  insulationOhmPerVolt: 100,
  cellSpreadMv: 1000,
};

/** ISO 8601 text of a time, for words. */
export const at = (ms: number): string => new Date(ms).toISOString();
