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

/** A correlation document: recognised and kept, not evaluated by this engine. */
export interface SigmaCorrelation extends SigmaMetadata {
  readonly kind: 'correlation';
  readonly correlation: JsonMap;
}

/** A filter document: recognised and kept, not evaluated by this engine. */
export interface SigmaFilter extends SigmaMetadata {
  readonly kind: 'filter';
  readonly logsource: LogSource;
  readonly filter: JsonMap;
}

/** Any Sigma document. */
export type SigmaDocument = SigmaRule | SigmaCorrelation | SigmaFilter;
