/**
 * How long a term is. `immediate` 立即 · `min`, `h` elapsed time · `d` natural days · `wd` working days of mainland China ·
 * `mo`, `y` calendar months and years.
 */
export type TermUnit = 'immediate' | 'min' | 'h' | 'd' | 'wd' | 'mo' | 'y';

/** Whether a number was read in a text of the rule. Whatever is not `seen` is shown as 未核实 until a lawyer checked it. */
export type Basis = 'seen' | 'unverified';

/** One limit of a clock. */
export interface Term {
  /** 0 for `immediate`; may be a fraction for `min` and `h`. */
  readonly n: number;
  readonly unit: TermUnit;
  /** Which case the term is for, for example `level>=3` or `telephone`; undefined: every case. */
  readonly appliesTo?: string;
  /** A fixed date of every year, `MM-DD`. */
  readonly dueOn?: string;
}

/**
 * What a clock is for. `report` something is to be handed in · `relay` an authority passes on · `periodic` again and again ·
 * `annual` a fixed date · `retention` kept so long · `validity` counts so long · `handling` an authority decides.
 */
export type ClockKind = 'report' | 'relay' | 'periodic' | 'annual' | 'retention' | 'validity' | 'handling';

/** One entry of the catalogue of legal deadlines. */
export interface ClockRule {
  /** For example `CAC-3`. */
  readonly id: string;
  readonly rule: string;
  /** Rule and article. */
  readonly source: string;
  readonly actor: 'enterprise' | 'regulator' | 'central-organ';
  readonly kind: ClockKind;
  readonly startsAt: string;
  readonly limit: string;
  readonly terms: readonly Term[];
  readonly to: readonly string[];
  readonly basis: Basis;
  readonly note: string;
}

/** The catalogue of legal deadlines, by id. */
export type ClockCatalogue = ReadonlyMap<string, ClockRule>;
