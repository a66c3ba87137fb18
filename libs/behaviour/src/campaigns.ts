import type { SignalFact } from './facts.ts';
import { ManyDistinct, type SavedDistinct } from './sketch/distinct.ts';
import { LruTable } from './sketch/lru.ts';
import { HOUR } from './window.ts';

/** Signatures that are counted before they are a campaign, and campaigns that run, at most. */
const SIGNATURES = 2000;
const RUNNING = 100;
/** Peer groups counted per campaign; vehicles of further ones count as not known. */
const GROUPS = 12;

/** A campaign as it stands. */
export interface CampaignState {
  readonly signature: string;
  readonly openedAt: number;
  readonly firstAt: number;
  readonly lastAt: number;
  readonly windowH: number;
  readonly vehicles: number;
  readonly estimated: boolean;
  /** The first vehicles. */
  readonly sample: readonly string[];
  /** Vehicles by peer group, biggest first; '' = not known. */
  readonly groups: readonly { readonly group: string; readonly vehicles: number }[];
}

/** Vehicles with one signature in the half window that is open and the one before. */
interface Halves {
  half: number;
  firstAt: number;
  firstBefore: number;
  current: ManyDistinct;
  before: ManyDistinct;
}

interface Running {
  readonly openedAt: number;
  readonly firstAt: number;
  lastAt: number;
  windowH: number;
  readonly vehicles: ManyDistinct;
  readonly groups: Map<string, ManyDistinct>;
  /** Number of vehicles at which it is told again. */
  tellAt: number;
  changed: boolean;
}

interface SavedCampaign {
  readonly signature: string;
  readonly openedAt: number;
  readonly firstAt: number;
  readonly lastAt: number;
  readonly windowH: number;
  readonly tellAt: number;
  readonly vehicles: SavedDistinct;
  readonly groups: readonly (readonly [string, SavedDistinct])[];
}

/** What a signal did: nothing, or a campaign opened or doubled. */
export type CampaignStep = { readonly kind: 'opened' | 'doubled'; readonly state: CampaignState } | undefined;

/**
 * Counts the vehicles of each signature. A campaign opens when `vehiclesCount` different vehicles showed the signature
 * within the window (half windows, so within one half to one whole window), and ends when none did for a window.
 */
export class CampaignBook {
  readonly #halves = new LruTable<Halves>(SIGNATURES);
  readonly #running = new LruTable<Running>(RUNNING);
  readonly #groupOf: (vehicle: string) => string;

  constructor(groupOf: (vehicle: string) => string) {
    this.#groupOf = groupOf;
  }

  look(fact: SignalFact, vehiclesCount: number, windowH: number): CampaignStep {
    const running = this.#running.get(fact.signature);
    if (running !== undefined && fact.at - running.lastAt < windowH * HOUR) return this.#join(fact, running, windowH);
    if (running !== undefined) this.#running.delete(fact.signature);
    const width = (windowH * HOUR) / 2;
    const halves = this.#turned(fact, width);
    // A late event belongs to the half before; what is older still is of no window that is open.
    const age = halves.half - Math.floor(fact.at / width);
    if (age > 1) return undefined;
    (age === 1 ? halves.before : halves.current).add(fact.vehicle);
    if (age === 1) halves.firstBefore = Math.min(halves.firstBefore, fact.at);
    const all = new ManyDistinct();
    all.merge(halves.before);
    all.merge(halves.current);
    if (all.count() < vehiclesCount) return undefined;
    return { kind: 'opened', state: this.#open(fact, Math.min(halves.firstBefore, halves.firstAt), all, windowH) };
  }

  /** Campaigns that changed since the last call. */
  takeChanged(): CampaignState[] {
    const changed = [...this.#running.entries()].filter(([, running]) => running.changed);
    for (const [, running] of changed) running.changed = false;
    return changed.map(([signature, running]) => stateOf(signature, running));
  }

  save(): readonly SavedCampaign[] {
    return [...this.#running.entries()].map(([signature, running]) => ({
      signature,
      openedAt: running.openedAt,
      firstAt: running.firstAt,
      lastAt: running.lastAt,
      windowH: running.windowH,
      tellAt: running.tellAt,
      vehicles: running.vehicles.save(),
      groups: [...running.groups].map(([group, counter]) => [group, counter.save()] as const),
    }));
  }

  load(saved: unknown): void {
    if (!Array.isArray(saved)) return;
    for (const { signature, vehicles, groups, ...rest } of saved as readonly SavedCampaign[]) {
      const counters = groups.map(([group, counter]) => [group, ManyDistinct.from(counter)] as const);
      const running = { ...rest, vehicles: ManyDistinct.from(vehicles), groups: new Map(counters), changed: false };
      this.#running.set(signature, running);
    }
  }

  #join(fact: SignalFact, running: Running, windowH: number): CampaignStep {
    running.lastAt = Math.max(running.lastAt, fact.at);
    running.windowH = windowH;
    running.changed = true;
    running.vehicles.add(fact.vehicle);
    this.#count(running, fact.vehicle);
    if (running.vehicles.count() < running.tellAt) return undefined;
    running.tellAt = running.vehicles.count() * 2;
    return { kind: 'doubled', state: stateOf(fact.signature, running) };
  }

  #turned(fact: SignalFact, width: number): Halves {
    const half = Math.floor(fact.at / width);
    const fresh = (): Halves => ({
      half,
      firstAt: fact.at,
      firstBefore: Number.POSITIVE_INFINITY,
      current: new ManyDistinct(),
      before: new ManyDistinct(),
    });
    const halves = this.#halves.at(fact.signature, fresh);
    if (half <= halves.half) return halves;
    const next = half === halves.half + 1;
    halves.before = next ? halves.current : new ManyDistinct();
    halves.firstBefore = next ? halves.firstAt : Number.POSITIVE_INFINITY;
    halves.current = new ManyDistinct();
    halves.firstAt = fact.at;
    halves.half = half;
    return halves;
  }

  #open(fact: SignalFact, firstAt: number, vehicles: ManyDistinct, windowH: number): CampaignState {
    const running: Running = {
      openedAt: fact.at,
      firstAt: Math.min(firstAt, fact.at),
      lastAt: fact.at,
      windowH,
      vehicles,
      groups: new Map(),
      tellAt: vehicles.count() * 2,
      changed: true,
    };
    for (const vehicle of vehicles.sample()) this.#count(running, vehicle);
    this.#running.set(fact.signature, running);
    this.#halves.delete(fact.signature);
    return stateOf(fact.signature, running);
  }

  #count({ groups }: Running, vehicle: string): void {
    const named = this.#groupOf(vehicle);
    const group = groups.has(named) || groups.size < GROUPS ? named : '';
    const counter = groups.get(group) ?? new ManyDistinct();
    counter.add(vehicle);
    groups.set(group, counter);
  }
}

const stateOf = (signature: string, running: Running): CampaignState => ({
  signature,
  openedAt: running.openedAt,
  firstAt: running.firstAt,
  lastAt: running.lastAt,
  windowH: running.windowH,
  vehicles: running.vehicles.count(),
  estimated: running.vehicles.estimated,
  sample: running.vehicles.sample(),
  groups: [...running.groups]
    .map(([group, counter]) => ({ group, vehicles: counter.count() }))
    .toSorted((a, b) => b.vehicles - a.vehicles),
});
