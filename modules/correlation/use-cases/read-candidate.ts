import type { DetectionAsks, RuleSource } from '@chedun/detection/contract';
import { DomainError } from '@chedun/kernel';
import type { Records } from '@chedun/records';
import {
  compileCorrelations,
  parseRules,
  type CorrelationRule,
  type SigmaError,
  type SigmaFilter,
} from '@chedun/sigma';
import { resolverOf } from '../correlation-book.ts';
import { errorText, readDocuments } from '../domain/read-documents.ts';
import type { CorrelationTables } from '../tables.ts';

interface Dependencies {
  readonly records: Pick<Records, 'read'>;
  readonly detection: Pick<DetectionAsks, 'ruleSources'>;
}

/** `correlation.invalid` with the place and the reason in both languages. */
const invalid = (error: Pick<SigmaError, 'why' | 'reason' | 'line'>): DomainError =>
  new DomainError('correlation.invalid', {
    ...(error.line === undefined ? {} : { line: error.line }),
    reason: errorText(error).en,
    reasonZh: errorText(error).zh,
  });

/** Rules that stand in a text, as detection would give them. */
const companionsOf = (yaml: string): RuleSource[] =>
  parseRules(yaml, { file: 'correlation.yml' }).documents.flatMap((document, position) =>
    document.kind === 'rule'
      ? [{ id: document.id ?? `companion-${position}`, document, exceptions: [], ruleset: '', path: 'correlation.yml' }]
      : [],
  );

/** Stored correlations that a correlation may refer to, with all that these refer to. */
const chainedFor = async (
  rule: CorrelationRule,
  { records }: Pick<Dependencies, 'records'>,
): Promise<CorrelationRule[]> => {
  const rows = await records
    .read<CorrelationTables>()
    .selectFrom('correlation.documents')
    .select(['id', 'path', 'yaml'])
    .where('kind', '=', 'correlation')
    .where('enabled', '=', true)
    .where('id', '!=', rule.id ?? '')
    .execute();
  const known = rows.flatMap(({ id, path, yaml }) =>
    readDocuments(path, yaml).documents.flatMap(({ id: found, document }) =>
      found === id && document.kind === 'correlation' ? [document] : [],
    ),
  );
  const needed = new Map<string, CorrelationRule>();
  const follow = ({ rules }: CorrelationRule): void => {
    for (const reference of rules)
      for (const each of known) {
        const key = each.id ?? '';
        if ((key !== reference && each.name !== reference) || needed.has(key)) continue;
        needed.set(key, each);
        follow(each);
      }
  };
  follow(rule);
  return [...needed.values()];
};

/** Everything that a correlation of a text stands on: rules of the text, stored rules, and other correlations. */
export const surroundingsOf = async (rule: CorrelationRule, yaml: string, needs: Dependencies) => {
  const own = companionsOf(yaml);
  const ownIds = new Set(own.map(({ id }) => id));
  const sourcesOf = async (rules: readonly CorrelationRule[]): Promise<RuleSource[]> => {
    const references = new Set(rules.flatMap((each) => [...each.rules]));
    const stored = await needs.detection.ruleSources([...references]);
    return [...own, ...stored.filter(({ id }) => !ownIds.has(id))];
  };
  const near = await sourcesOf([rule]);
  // Other correlations are read only where a reference is no rule.
  if (rule.rules.every((reference) => resolverOf(near)(reference) !== undefined))
    return { chained: [], sources: near, resolve: resolverOf(near) };
  const chained = await chainedFor(rule, needs);
  const sources = await sourcesOf([rule, ...chained]);
  return { chained, sources, resolve: resolverOf(sources) };
};

/**
 * The one correlation or filter of a text that is to be kept; throws `correlation.invalid` with the line and the reason
 * when it does not load, is not the only one, or cannot run with the rules that are there.
 */
export const readCandidate = async (yaml: string, needs: Dependencies): Promise<CorrelationRule | SigmaFilter> => {
  const { documents, errors } = parseRules(yaml, { file: 'correlation.yml' });
  const [error] = errors;
  if (error) throw invalid(error);
  const [document, ...more] = documents.filter((each) => each.kind !== 'rule');
  if (!document || more.length > 0)
    throw new DomainError('correlation.invalid', {
      reason: 'the text must hold exactly one correlation or filter, besides rules',
      reasonZh: '原文中除检测规则外，必须恰好有一条关联规则或过滤规则',
    });
  if (document.kind === 'filter') return document;
  const key = document.id ?? 'new';
  const { chained, resolve } = await surroundingsOf(document, yaml, needs);
  const plan = compileCorrelations([...chained, { ...document, id: key }], resolve);
  const wrong = plan.errors.find(({ ruleId }) => ruleId === key);
  if (wrong) throw invalid(wrong);
  return document;
};
