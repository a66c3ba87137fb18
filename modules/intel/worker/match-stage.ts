import { IndicatorMatcher, type PackedMatcher } from '@chedun/indicators';
import type { IndexedEvent, OpenStage, PipelineFrame } from '@chedun/pipeline';
import { observablesOf, type SeenValue } from '../domain/observables.ts';
import { subjectOf, type EventEnds } from '../domain/subject.ts';
import { isSame } from '../domain/verify.ts';
import type { Hit } from './hit.ts';

/** What the stage makes of a chunk. */
export interface MatchResult {
  readonly hits: readonly Hit[];
  /** Hits that found no room; 0 unless thousands of assets meet thousands of indicators within one chunk. */
  readonly overflow: number;
}

/** What the worker starts with, and the message that replaces its indicators. */
export interface MatchInit {
  readonly packed: PackedMatcher;
  /** Sources whose records are made of other records: they would count twice. */
  readonly skip: readonly string[];
}

/** Most pairs of indicator and asset of one chunk. */
const MOST_HITS = 5_000;
const LAST_TIME = 253_402_300_799_999;

/** Looks every value of every event up. */
class EventMatcher {
  #matcher: IndicatorMatcher;
  readonly #skip: ReadonlySet<string>;
  #hits = new Map<string, Hit>();
  #overflow = 0;
  readonly #out: number[] = [];

  constructor({ packed, skip }: MatchInit) {
    this.#matcher = new IndicatorMatcher(packed);
    this.#skip = new Set(skip);
  }

  replace(packed: PackedMatcher): void {
    this.#matcher = new IndicatorMatcher(packed);
  }

  look(frame: PipelineFrame, indexed: IndexedEvent): void {
    if (this.#matcher.count === 0 || this.#skip.has(frame.source)) return;
    const seen = observablesOf(indexed.event);
    for (const value of seen) {
      const found = this.#matcher.find(value.kind, value.value, frame.receivedAt, this.#out);
      for (let at = 0; at < found; at += 1) this.#found(frame, indexed, value, this.#out[at] ?? 0, seen);
    }
  }

  #found(
    frame: PipelineFrame,
    { index, event }: IndexedEvent,
    value: SeenValue,
    entry: number,
    seen: readonly SeenValue[],
  ): void {
    const also = this.#matcher.alsoOf(entry);
    if (!also.every((each) => seen.some((other) => sameKind(each.kind, other.kind) && isSame(each, other.value))))
      return;
    const { vin, host, user, srcIp, dstIp } = event.ocsf;
    const ends: EventEnds = { vin, host, user, srcIp, dstIp, source: frame.source };
    const subject = subjectOf(ends, value.field);
    const indicatorId = this.#matcher.idOf(entry);
    const key = `${indicatorId} ${subject.kind} ${subject.id}`;
    const before = this.#hits.get(key);
    if (before === undefined && this.#hits.size >= MOST_HITS) {
      this.#overflow += 1;
      return;
    }
    const { time } = event;
    const at = time !== undefined && time >= 0 && time <= LAST_TIME ? time : frame.receivedAt;
    this.#hits.set(key, {
      indicatorId,
      kind: value.kind,
      observed: value.value.slice(0, 2_048),
      field: value.field,
      subject,
      ends,
      firstAt: Math.min(before?.firstAt ?? at, at),
      lastAt: Math.max(before?.lastAt ?? at, at),
      count: (before?.count ?? 0) + 1,
      ref: { journal: frame.stream, seq: frame.seq, index },
      fromHistory: false,
    });
  }

  flush(): MatchResult {
    const result = { hits: [...this.#hits.values()], overflow: this.#overflow };
    this.#hits = new Map();
    this.#overflow = 0;
    return result;
  }
}

const sameKind = (wanted: string, seen: string): boolean => wanted === seen || (wanted === 'network' && seen === 'ip');

/** Opens the worker part; a message of the main thread is a packed matcher that replaces the one before. */
export const openStage: OpenStage = (init) => {
  const matcher = new EventMatcher(init as MatchInit);
  return {
    onFrame: ({ frame, events }) => {
      for (const indexed of events) matcher.look(frame, indexed);
    },
    flush: () => ({ result: matcher.flush() }),
    onMessage: (message) => matcher.replace(message as PackedMatcher),
  };
};
