import { toText, type Tx } from '@chedun/records';
import { sql } from 'kysely';
import type { ReadDocument } from './domain/read-documents.ts';
import { textAttribute } from './domain/titles.ts';
import type { CorrelationTables } from './tables.ts';

/** Rule set of what people write in the console. */
export const OWN_RULESET = 'own';

/** Where a document came from. */
interface DocumentPlace {
  readonly ruleset: string;
  readonly path: string;
  readonly yaml: string;
  readonly license: string;
  /** For documents that are new. */
  readonly enabled: boolean;
  readonly at: number;
}

const REPLACED = [
  'kind',
  'name',
  'path',
  'yaml',
  'title',
  'title_zh',
  'level',
  'status',
  'author',
  'license',
  'tags',
  'type',
  'changed_at',
] as const;

const LEVELS = new Set(['informational', 'low', 'medium', 'high', 'critical']);

const rowOf = ({ id, document }: ReadDocument, place: DocumentPlace) => {
  const titleZh = textAttribute(document, 'x-title-zh');
  return {
    id: toText(id),
    kind: document.kind,
    name: toText(document.name ?? ''),
    ruleset: place.ruleset,
    path: toText(place.path),
    yaml: toText(place.yaml),
    title: toText(document.title),
    title_zh: titleZh === null ? null : toText(titleZh),
    level: document.level !== undefined && LEVELS.has(document.level) ? document.level : 'medium',
    status: document.status ?? '',
    author: toText(document.author ?? ''),
    license: document.license ?? place.license,
    tags: document.tags.map(toText),
    type: document.kind === 'correlation' ? document.type : '',
    enabled: place.enabled,
    last_fired: null,
    changed_at: new Date(place.at),
  };
};

/**
 * Adds documents or replaces their text; what people decided (enabled, group window) and the totals stay. A document whose
 * id another rule set holds is left out. Returns the ids that are in.
 */
export const putDocuments = async (
  tx: Tx,
  documents: readonly ReadDocument[],
  place: DocumentPlace,
): Promise<readonly string[]> => {
  const kept: string[] = [];
  for (const document of documents) {
    const row = await tx
      .as<CorrelationTables>()
      .insertInto('correlation.documents')
      .values(rowOf(document, place))
      .onConflict((conflict) =>
        conflict
          .column('id')
          .doUpdateSet(Object.fromEntries(REPLACED.map((column) => [column, sql.ref(`excluded.${column}`)])) as never)
          .where('correlation.documents.ruleset', '=', place.ruleset),
      )
      .returning('id')
      .executeTakeFirst();
    if (row) kept.push(row.id);
  }
  return kept;
};
