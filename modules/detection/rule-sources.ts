import type { Records } from '@chedun/records';
import { sql } from 'kysely';
import type { RuleSource } from './contract.ts';
import { exceptionsByRule } from './rule-book.ts';
import type { DetectionTables } from './tables.ts';

/** Rules by id or by name with their exceptions, for correlations; see `DetectionAsks.ruleSources`. */
export const readRuleSources = async (
  records: Pick<Records, 'read'>,
  references: readonly string[],
): Promise<readonly RuleSource[]> => {
  if (references.length === 0) return [];
  const wanted = [...references];
  const rows = await records
    .read<DetectionTables>()
    .selectFrom('detection.rules')
    .select(['id', 'document', 'ruleset', 'path'])
    .where((is) => is.or([is('id', 'in', wanted), sql<boolean>`document ->> 'name' = any(${wanted}::text[])`]))
    .orderBy('id')
    .execute();
  const exceptions = await exceptionsByRule(
    records,
    rows.map(({ id }) => id),
  );
  return rows.map(({ id, document, ruleset, path }) => ({
    id,
    document,
    exceptions: exceptions.get(id) ?? [],
    ruleset,
    path,
  }));
};
