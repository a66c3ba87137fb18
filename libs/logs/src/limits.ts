/** Bounds that every reader of this library keeps. Lengths of text are UTF-16 units, of input bytes. */
export interface LogLimits {
  /** Longest record (line, syslog frame) in bytes. */
  readonly maxLineBytes: number;
  /** Deepest nesting of JSON objects and arrays; the outermost object is depth 1. */
  readonly maxDepth: number;
  /** Most fields (object members and array items together) of one record. */
  readonly maxFields: number;
  /** Longest single value. */
  readonly maxValueLength: number;
}

/** Limits that hold where the caller sets none: 1 MiB lines, depth 32, 4,096 fields, 256 Ki values. */
export const DEFAULT_LIMITS: LogLimits = {
  maxLineBytes: 1_048_576,
  maxDepth: 32,
  maxFields: 4096,
  maxValueLength: 262_144,
};
