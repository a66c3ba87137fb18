import { listSql } from '@chedun/events';
import { isDomainError } from '@chedun/kernel';
import type { z } from 'zod';
import type { QueryCheck } from '../contract.ts';
import { parseQuery } from '../domain/parse.ts';
import { searchErrors } from '../errors.ts';

const DEFAULT = searchErrors['search.query-invalid'];

/** Says where a query is wrong, also for what only shows when it is compiled (a word where a number belongs). */
export const checkQuery = (text: string): z.output<typeof QueryCheck> => {
  try {
    listSql({ where: parseQuery(text), from: 0, to: 1 }, { limit: 1 });
    return { ok: true, error: null };
  } catch (error) {
    if (!isDomainError(error)) throw error;
    const { column, reason, field } = error.detail;
    const about = [field, reason].filter((part) => typeof part === 'string').join(': ');
    const { zh, en } = error.code === 'search.query-too-long' ? searchErrors['search.query-too-long'] : DEFAULT;
    return {
      ok: false,
      error: { zh, en: `${en} ${about}`.trim(), column: typeof column === 'number' ? column : null },
    };
  }
};
