import type { LogSource } from '../parse/types.ts';
import { eventWeight } from '../event-weight.ts';
import { RuleSet, type RuleEntry } from '../rule-set.ts';
import { fieldReader } from './field-reader.ts';
import type { CompactHit, HitPack, HitValue } from './hit-pack.ts';

/** Last millisecond of the year 9999: later ones cannot be written as ISO 8601 with four digits. */
const LAST_TIME = 253_402_300_799_999;

/** What a rule looks at. */
interface SeenEvent {
  readonly fields: object;
  readonly logsource: LogSource;
  readonly time?: number | undefined;
}

/** Finds which events meet the rules that correlations stand on. */
export interface HitFinder {
  readonly version: number;
  /** Hits of one event, in order of the rule id, so that every run sees them alike. */
  readonly find: (event: SeenEvent, index: number, receivedAt: number) => CompactHit[];
}

const timeOf = (time: number | undefined, receivedAt: number): number =>
  time !== undefined && time >= 0 && time <= LAST_TIME ? time : receivedAt;

/** Compiles a pack. Rules that do not compile are left out: correlations on them were refused with the reason. */
export const openHitFinder = (pack: HitPack): HitFinder => {
  const entries: RuleEntry[] = pack.rules.map(({ id, document, exceptions }) => ({
    id,
    rule: document,
    exceptions: exceptions as RuleEntry['exceptions'],
  }));
  const set = new RuleSet(entries);
  const readers = new Map(pack.rules.map(({ id, fields }) => [id, fields.map(fieldReader)]));
  const found: string[] = [];
  return {
    version: pack.version,
    find: (event, index, receivedAt) => {
      const hits = set.matchInto(event.fields, event.logsource, found);
      if (hits === 0) return [];
      const time = timeOf(event.time, receivedAt);
      const weight = eventWeight(event.fields, event.logsource);
      return found
        .slice(0, hits)
        .toSorted()
        .map((rule): CompactHit => {
          const values = (readers.get(rule) ?? []).map((read): HitValue => read(event.fields));
          return [rule, time, weight, index, values];
        });
    },
  };
};
