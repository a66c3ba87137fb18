import type { AssetRef, Occurrence } from '@chedun/governance/contract';
import type { IndexedEvent, OpenStage, PipelineFrame } from '@chedun/pipeline';
import { eventWeight, type MatchedField } from '@chedun/sigma';
import { alsoConcerned, assetOf } from './asset.ts';
import { loadRules, type LoadedRules } from './loaded-rules.ts';
import type { RuleMessage, RulePack } from './rule-pack.ts';

/** Hits of one rule on one asset in one group window, within a chunk. */
export interface HitGroup {
  readonly ruleId: string;
  readonly asset: AssetRef;
  /** Further assets that the hits name, at most ten. */
  readonly concerned: readonly AssetRef[];
  /** Start of the group window, milliseconds since 1970 UTC. */
  readonly window: number;
  readonly count: number;
  readonly firstAt: number;
  readonly lastAt: number;
  readonly receivedAt: number;
  readonly samples: readonly Occurrence[];
  /** Fields of the first hit of the chunk that made the rule match. */
  readonly matched: readonly MatchedField[];
}

/** Result of a chunk. */
export interface DetectResult {
  readonly version: number;
  readonly groups: readonly HitGroup[];
  /** Events on which the engine failed; 0 in a healthy system. */
  readonly failures: number;
}

interface OpenGroup {
  readonly ruleId: string;
  readonly asset: AssetRef;
  readonly concerned: Map<string, AssetRef>;
  readonly window: number;
  readonly receivedAt: number;
  count: number;
  firstAt: number;
  lastAt: number;
  samples: Occurrence[];
  matched: readonly MatchedField[];
}

const SAMPLES = 5;
const CONCERNED = 10;
const SUMMARY = 300;
/** The fields of this many hits of a group in a chunk are worked out. */
const EXPLAINED = 1;

/** Last millisecond of the year 9999: later ones cannot be written as ISO 8601 with four digits. */
const LAST_TIME = 253_402_300_799_999;

/** A time that can be written down; clocks of sources say anything. */
const plausible = (time: number | undefined): number | undefined =>
  time !== undefined && time >= 0 && time <= LAST_TIME ? time : undefined;

const sampleOf = (frame: PipelineFrame, { index, event }: IndexedEvent, at: number): Occurrence => ({
  ref: { journal: frame.stream, seq: frame.seq, index },
  at: new Date(at).toISOString(),
  summary: event.ocsf.message.slice(0, SUMMARY),
});

const openGroup = (ruleId: string, asset: AssetRef, window: number, receivedAt: number, at: number): OpenGroup => ({
  ruleId,
  asset,
  window,
  receivedAt,
  concerned: new Map(),
  count: 0,
  firstAt: at,
  lastAt: at,
  samples: [],
  matched: [],
});

/** Evaluates every rule on every event and gathers the hits. */
class Detector {
  #loaded: LoadedRules;
  #groups = new Map<string, OpenGroup>();
  #failures = 0;
  readonly #hits: string[] = [];

  constructor(pack: RulePack) {
    this.#loaded = loadRules(pack);
  }

  take(message: RuleMessage): void {
    if (message.kind === 'delta') this.#loaded.change(message.delta);
    else if (message.pack.version !== this.#loaded.version()) this.#loaded = loadRules(message.pack);
  }

  look(frame: PipelineFrame, indexed: IndexedEvent): void {
    const { event } = indexed;
    try {
      const found = this.#loaded.set.matchInto(event.fields, event.logsource, this.#hits);
      if (found === 0) return;
      for (const ruleId of this.#loaded.raising(this.#hits.slice(0, found))) this.#take(frame, indexed, ruleId);
    } catch {
      this.#failures += 1;
    }
  }

  #take(frame: PipelineFrame, indexed: IndexedEvent, ruleId: string): void {
    const { set, windowOf } = this.#loaded;
    const asset = assetOf(indexed.event, frame.source);
    const width = windowOf(ruleId);
    const window = Math.floor(frame.receivedAt / width) * width;
    const key = `${ruleId}|${asset.kind}:${asset.id}|${window}`;
    const at = plausible(indexed.event.time) ?? frame.receivedAt;
    const group = this.#groups.get(key) ?? openGroup(ruleId, asset, window, frame.receivedAt, at);
    this.#groups.set(key, group);
    if (group.count < EXPLAINED) group.matched = set.matchedFields(ruleId, indexed.event.fields);
    // A message of an intrusion detection system of a vehicle stands for many events.
    group.count += eventWeight(indexed.event.fields, indexed.event.logsource);
    group.firstAt = Math.min(group.firstAt, at);
    group.lastAt = Math.max(group.lastAt, at);
    group.samples.push(sampleOf(frame, indexed, at));
    if (group.samples.length > SAMPLES) group.samples.shift();
    for (const each of alsoConcerned(indexed.event, asset)) {
      if (group.concerned.size < CONCERNED) group.concerned.set(each.id, each);
    }
  }

  flush(): DetectResult {
    const groups = [...this.#groups.values()].map((group) => ({ ...group, concerned: [...group.concerned.values()] }));
    const result = { version: this.#loaded.version(), groups, failures: this.#failures };
    this.#groups = new Map();
    this.#failures = 0;
    return result;
  }
}

/** Opens the worker part of the stage; `init` is a rule pack, messages say what changed. */
export const openStage: OpenStage = (init) => {
  const detector = new Detector(init as RulePack);
  return {
    onFrame: ({ frame, events }) => {
      for (const indexed of events) detector.look(frame, indexed);
    },
    flush: () => ({ result: detector.flush() }),
    onMessage: (message) => detector.take(message as RuleMessage),
  };
};
