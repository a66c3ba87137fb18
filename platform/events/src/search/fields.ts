import { columnOf, eventFields } from '../event-row.ts';

/**
 * How a column is compared. `lower`: text, its index holds lower case · `exact`: text in one spelling (VIN in upper,
 * addresses in lower case) · `contains`: long text, a term matches inside · `number` · `time`: milliseconds.
 */
export type FieldKind = 'lower' | 'exact' | 'contains' | 'number' | 'time';

/** A column that can be searched. */
export interface SearchField {
  readonly column: string;
  readonly kind: FieldKind;
  /** Spelling of the values of an `exact` field. */
  readonly spelling?: 'upper' | 'lower';
}

const NUMBERS = new Set(['seq', 'idx', 'class_uid', 'activity_id', 'severity_id', 'status_id', 'src_port', 'dst_port']);
const CONTAINS = new Set(['message', 'command_line', 'raw']);

const fieldOf = (column: string): SearchField => {
  if (column === 'time' || column === 'received') return { column, kind: 'time' };
  if (NUMBERS.has(column)) return { column, kind: 'number' };
  if (CONTAINS.has(column)) return { column, kind: 'contains' };
  if (column === 'vin') return { column, kind: 'exact', spelling: 'upper' };
  if (column === 'src_ip' || column === 'dst_ip') return { column, kind: 'exact', spelling: 'lower' };
  return { column, kind: 'lower' };
};

/** Every column by its name; `body` is searched as free text and is not among them. */
export const searchFields: ReadonlyMap<string, SearchField> = new Map(
  eventFields
    .map(columnOf)
    .filter((column) => column !== 'body')
    .map((column) => [column, fieldOf(column)]),
);
