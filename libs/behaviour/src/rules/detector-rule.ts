import type { BehaviourDetector, Memory, Values, Verdict } from '../detector.ts';
import { beacon } from '../detectors/beacon.ts';
import { dnsTunnel } from '../detectors/dns-tunnel.ts';
import { generatedNames } from '../detectors/generated-names.ts';
import { limitsOf } from '../engine.ts';
import type { Fact } from '../facts.ts';
import { cutName } from '../names/domain.ts';
import { EntityTable, type Budget } from './entity-table.ts';
import type { EntityState, OpenMemory, RuleMemory, Voice } from './memory.ts';
import { dirtyParts, restoreParts } from './parts.ts';
import type { DetectorRule, Sighting } from './rule.ts';

/** The detector behind each type. */
export const DETECTOR_OF: Readonly<Record<DetectorRule['type'], BehaviourDetector>> = {
  beaconing: beacon as BehaviourDetector,
  dga: generatedNames as BehaviourDetector,
  dns_tunnel: dnsTunnel as BehaviourDetector,
};

/** Pairs that a detector keeps at most; it would drop the longest unused one beyond. */
export const MOST_PAIRS = 10_000;
/** Window of a client or pair inside a detector, bytes: flows or names of half an hour. */
const PAIR_BYTES: Readonly<Record<DetectorRule['type'], number>> = { beaconing: 500, dga: 6_000, dns_tunnel: 900 };

const UNKNOWN_WORLD = {
  countryOf: () => undefined,
  homeCountries: () => undefined,
  speedOf: () => undefined,
  groupOf: () => '',
};

interface Seen {
  since: number;
  last: number;
  toldAt: number;
}

const answerOf = (answer: string): 'question' | 'ok' | 'nxdomain' | 'error' => {
  const code = answer.toUpperCase();
  if (code === '') return 'question';
  if (code === 'NXDOMAIN' || code === '3') return 'nxdomain';
  return code === 'NOERROR' || code === '0' ? 'ok' : 'error';
};

const factOf = (type: DetectorRule['type'], { entity, value, answer, at }: Omit<Sighting, 'rule' | 'received'>): Fact =>
  type === 'beaconing'
    ? { kind: 'flow', at, src: entity, dst: value, port: 0, bytesOut: 0 }
    : { kind: 'dns', at, client: entity, name: value.toLowerCase().replace(/\.$/, ''), answer: answerOf(answer) };

/** What the detector keeps apart: so many of these fit. */
const pairOf = (type: DetectorRule['type'], { entity, value }: Pick<Sighting, 'entity' | 'value'>): string =>
  type === 'dga'
    ? entity
    : `${entity}>${type === 'beaconing' ? value : (cutName(value.toLowerCase().replace(/\.$/, ''))?.domain ?? '')}`;

const figuresOf = ({ subject }: Verdict | Omit<Verdict, 'detector'>): Readonly<Record<string, number>> =>
  Object.fromEntries(
    Object.entries(subject).filter(
      (entry): entry is [string, number] => typeof entry[1] === 'number' && entry[0] !== 'dest_port',
    ),
  );

const INNER = 'inner';

const HOUR = 3_600_000;

const seenFrom = ([since, last, toldAt]: readonly unknown[]): Seen => ({
  since: Number(since),
  last: Number(last),
  toldAt: toldAt === null ? Number.NEGATIVE_INFINITY : Number(toldAt),
});

class DetectorMemory implements RuleMemory {
  readonly #rule: DetectorRule;
  readonly #detector: BehaviourDetector;
  readonly #limits: Values;
  readonly #pairBytes: number;
  readonly #table: EntityTable<Seen>;
  #inner: Memory;
  #sweptHour = Number.NaN;

  constructor(rule: DetectorRule, budget: Budget) {
    this.#rule = rule;
    this.#detector = DETECTOR_OF[rule.type];
    this.#limits = limitsOf(this.#detector, rule.limits);
    this.#pairBytes = PAIR_BYTES[rule.type];
    this.#table = new EntityTable(Math.min(rule.entities, MOST_PAIRS), budget);
    this.#inner = this.#detector.open(UNKNOWN_WORLD);
  }

  observe(sighting: Omit<Sighting, 'rule' | 'received'>, { tell, refuse }: Voice): void {
    const { entity, value, at } = sighting;
    const pair = pairOf(this.#rule.type, sighting);
    let seen = this.#table.get(pair);
    if (seen === undefined) {
      seen = { since: at, last: at, toldAt: Number.NEGATIVE_INFINITY };
      const refused = this.#table.add(pair, seen, this.#pairBytes);
      if (refused) return refuse(refused, at);
    }
    if (at > seen.last) seen.last = at;
    this.#table.touch(pair);
    const known = seen;
    this.#inner.look(factOf(this.#rule.type, sighting), this.#limits, (verdict) => {
      if (Math.abs(at - known.toldAt) < this.#rule.muteMs || this.#isLearning(known, at)) return;
      known.toldAt = at;
      const { expected, seen: words } = verdict;
      tell({ at, entity, value, expected, seen: words, figures: figuresOf(verdict), key: `${pair}|${at}` });
    });
  }

  advance(watermark: number): void {
    const hour = Math.floor(watermark / HOUR);
    if (hour === this.#sweptHour) return;
    const jumped = Number.isNaN(this.#sweptHour) || hour - this.#sweptHour > 48 || hour < this.#sweptHour;
    this.#sweptHour = hour;
    if (jumped) return;
    for (const [pair, seen] of this.#table.entries())
      if (watermark - seen.last > this.#rule.forgetMs) this.#table.delete(pair, this.#pairBytes);
  }

  anchor(at: number): void {
    this.#sweptHour = Math.floor(at / HOUR);
  }

  entities(): number {
    return this.#table.size;
  }

  bytes(): number {
    return this.#table.bytes;
  }

  *list(now: number): Iterable<EntityState> {
    for (const [entity, seen] of this.#table.entries())
      yield { entity, since: seen.since, last: seen.last, learning: this.#isLearning(seen, now), size: 0 };
  }

  band(): undefined {
    return undefined;
  }

  takeDirty(): readonly (readonly [string, string])[] {
    const parts = dirtyParts(this.#table, ({ since, last, toldAt }) => [since, last, toldAt]);
    return parts.length === 0 ? [] : [...parts, [INNER, JSON.stringify(this.#inner.snapshot?.() ?? null)]];
  }

  restore(part: string, text: string): void {
    if (part !== INNER)
      return restoreParts(this.#table, text, (saved) => ({ state: seenFrom(saved), bytes: this.#pairBytes }));
    this.#inner = this.#detector.open(UNKNOWN_WORLD);
    this.#inner.restore?.(JSON.parse(text));
  }

  touchAll(): void {
    this.#table.touchAll();
  }

  close(): void {
    this.#table.close();
  }

  #isLearning({ since }: Seen, at: number): boolean {
    return Math.max(0, at - since) < this.#rule.learnMs;
  }
}

/** A detector of this package at work over fields that the rule names. */
export const openDetectorRule: OpenMemory<DetectorRule> = (rule, budget) => new DetectorMemory(rule, budget);
