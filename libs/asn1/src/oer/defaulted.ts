import type { Optional, Type } from '../types.ts';
import type { Value, ValueOf } from '../value.ts';

/** A field with DEFAULT: absent in the bytes when it has that value. */
export interface Defaulted<T extends Type = Type> extends Optional<T> {
  readonly standard: Value;
}

/**
 * Marks a field of a SEQUENCE as DEFAULT. It is read as it stands in the bytes: an absent field stays absent in the
 * value. The writer leaves a field away that equals its default (X.696 16.2.2 for canonical OER).
 */
export const defaulted = <const T extends Type>(of: T, standard: ValueOf<T>): Defaulted<T> => ({
  kind: 'optional',
  of,
  standard: standard as Value,
});

/** The default of a field, undefined when it has none. */
export const standardOf = (field: Type | Optional | undefined): Value | undefined =>
  field !== undefined && 'standard' in field ? (field as Defaulted).standard : undefined;

/** Whether two JSON values are the same; `undefined` equals nothing. */
export const sameValue = (one: Value | undefined, two: Value | undefined): boolean =>
  one !== undefined && two !== undefined && JSON.stringify(one) === JSON.stringify(two);
