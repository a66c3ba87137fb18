import type { AssetRef, Occurrence } from '@chedun/governance/contract';
import type { IndexedEvent, OpenStage, PipelineFrame } from '@chedun/pipeline';
import { compile, type Engine, type MatchedField } from '@chedun/sigma';
import { alsoConcerned, assetOf } from './asset.ts';
import type { RulePack } from './rule-pack.ts';

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

interface Loaded {
  readonly version: number;
  readonly engine: Engine;
  readonly ids: readonly string[];
  readonly groupMs: readonly number[];
}

const SAMPLES = 5;
const CONCERNED = 10;
const SUMMARY = 300;
/** The fields of this many hits of a group in a chunk are worked out. */
const EXPLAINED = 1;

/** Compiles a pack. Rules that do not compile are left out: they were refused with a reason where they were entered. */
export const load = (pack: RulePack): Loaded => {
  const documents = pack.rules.map((rule) => rule.document);
  const { engine } = compile(documents);
  const byDocument = new Map(pack.rules.map((rule) => [rule.document, rule]));
  const own = engine.rules.map((document) => byDocument.get(document));
  own.forEach((rule, at) => {
    if (rule && rule.exceptions.length > 0) engine.setExceptions(at, rule.exceptions as never);
  });
  return {
    version: pack.version,
    engine,
    ids: own.map((rule) => rule?.id ?? ''),
    groupMs: own.map((rule) => (rule?.groupMinutes ?? 60) * 60_000),
  };
};

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
  #loaded: Loaded;
  #groups = new Map<string, OpenGroup>();
  #failures = 0;
  readonly #hits: number[] = [];

  constructor(pack: RulePack) {
    this.#loaded = load(pack);
  }

  replace(pack: RulePack): void {
    this.#loaded = load(pack);
  }

  look(frame: PipelineFrame, indexed: IndexedEvent): void {
    const { event } = indexed;
    try {
      const found = this.#loaded.engine.matchInto(event.fields, event.logsource, this.#hits);
      for (let at = 0; at < found; at += 1) this.#take(frame, indexed, this.#hits[at] ?? 0);
    } catch {
      this.#failures += 1;
    }
  }

  #take(frame: PipelineFrame, indexed: IndexedEvent, rule: number): void {
    const { ids, groupMs, engine } = this.#loaded;
    const ruleId = ids[rule] ?? '';
    const asset = assetOf(indexed.event, frame.source);
    const width = groupMs[rule] ?? 3_600_000;
    const window = Math.floor(frame.receivedAt / width) * width;
    const key = `${rule}|${asset.kind}:${asset.id}|${window}`;
    const at = plausible(indexed.event.time) ?? frame.receivedAt;
    const group = this.#groups.get(key) ?? openGroup(ruleId, asset, window, frame.receivedAt, at);
    this.#groups.set(key, group);
    if (group.count < EXPLAINED) group.matched = engine.matchedFields(rule, indexed.event.fields);
    group.count += 1;
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
    const result = { version: this.#loaded.version, groups, failures: this.#failures };
    this.#groups = new Map();
    this.#failures = 0;
    return result;
  }
}

/** Opens the worker part of the stage; `init` and messages are rule packs. */
export const openStage: OpenStage = (init) => {
  const detector = new Detector(init as RulePack);
  return {
    onFrame: ({ frame, events }) => {
      for (const indexed of events) detector.look(frame, indexed);
    },
    flush: () => ({ result: detector.flush() }),
    onMessage: (message) => detector.replace(message as RulePack),
  };
};
