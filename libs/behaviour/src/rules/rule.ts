/** Behaviour rules as data: what is learnt of whom, and what counts as a deviation. All times are milliseconds. */

/** What every behaviour rule says. */
interface Common {
  /** Fields that name whom the rule is about: a vehicle, an account, an API. Empty: everything together. */
  readonly groupBy: readonly string[];
  /** Nothing is judged of an entity before it was known so long. */
  readonly learnMs: number;
  /** An event may be so much older than the newest one; later ones are counted and not judged. */
  readonly latenessMs: number;
  /** What was not seen for so long is forgotten. */
  readonly forgetMs: number;
  /** The same deviation is told once within this time. */
  readonly muteMs: number;
  /** Entities that are learnt at most; further ones are refused and told. */
  readonly entities: number;
}

/** A value of a field that an entity never had before. */
export interface NewTermsRule extends Common {
  readonly type: 'new_terms';
  readonly field: string;
  /** Values learnt of one entity at most. */
  readonly values: number;
}

/** A value whose share of an entity's events lies below a limit. */
export interface RareValueRule extends Common {
  readonly type: 'rare_value';
  readonly field: string;
  /** 0 to 1. */
  readonly share: number;
  /** Events of the entity within the window before a share means something. */
  readonly minimum: number;
  readonly windowMs: number;
  readonly values: number;
}

/** Far more or far fewer events within a bucket than usual at that hour of the week. */
export interface RateAnomalyRule extends Common {
  readonly type: 'rate_anomaly';
  readonly bucketMs: number;
  readonly direction: 'surge' | 'drop' | 'both';
  /** Robust standard deviations from the median. */
  readonly threshold: number;
  /** Surge: events in the bucket at least; drop: events expected at least. */
  readonly minimum: number;
  /** Weeks of history. */
  readonly weeks: number;
}

/** One of the detectors of this package over fields that the rule names. */
export interface DetectorRule extends Common {
  readonly type: 'beaconing' | 'dga' | 'dns_tunnel';
  /** Destination (`beaconing`) or DNS name (`dga`, `dns_tunnel`). */
  readonly field: string;
  /** Field with the result of a DNS question; '' when there is none. */
  readonly answerField: string;
  /** Values that differ from the standards of the detector. */
  readonly limits: Readonly<Record<string, number>>;
}

/** A behaviour rule, read and checked by `readBaseline`. */
export type BaselineRule = NewTermsRule | RareValueRule | RateAnomalyRule | DetectorRule;

/** The kinds of behaviour rules. */
export const BASELINE_TYPES = ['new_terms', 'rare_value', 'rate_anomaly', 'beaconing', 'dga', 'dns_tunnel'] as const;
export type BaselineType = (typeof BASELINE_TYPES)[number];

/** One event that a rule selects. */
export interface Sighting {
  readonly rule: string;
  /** Event time and time of receipt. */
  readonly at: number;
  readonly received: number;
  /** Values of `groupBy`, joined by {@link ENTITY_SEPARATOR}. */
  readonly entity: string;
  /** Value of the field of the rule; '' for rate anomalies. */
  readonly value: string;
  /** Value of `answerField`, ''. */
  readonly answer: string;
}

/** Stands between the values of an entity. */
export const ENTITY_SEPARATOR = '\u001F';

/** A deviation from what was learnt. */
export interface BaselineVerdict {
  readonly rule: string;
  readonly at: number;
  readonly entity: string;
  readonly value: string;
  /** What was learnt and what was seen, in plain English for the record. */
  readonly expected: string;
  readonly seen: string;
  /** The figures behind it, for example `count`, `median`, `high`, `share`. */
  readonly figures: Readonly<Record<string, number>>;
  /** Identity: the same journal read again gives the same key. */
  readonly key: string;
}

/** Something that was not learnt because a cap was reached. */
export interface Refusal {
  readonly rule: string;
  readonly limit: 'entities' | 'values' | 'bytes';
  readonly at: number;
}
