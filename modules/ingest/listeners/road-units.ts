import type { RoadUnit } from '../contract.ts';
import type { NoteFields } from './own-note.ts';

/** What was heard of roadside units since the start. */
export interface RoadUnitCounts {
  readonly registered: number;
  /** Registered ones that were heard. */
  readonly heard: number;
  /** Senders that are not registered. */
  readonly strangers: number;
}

/** The register of roadside units, and who was heard. */
export interface RoadUnits {
  /** The unit behind an address or topic. `onStranger` hears, once in a while, of one that is not registered. */
  readonly hear: (from: string, now: number, onStranger: (fields: NoteFields) => void) => RoadUnit | undefined;
  readonly counts: () => RoadUnitCounts;
  /** When each sender was heard last, registered or not; milliseconds by address or topic. */
  readonly lastHeard: () => ReadonlyMap<string, number>;
  /** Registered units. */
  readonly all: () => readonly RoadUnit[];
  /** Replaces the units that were registered besides those of the configuration, which win. */
  readonly register: (units: readonly RoadUnit[]) => void;
}

/** Strangers that are told apart; the one not heard for the longest time gives way. */
const MOST_STRANGERS = 4096;
const AGAIN_MS = 600_000;

/** Opens the register. Without any unit in it nobody is a stranger. */
export const roadUnits = (configured: readonly RoadUnit[]): RoadUnits => {
  let byFrom = new Map(configured.map((unit) => [unit.from, unit]));
  let heard = new Map<string, number>();
  const told = new Map<string, number>();
  return {
    hear: (from, now, onStranger) => {
      const unit = byFrom.get(from);
      if (unit) heard.set(from, now);
      if (unit || byFrom.size === 0) return unit;
      const before = told.get(from);
      if (before !== undefined && now - before < AGAIN_MS) return undefined;
      told.delete(from);
      told.set(from, now);
      const [oldest] = told.keys();
      if (told.size > MOST_STRANGERS && oldest !== undefined) told.delete(oldest);
      onStranger({
        product: 'vehicle',
        category: 'v2x',
        protocol: 'v2x',
        signal: 'v2x.unregistered_unit',
        expected: String(byFrom.size),
        seen: from,
        'v2x.kind': 'misbehaviour',
        'v2x.receiver': from,
        message: `${from} is not among the ${byFrom.size} registered roadside units`,
      });
      return undefined;
    },
    lastHeard: () => new Map([...told, ...heard]),
    all: () => [...byFrom.values()],
    register: (units) => {
      byFrom = new Map([...units, ...configured].map((unit) => [unit.from, unit]));
      heard = new Map([...heard].filter(([from]) => byFrom.has(from)));
      for (const from of told.keys()) if (byFrom.has(from)) told.delete(from);
    },
    counts: () => ({ registered: byFrom.size, heard: heard.size, strangers: told.size }),
  };
};
