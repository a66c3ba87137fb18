import { compileCorrelations, createCorrelator, parseRules, type CorrelationHit, type Correlator } from '@chedun/sigma';
import { readLane } from '../sigma-data.ts';

/** A hit without its time: rules and fields as a parsed event gives them. */
export interface LaneHit {
  readonly rule: string;
  readonly ref: string;
  readonly fields: Readonly<Record<string, string | number>>;
}

/** Hits a second of event time. */
const RATE = 1_000;
const START = 1_800_000_000_000;

/** The correlation lane as hits of two rules, `failure` and `success`. */
export const laneHits = (dataDir: string): readonly LaneHit[] =>
  readLane(dataDir, 'correlation').map((line, at) => {
    const fields: Record<string, string | number> = JSON.parse(line);
    return { rule: fields['EventType'] === 'authentication_success' ? 'success' : 'failure', ref: `1:${at}:0`, fields };
  });

/** Hits of `failure` from this many sources, each seen in turn. */
export const sourceHits = (sources: number): readonly LaneHit[] =>
  Array.from({ length: sources }, (_, at) => ({
    rule: 'failure',
    ref: `1:${at}:0`,
    fields: { User: 'root', SourceIP: `10.${at >> 16}.${(at >> 8) & 255}.${at & 255}` },
  }));

/** A correlator for one correlation, written as YAML. */
export const correlatorFor = (correlation: string, latenessMs = 0): Correlator => {
  const { documents, errors } = parseRules(`title: Bench\nname: bench\ncorrelation: {${correlation}}\n`, {
    file: 'b.yml',
  });
  const plan = compileCorrelations(
    documents.filter((document) => document.kind === 'correlation'),
    (name) => name,
  );
  if (errors.length + plan.errors.length > 0 || plan.rules.length !== 1) throw new Error(JSON.stringify(errors));
  return createCorrelator(plan, { groups: 2_000_000, bytes: 4e9, latenessMs });
};

/** What a run gave. */
export interface Run {
  /** Hits per second of CPU of this process, the best of the rounds. */
  readonly perSecond: number;
  readonly firings: number;
}

const ROUNDS = 3;

/** Feeds hits over and over and says how many a second of CPU; times go on with each hit. Warms up first. */
export const feed = (
  observe: (hit: CorrelationHit) => number,
  hits: readonly LaneHit[],
  warm: number,
  events: number,
): Run => {
  let current: LaneHit['fields'] = {};
  const hit = { rule: '', time: START, weight: 1, ref: '', value: (field: string) => current[field] };
  let firings = 0;
  const turn = (from: number, count: number): void => {
    for (let at = from; at < from + count; at += 1) {
      const one = hits[at % hits.length];
      if (one === undefined) continue;
      current = one.fields;
      hit.rule = one.rule;
      hit.ref = one.ref;
      hit.time = START + (at * 1_000) / RATE;
      firings += observe(hit);
    }
  };
  turn(0, warm);
  firings = 0;
  const rates = Array.from({ length: ROUNDS }, (_, round) => {
    const before = process.cpuUsage();
    turn(warm + round * events, events);
    const { user, system } = process.cpuUsage(before);
    return (events / (user + system)) * 1e6;
  });
  return { perSecond: Math.round(Math.max(...rates)), firings };
};
