import type { CampaignState } from './campaigns.ts';
import type { Fact, FactKind } from './facts.ts';

/** One tunable value; the end of the name is its unit. */
export interface Limit {
  readonly zh: string;
  readonly en: string;
  readonly unit: string;
  readonly standard: number;
  readonly min: number;
  readonly max: number;
}

/** Values in force, by name. */
export type Values<Name extends string = string> = Readonly<Record<Name, number>>;

/** What makes vehicles peers: model, versions of their software, where they are. */
export type PeerKind = 'model' | 'software' | 'region';

/** What detectors may ask about the world. Answers undefined when nothing is known: nothing is ever guessed. */
export interface World {
  /** Country (ISO 3166 alpha-2) of an address, from the table of the operator. */
  readonly countryOf: (address: string) => string | undefined;
  /** Countries to which vehicles may talk; undefined without a table of the operator. */
  readonly homeCountries: () => ReadonlySet<string> | undefined;
  /** Newest speed of a vehicle that is not older than a minute at that time, km/h. */
  readonly speedOf: (vin: string, at: number) => number | undefined;
  /** Peer group of a vehicle, by its model when nothing else is asked; '' when not known. */
  readonly groupOf: (vehicle: string, by?: PeerKind) => string;
}

/** Flat fields that say whom a verdict is about; they become fields of the record. */
export type Subject = Readonly<Record<string, string | number>>;

/** What a detector found. */
export interface Verdict {
  readonly detector: string;
  readonly at: number;
  /** What normal behaviour would have been, in words. */
  readonly expected: string;
  readonly seen: string;
  readonly subject: Subject;
  /** Verdicts with the same key are told once within the time of silence. */
  readonly key: string;
}

/** Tells a verdict; the detector's id is added by the engine. */
type Tell = (verdict: Omit<Verdict, 'detector'>) => void;

/** Why a detector cannot judge yet. */
export interface Unready {
  readonly state: 'not-ready' | 'learning';
  readonly zh: string;
  readonly en: string;
}

/** The memory of a detector at work. */
export interface Memory<Name extends string = string> {
  /** Looks at one fact; tells what is wrong. Facts of kinds that it does not take never come. */
  readonly look: (fact: Fact, limits: Values<Name>, tell: Tell) => void;
  /** Undefined when it judges. `now`: time of the newest fact. */
  readonly unready?: (now: number, limits: Values<Name>) => Unready | undefined;
  /** Campaigns that changed since the last call; only of the detector that keeps them. */
  readonly campaigns?: () => readonly CampaignState[];
  /** What has to survive a restart, as JSON values, and the way back. */
  readonly save?: () => unknown;
  readonly load?: (saved: unknown) => void;
  /** Everything it knows, open windows included, as a JSON value, and the way back: for readers that continue exactly. */
  readonly snapshot?: () => unknown;
  readonly restore?: (saved: unknown) => void;
}

/** A detector: one file, one id. */
export interface BehaviourDetector<Name extends string = string> {
  /** Stable id, also the `signal` of its records. */
  readonly id: string;
  readonly family: 'traffic' | 'remote_control' | 'fleet';
  /** Log source category of its records. */
  readonly category: 'flow' | 'dns' | 'remote_control' | 'tsp_api' | 'fleet';
  readonly zh: string;
  readonly en: string;
  readonly about: { readonly zh: string; readonly en: string };
  readonly level: 'low' | 'medium' | 'high' | 'critical';
  readonly takes: readonly FactKind[];
  readonly limits: Readonly<Record<Name, Limit>>;
  readonly open: (world: World) => Memory<Name>;
}

/** Declares a detector; keeps the names of its limits known to the compiler inside the file. */
export const behaviourDetector = <const Name extends string>(
  detector: BehaviourDetector<Name>,
): BehaviourDetector<Name> => detector;

/** A limit in one line. */
export const limit = (
  zh: string,
  en: string,
  unit: string,
  standard: number,
  range: readonly [min: number, max: number],
): Limit => ({ zh, en, unit, standard, min: range[0], max: range[1] });
