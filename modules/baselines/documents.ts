import { toText, type Tx } from '@chedun/records';
import { sql } from 'kysely';
import { textAttribute, type ReadRule } from './domain/read-rule.ts';
import type { BaselineTables } from './tables.ts';

/** Rule set of what comes with the product, and of what people write or import. */
export const SHIPPED = 'chedun';
export const OWN = 'own';

const LEVELS = new Set(['informational', 'low', 'medium', 'high', 'critical']);

const REPLACED = [
  'path',
  'yaml',
  'title',
  'title_zh',
  'type',
  'level',
  'status',
  'author',
  'license',
  'tags',
  'changed_at',
];

/** Where a rule came from. */
interface Place {
  readonly id: string;
  readonly ruleset: string;
  readonly path: string;
  readonly yaml: string;
  /** For a rule that is new. */
  readonly enabled: boolean;
  readonly at: number;
}

/** Adds a rule or replaces its text; whether it is on and its totals stay. False when another rule set holds the id. */
export const putRule = async (tx: Tx, { document, rule }: ReadRule, place: Place): Promise<boolean> => {
  const titleZh = textAttribute(document, 'x-title-zh');
  const row = await tx
    .as<BaselineTables>()
    .insertInto('baselines.rules')
    .values({
      id: toText(place.id),
      ruleset: place.ruleset,
      path: toText(place.path),
      yaml: toText(place.yaml),
      title: toText(document.title),
      title_zh: titleZh === null ? null : toText(titleZh),
      type: rule.type,
      level: document.level !== undefined && LEVELS.has(document.level) ? document.level : 'medium',
      status: document.status ?? '',
      author: toText(document.author ?? ''),
      license: toText(document.license ?? ''),
      tags: document.tags.map(toText),
      enabled: place.enabled,
      last_told: null,
      changed_at: new Date(place.at),
    })
    .onConflict((conflict) =>
      conflict
        .column('id')
        .doUpdateSet(Object.fromEntries(REPLACED.map((column) => [column, sql.ref(`excluded.${column}`)])) as never)
        .where('baselines.rules.ruleset', '=', place.ruleset),
    )
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
};
