import type { CampaignState } from './campaigns.ts';
import type { BehaviourDetector, Memory, Subject, Unready, Values, Verdict, World } from './detector.ts';
import { BEHAVIOUR_DETECTORS } from './detectors/all.ts';
import type { Fact, FactKind } from './facts.ts';
import { LruTable } from './sketch/lru.ts';
import { MINUTE } from './window.ts';

/** Verdicts whose key is remembered, so that they are told once. */
const MUTED = 20_000;

/** What a person decided about a detector. */
export interface Setting {
  readonly enabled: boolean;
  /** Values that differ from the standard. */
  readonly limits: Readonly<Record<string, number>>;
}

/** Options of {@link openBehaviour}. */
export interface BehaviourOptions {
  readonly world: World;
  /** The same verdict is told once within this time, minutes of event time. Default 60. */
  readonly muteMin?: number;
}

/** How a detector stands. */
export interface DetectorStatus {
  /** Facts that it looked at. */
  readonly looked: number;
  /** Time of the newest of them, NaN before the first. */
  readonly newest: number;
  readonly unready: Unready | undefined;
}

/** The detectors at work: facts in, verdicts out. Deterministic: the same facts give the same verdicts. */
export interface Behaviour {
  readonly look: (fact: Fact) => readonly Verdict[];
  readonly configure: (id: string, setting: Setting) => void;
  readonly statusOf: (id: string) => DetectorStatus | undefined;
  /** Campaigns that changed since the last call. */
  readonly campaigns: () => readonly CampaignState[];
  /** Memory that has to survive a restart, by id of the detector. */
  readonly save: () => Readonly<Record<string, unknown>>;
  readonly load: (saved: Readonly<Record<string, unknown>>) => void;
}

interface Working {
  readonly detector: BehaviourDetector;
  readonly memory: Memory;
  enabled: boolean;
  limits: Values;
  looked: number;
  newest: number;
}

/** Values in force: the standard where nothing else is set, within the bounds. */
export const limitsOf = (detector: BehaviourDetector, set: Readonly<Record<string, number>>): Values =>
  Object.fromEntries(
    Object.entries(detector.limits).map(([name, { standard, min, max }]) => [
      name,
      Math.min(max, Math.max(min, set[name] ?? standard)),
    ]),
  );

const told = (subject: Subject): Subject =>
  Object.fromEntries(Object.entries(subject).filter(([, value]) => value !== ''));

class Engine implements Behaviour {
  readonly #working: readonly Working[];
  readonly #byKind = new Map<FactKind, readonly Working[]>();
  readonly #muted = new LruTable<number>(MUTED);
  readonly #muteMs: number;
  #out: Verdict[] = [];

  constructor({ world, muteMin = 60 }: BehaviourOptions) {
    this.#muteMs = muteMin * MINUTE;
    this.#working = BEHAVIOUR_DETECTORS.map((detector) => ({
      detector,
      memory: detector.open(world),
      enabled: true,
      limits: limitsOf(detector, {}),
      looked: 0,
      newest: Number.NaN,
    }));
    for (const kind of ['flow', 'tls', 'dns', 'command', 'login', 'call', 'signal'] as const)
      this.#byKind.set(
        kind,
        this.#working.filter(({ detector }) => detector.takes.includes(kind)),
      );
  }

  look(fact: Fact): readonly Verdict[] {
    this.#out = [];
    for (const working of this.#byKind.get(fact.kind) ?? []) {
      if (!working.enabled) continue;
      working.looked += 1;
      if (!(working.newest >= fact.at)) working.newest = fact.at;
      working.memory.look(fact, working.limits, (verdict) => this.#tell({ detector: working.detector.id, ...verdict }));
    }
    return this.#out;
  }

  configure(id: string, { enabled, limits }: Setting): void {
    const working = this.#working.find(({ detector }) => detector.id === id);
    if (working === undefined) return;
    working.enabled = enabled;
    working.limits = limitsOf(working.detector, limits);
  }

  statusOf(id: string): DetectorStatus | undefined {
    const working = this.#working.find(({ detector }) => detector.id === id);
    if (working === undefined) return undefined;
    const { looked, newest, memory, limits } = working;
    return { looked, newest, unready: memory.unready?.(newest, limits) };
  }

  campaigns(): readonly CampaignState[] {
    return this.#working.flatMap(({ memory }) => memory.campaigns?.() ?? []);
  }

  save(): Readonly<Record<string, unknown>> {
    return Object.fromEntries(
      this.#working.flatMap(({ detector, memory }) => (memory.save ? [[detector.id, memory.save()]] : [])),
    );
  }

  load(saved: Readonly<Record<string, unknown>>): void {
    for (const { detector, memory } of this.#working) memory.load?.(saved[detector.id]);
  }

  #tell(verdict: Verdict): void {
    const key = `${verdict.detector} ${verdict.key}`;
    const last = this.#muted.get(key);
    if (last !== undefined && Math.abs(verdict.at - last) < this.#muteMs) return;
    this.#muted.set(key, verdict.at);
    this.#out.push({ ...verdict, subject: told(verdict.subject) });
  }
}

/** Opens the detectors with empty memory and standard limits. */
export const openBehaviour = (options: BehaviourOptions): Behaviour => new Engine(options);
