import { logError } from '../errors.ts';
import type { LogLimits } from '../limits.ts';

/** Fields of a text record while they are collected. */
export type FieldDraft = Record<string, unknown>;

/** Collects fields under the limits. A name that occurs twice becomes an array; `__proto__` is an ordinary name. */
export interface FieldCollector {
  readonly fields: FieldDraft;
  /** Adds a value. Throws `logs.too_many_fields` or `logs.too_long`. */
  readonly add: (name: string, value: unknown) => void;
}

/** Makes an empty collector. */
export const collectFields = (limits: LogLimits): FieldCollector => {
  const fields: FieldDraft = {};
  let count = 0;
  return {
    fields,
    add: (name, value) => {
      count += 1;
      if (count > limits.maxFields)
        throw logError('logs.too_many_fields', { field: name.slice(0, 64), reason: `limit ${limits.maxFields}` });
      if (typeof value === 'string' && value.length > limits.maxValueLength) {
        throw logError('logs.too_long', {
          field: name.slice(0, 64),
          reason: `value of ${value.length}, limit ${limits.maxValueLength}`,
        });
      }
      if (Object.hasOwn(fields, name)) {
        const present = fields[name];
        if (Array.isArray(present)) present.push(value);
        else setField(fields, name, [present, value]);
      } else setField(fields, name, value);
    },
  };
};

/** Sets an own property, also for the name `__proto__`. */
export const setField = (fields: FieldDraft, name: string, value: unknown): void => {
  if (name !== '__proto__') fields[name] = value;
  else Object.defineProperty(fields, name, { value, enumerable: true, configurable: true, writable: true });
};
