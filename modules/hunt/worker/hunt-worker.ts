import { parentPort, workerData } from 'node:worker_threads';
import {
  openHitFinder,
  RuleSet,
  type CompactHit,
  type HitPack,
  type MatchedField,
  type RuleEntry,
} from '@chedun/sigma';
import { ruleEventOf, type StoredEvent } from '../domain/stored-event.ts';

/** What the thread evaluates: rules for their own sake, or the rules that correlations stand on. */
export type HuntSetup =
  | { readonly kind: 'rules'; readonly rules: readonly RuleEntry[] }
  | { readonly kind: 'hits'; readonly pack: HitPack };

/** A piece of work. */
export interface HuntWork {
  readonly events: readonly StoredEvent[];
}

/** A field that made a rule match. */
export type HuntField = Pick<MatchedField, 'field' | 'value'>;

/** A hit: place among the events, the rule, and the fields that made it match while few hits were found. */
export type HuntFind = readonly [event: number, rule: string, matched: readonly HuntField[]];

/** Answer to a piece of work. */
export type HuntFound =
  | { readonly kind: 'rules'; readonly found: readonly HuntFind[] }
  /** The index of a hit is the place among the events. */
  | { readonly kind: 'hits'; readonly found: readonly CompactHit[] };

/** The fields of so many hits are worked out: as many as are kept. */
const MOST_EXPLAINED = 10_000;
const MOST_FIELDS = 12;
const MOST_VALUE = 300;

const shortened = ({ field, value }: MatchedField): HuntField => ({
  field: field?.slice(0, 300) ?? null,
  value: value?.slice(0, MOST_VALUE) ?? null,
});

const ruleFinder = (rules: readonly RuleEntry[]): ((events: readonly StoredEvent[]) => HuntFound) => {
  const set = new RuleSet(rules);
  const hits: string[] = [];
  let explained = 0;
  return (events) => {
    const found: HuntFind[] = [];
    for (const [at, stored] of events.entries()) {
      const event = ruleEventOf(stored);
      if (event === undefined) continue;
      const count = set.matchInto(event.fields, event.logsource, hits);
      for (const rule of hits.slice(0, count)) {
        const matched = explained < MOST_EXPLAINED ? set.matchedFields(rule, event.fields) : [];
        explained += 1;
        found.push([at, rule, matched.slice(0, MOST_FIELDS).map(shortened)]);
      }
    }
    return { kind: 'rules', found };
  };
};

const hitFinder = (pack: HitPack): ((events: readonly StoredEvent[]) => HuntFound) => {
  const finder = openHitFinder(pack);
  return (events) => {
    const found: CompactHit[] = [];
    for (const [at, stored] of events.entries()) {
      const event = ruleEventOf(stored);
      if (event !== undefined) found.push(...finder.find({ ...event, time: stored.time }, at, stored.time));
    }
    return { kind: 'hits', found };
  };
};

const setup = workerData as HuntSetup;
const find = setup.kind === 'rules' ? ruleFinder(setup.rules) : hitFinder(setup.pack);
parentPort?.on('message', ({ events }: HuntWork) => parentPort?.postMessage(find(events)));
