import type { BaselineVerdict, Refusal, Sighting } from './rule.ts';
import type { Budget } from './entity-table.ts';
import type { KindOfHour } from './hour-kind.ts';

/** How a memory says what it found. */
export interface Voice {
  readonly tell: (verdict: Omit<BaselineVerdict, 'rule'>) => void;
  readonly refuse: (limit: Refusal['limit'], at: number) => void;
}

/** How one entity stands. */
export interface EntityState {
  readonly entity: string;
  /** Time of its first and of its newest event. */
  readonly since: number;
  readonly last: number;
  readonly learning: boolean;
  /** Values known of it; events of the open bucket for rates. */
  readonly size: number;
}

/** An hour of the week: what is usual, and what is still usual. */
interface BandSlot {
  readonly median: number;
  readonly low: number;
  readonly high: number;
  readonly samples: number;
}

/** The baseline of an entity as it can be drawn. */
export interface Band {
  /** What was usual in each of the last 168 hours, from Monday 00:00 UTC; undefined where too little was known. */
  readonly slots: readonly (BandSlot | undefined)[];
  /** The last hours that are closed: begin of the hour and the count (of the fullest bucket). */
  readonly actual: readonly { readonly at: number; readonly count: number }[];
}

/** What one rule learnt. Times never come out of order by more than the lateness of the rule. */
export interface RuleMemory {
  readonly observe: (sighting: Omit<Sighting, 'rule' | 'received'>, voice: Voice) => void;
  /** Event time has come so far. */
  readonly advance: (watermark: number, voice: Voice) => void;
  /** The clock ran back: event time begins anew here. */
  readonly anchor: (at: number) => void;
  readonly entities: () => number;
  readonly bytes: () => number;
  readonly list: (now: number) => Iterable<EntityState>;
  readonly band: (entity: string) => Band | undefined;
  /** Parts that changed since the last call, as JSON text by name; '' = nothing is left of the part. */
  readonly takeDirty: () => readonly (readonly [part: string, text: string])[];
  /** The next `takeDirty` gives everything. */
  readonly touchAll: () => void;
  /** Takes one part back; throws when it cannot be read. */
  readonly restore: (part: string, text: string) => void;
  readonly close: () => void;
}

/** Opens the memory of a rule within a budget; `kindOf` tells holidays and days that are made up. */
export type OpenMemory<Rule> = (rule: Rule, budget: Budget, kindOf: KindOfHour) => RuleMemory;

/** A list read back from a snapshot; throws when it is none. */
export const savedList = (text: string): readonly unknown[][] => {
  const list: unknown = JSON.parse(text);
  if (!Array.isArray(list) || !list.every((each) => Array.isArray(each))) throw new Error('a snapshot is not a list');
  return list as unknown[][];
};
