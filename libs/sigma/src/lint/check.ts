import type { JsonMap } from '../parse/types.ts';
import type { Reason } from '../reason/reason.ts';

/** How much a finding matters: `error` keeps the rule from loading. */
export type Severity = 'error' | 'warning' | 'info';

/** Name of a check, closed; shown beside the finding so that it can be looked up. */
export type CheckName =
  | 'loads'
  | 'title'
  | 'id'
  | 'id-unique'
  | 'status'
  | 'level'
  | 'description'
  | 'author'
  | 'date'
  | 'modified'
  | 'references'
  | 'falsepositives'
  | 'related'
  | 'custom-attribute'
  | 'tag-namespace'
  | 'tag-format'
  | 'tag-unique'
  | 'logsource-key'
  | 'logsource-case'
  | 'logsource-empty'
  | 'selection-unused'
  | 'condition-quantifier'
  | 'timeframe'
  | 'all-single-value'
  | 'wildcard-redundant'
  | 'value-duplicate'
  | 'placeholder-without-expand'
  | 'regex-redundant'
  | 'alias-unused'
  | 'temporal-single';

/** Something a check has to say about a document. */
export interface Remark {
  readonly check: CheckName;
  readonly severity: Severity;
  readonly path: readonly (string | number)[];
  readonly reason: Reason;
}

/** One check: looks at a document and says what it finds. */
export type Check = (document: JsonMap) => readonly Remark[];

/** Shorthand for a list of one. */
export const remark = (
  check: CheckName,
  severity: Severity,
  path: Remark['path'],
  reason: Reason,
): readonly Remark[] => [{ check, severity, path, reason }];
