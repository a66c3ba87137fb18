import type { RuleSource } from '@chedun/detection/contract';
import { DomainError } from '@chedun/kernel';
import { applyFilters, compileCorrelations, parseRules, type CorrelationRule, type SigmaFilter } from '@chedun/sigma';
import type { HuntableCorrelations } from '../contract.ts';
import { errorText, readDocuments } from '../domain/read-documents.ts';
import type { CorrelationTables } from '../tables.ts';
import { surroundingsOf } from './read-candidate.ts';

type Needs = Parameters<typeof surroundingsOf>[2] & {
  readonly book: { readonly filters: () => readonly SigmaFilter[] };
};

/** Correlations that belong together, and the text in which their rules may stand. */
interface Asked {
  readonly correlations: readonly CorrelationRule[];
  readonly yaml: string;
}

const keptOnes = async (ids: readonly string[], { records }: Needs): Promise<Asked> => {
  const rows = await records
    .read<CorrelationTables>()
    .selectFrom('correlation.documents')
    .select(['id', 'path', 'yaml'])
    .where('kind', '=', 'correlation')
    .where('id', 'in', [...ids])
    .execute();
  const missing = ids.find((id) => !rows.some((row) => row.id === id));
  if (missing !== undefined) throw new DomainError('correlation.unknown', { field: missing });
  const correlations = rows.flatMap(({ id, path, yaml }) =>
    readDocuments(path, yaml).documents.flatMap(({ id: found, document }) =>
      found === id && document.kind === 'correlation' ? [document] : [],
    ),
  );
  return { correlations, yaml: '' };
};

const pastedOnes = (yaml: string): Asked => {
  const { documents, errors } = parseRules(yaml, { file: 'correlation.yml' });
  const [error] = errors;
  if (error !== undefined)
    throw new DomainError('correlation.invalid', {
      ...(error.line === undefined ? {} : { line: error.line }),
      reason: errorText(error).en,
      reasonZh: errorText(error).zh,
    });
  const correlations = documents
    .filter((document) => document.kind === 'correlation')
    .map((document, at) => ({ ...document, id: document.id ?? `pasted-${at + 1}` }));
  return { correlations, yaml };
};

/**
 * Correlations with everything that they stand on, filters laid over it, so that somebody can run them over other events.
 * Throws `correlation.unknown`, and `correlation.invalid` for what does not load or cannot run.
 */
export const huntableCorrelations = async (
  asked: { readonly ids: readonly string[] } | { readonly yaml: string },
  needs: Needs,
): Promise<HuntableCorrelations> => {
  const { correlations, yaml } = 'ids' in asked ? await keptOnes(asked.ids, needs) : pastedOnes(asked.yaml);
  const documents = new Map<string, CorrelationRule>();
  const sources = new Map<string, RuleSource>();
  for (const rule of correlations) {
    const { chained, sources: found } = await surroundingsOf(rule, yaml, needs);
    for (const each of [...chained, rule]) documents.set(each.id ?? each.title, each);
    for (const source of found) sources.set(source.id, source);
  }
  const all = [...sources.values()];
  const laid = applyFilters(
    all.map(({ document }) => document),
    needs.book.filters(),
  ).rules;
  const rules = all.map((source, at) => ({ ...source, document: laid[at] ?? source.document }));
  const resolve = (reference: string): string | undefined =>
    rules.find(({ id }) => id === reference)?.id ?? rules.find(({ document }) => document.name === reference)?.id;
  const [wrong] = compileCorrelations([...documents.values()], resolve).errors;
  if (wrong !== undefined)
    throw new DomainError('correlation.invalid', { reason: errorText(wrong).en, reasonZh: errorText(wrong).zh });
  return { documents: [...documents.values()], wanted: correlations.map(({ id, title }) => id ?? title), rules };
};
