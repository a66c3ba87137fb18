/** What an indicator is compared with. `network` is a range of addresses, `ip` a single one. */
export const INDICATOR_KINDS = [
  'ip',
  'network',
  'domain',
  'url',
  'md5',
  'sha1',
  'sha256',
  'sm3',
  'ja3',
  'ja4',
  'cert-serial',
  'cert-md5',
  'cert-sha1',
  'cert-sha256',
  'email',
] as const;

/** See {@link INDICATOR_KINDS}. */
export type IndicatorKind = (typeof INDICATOR_KINDS)[number];

/** How far a thing may be passed on (FIRST Traffic Light Protocol 2.0; `white` of 1.0 reads as `clear`). */
export const TLP_LEVELS = ['clear', 'green', 'amber', 'amber+strict', 'red'] as const;

/** See {@link TLP_LEVELS}. */
export type Tlp = (typeof TLP_LEVELS)[number];

/** One value to look for, in the canonical spelling of its kind. */
export interface Observable {
  readonly kind: IndicatorKind;
  readonly value: string;
}

/** An indicator as the readers give it. Times are milliseconds since 1970 UTC; undefined = the source does not say. */
export interface Indicator extends Observable {
  /** Further observables that the same event has to show; at most seven. */
  readonly also: readonly Observable[];
  /** Id that the source gave it (STIX id, MISP uuid), '' without one. Several indicators of one pattern share it. */
  readonly ref: string;
  /** One line for people; '' without one. */
  readonly title: string;
  /** 0 to 100. */
  readonly confidence: number | undefined;
  readonly validFrom: number | undefined;
  readonly validUntil: number | undefined;
  readonly tlp: Tlp | undefined;
  readonly labels: readonly string[];
  /** Phases such as `lockheed-martin-cyber-kill-chain:command-and-control`. */
  readonly killChain: readonly string[];
  /** The source takes it back. */
  readonly revoked: boolean;
}

/** That somebody else saw an indicator. */
export interface ReportedSighting {
  /** `ref` of the indicator. */
  readonly ref: string;
  readonly firstSeen: number | undefined;
  readonly lastSeen: number | undefined;
  readonly count: number;
}

/** Why an entry did not become an indicator. The texts for people belong to whoever shows them. */
export type ProblemCode =
  | 'unsupported-pattern'
  | 'pattern-syntax'
  | 'unsupported-pattern-type'
  | 'unsupported-type'
  | 'invalid-value'
  | 'too-broad'
  | 'no-value'
  | 'not-for-detection'
  | 'malformed-entry';

/** An entry that was passed over. */
export interface EntryProblem {
  readonly code: ProblemCode;
  /** `line 12`, `object 4`, `attribute 3`. */
  readonly place: string;
  /** What exactly, in English: an operator, a type, a value; at most 200 characters. */
  readonly detail: string;
  /** Begin of the entry, at most 200 characters. */
  readonly sample: string;
}

/** Receives what a reader finds, in the order of the file. */
export interface IndicatorSink {
  readonly indicator: (indicator: Indicator) => void;
  readonly problem: (problem: EntryProblem) => void;
  readonly sighting: (sighting: ReportedSighting) => void;
}

/** Limits of a reader. */
export interface ReadLimits {
  /** Most entries, used or not. */
  readonly entries: number;
  /** Longest line or object, bytes. */
  readonly entryBytes: number;
  /** Longest MISP event, bytes: it is read as a whole. */
  readonly eventBytes: number;
}

/** Standards of {@link ReadLimits}. */
export const READ_LIMITS: ReadLimits = { entries: 2_000_000, entryBytes: 1_048_576, eventBytes: 67_108_864 };

/** Longest text that is kept of a title or a label. */
export const TEXT_LIMIT = 300;
/** Most labels and most phases of one indicator. */
export const LIST_LIMIT = 20;

/** An indicator that says nothing but its observable; spread it and add what is known. */
export const plainIndicator = ({ kind, value }: Observable): Indicator => ({
  kind,
  value,
  also: [],
  ref: '',
  title: '',
  confidence: undefined,
  validFrom: undefined,
  validUntil: undefined,
  tlp: undefined,
  labels: [],
  killChain: [],
  revoked: false,
});
