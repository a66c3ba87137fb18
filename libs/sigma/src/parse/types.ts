/** Where the events of a rule come from. Absent means: any. Compared without case. */
export interface LogSource {
  readonly product?: string;
  readonly category?: string;
  readonly service?: string;
}

/** Plain JSON value as read from YAML. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A map of plain JSON values. */
export type JsonMap = { readonly [key: string]: Json };

/** Fields that rules, correlations and filters share. Plain JSON, so it can be cached and sent to workers. */
export interface SigmaMetadata {
  readonly title: string;
  readonly id?: string;
  readonly name?: string;
  readonly status?: string;
  readonly description?: string;
  readonly author?: string;
  readonly license?: string;
  readonly date?: string;
  readonly modified?: string;
  readonly level?: string;
  readonly taxonomy?: string;
  readonly tags: readonly string[];
  readonly references: readonly string[];
  readonly falsepositives: readonly string[];
  readonly fields: readonly string[];
  readonly scope: readonly string[];
  readonly related: readonly { readonly id: string; readonly type: string }[];
  /** Attributes the specification does not know. */
  readonly custom: JsonMap;
  readonly file: string;
  /** 1-based line on which the document starts. */
  readonly line: number;
}

/** Selections and conditions of a rule, still in the words of its author. */
export interface Detection {
  readonly selections: { readonly [name: string]: Json };
  /** One or more; an event that meets any of them matches. */
  readonly conditions: readonly string[];
}

/** A detection rule for single events. */
export interface SigmaRule extends SigmaMetadata {
  readonly kind: 'rule';
  readonly logsource: LogSource;
  readonly detection: Detection;
}

/** A filter document: what must also hold for an event to match the rules it names (Sigma filters 2.0). */
export interface SigmaFilter extends SigmaMetadata {
  readonly kind: 'filter';
  /** It applies to rules whose log source names the same for each of these. */
  readonly logsource: LogSource;
  /** Rules by id or name; `any` stands for all of the log source. */
  readonly rules: 'any' | readonly string[];
  readonly detection: Detection;
}
