import { isDeepStrictEqual } from 'node:util';
import type { Form } from './rule.ts';

/** Something that was asked for: its field, and the value that stood there then. */
export interface Asked {
  readonly id: string;
  readonly field: string;
  readonly was: unknown;
}

/** Ids of those whose field has another value now; nobody can change what names no field. */
export const changedItems = (asked: readonly Asked[], data: Form): readonly string[] =>
  asked
    .filter(({ field, was }) => field !== '' && !isDeepStrictEqual(data[field] ?? null, was ?? null))
    .map(({ id }) => id);
