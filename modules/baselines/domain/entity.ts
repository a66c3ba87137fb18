import { ENTITY_SEPARATOR } from '@chedun/behaviour';
import type { FieldValue } from '../tables.ts';

/** The values of an entity under the names of the group fields. */
export const fieldsOf = (groupBy: readonly string[], entity: string): FieldValue[] => {
  if (groupBy.length === 0) return [];
  const values = entity.split(ENTITY_SEPARATOR);
  return groupBy.map((field, at) => ({ field, value: values[at] ?? '' }));
};
