import type { CorrelationAsks, HuntableCorrelations } from '@chedun/correlation/contract';
import type { DetectionAsks } from '@chedun/detection/contract';
import { DomainError, isDomainError } from '@chedun/kernel';
import { compileCorrelations, parseRules, reasonText, type CorrelationRule, type SigmaRule } from '@chedun/sigma';
import type { HuntWay, Wanted } from './contract.ts';
import type { NamedRule } from './store.ts';
import type { CorrelationOrder } from './use-cases/run-correlations.ts';
import { readPasted } from './use-cases/read-pasted.ts';
import { huntRule, inStore, runsInStore, type HuntRuleInput } from './use-cases/run-hunt.ts';

/** What a hunt runs, with the names for the list of its hits. */
export type Target =
  | { readonly kind: 'rules'; readonly rules: readonly HuntRuleInput[]; readonly named: readonly NamedRule[] }
  | { readonly kind: 'correlations'; readonly order: CorrelationOrder; readonly named: readonly NamedRule[] };

/** What rules and correlations are read from. */
export interface TargetNeeds {
  readonly detection: Pick<DetectionAsks, 'ruleSources'>;
  readonly correlation: Pick<CorrelationAsks, 'huntable'>;
}

const titleZhOf = ({ custom }: Pick<SigmaRule, 'custom'>): string | null => {
  const title = custom['x-title-zh'];
  return typeof title === 'string' ? title : null;
};

const namedRule = ({ entry, sql }: HuntRuleInput, way: HuntWay): NamedRule => ({
  id: entry.id,
  title: entry.rule.title,
  titleZh: titleZhOf(entry.rule),
  level: entry.rule.level ?? 'medium',
  way,
  reason: sql.kind === 'sql' ? null : { zh: reasonText(sql.reason, 'zh'), en: reasonText(sql.reason, 'en') },
});

const ruleTarget = (rules: readonly HuntRuleInput[]): Target => {
  const way = runsInStore(rules) ? 'store' : 'engine';
  return { kind: 'rules', rules, named: rules.map((rule) => namedRule(rule, way)) };
};

/** Rules by id or name. Throws `hunt.rule-unknown`. */
const keptRules = async (ids: readonly string[], { detection }: TargetNeeds): Promise<Target> => {
  const sources = await detection.ruleSources(ids);
  const known = new Set(sources.flatMap(({ id, document }) => [id, document.name]));
  const missing = ids.find((reference) => !known.has(reference));
  if (missing !== undefined) throw new DomainError('hunt.rule-unknown', { field: missing });
  return ruleTarget(
    sources.map(({ id, document, exceptions }) =>
      huntRule({ id, rule: document, exceptions: exceptions as HuntRuleInput['entry']['exceptions'] }),
    ),
  );
};

const namedCorrelation = (rule: CorrelationRule, way: HuntWay): NamedRule => ({
  id: rule.id ?? rule.title,
  title: rule.title,
  titleZh: titleZhOf(rule),
  level: rule.level ?? 'medium',
  way,
  reason: null,
});

const correlationTarget = ({ documents, wanted, rules: sources }: HuntableCorrelations): Target => {
  const resolve = (reference: string): string | undefined =>
    sources.find(({ id }) => id === reference)?.id ?? sources.find(({ document }) => document.name === reference)?.id;
  const plan = compileCorrelations(documents, resolve);
  const base = plan.baseRules().flatMap((id) => sources.find((source) => source.id === id) ?? []);
  const rules = base.map(({ id, document, exceptions }) =>
    huntRule({ id, rule: document, exceptions: exceptions as HuntRuleInput['entry']['exceptions'] }),
  );
  const pack = {
    version: 1,
    rules: base.map(({ id, document, exceptions }) => ({ id, document, exceptions, fields: plan.fields(id) })),
  };
  const asked = new Set(wanted);
  const way = rules.every(inStore) ? 'store' : 'engine';
  const named = plan.rules.filter((rule) => asked.has(plan.keyOf(rule))).map((rule) => namedCorrelation(rule, way));
  return { kind: 'correlations', order: { plan, wanted: asked, rules, pack }, named };
};

/** Correlations by id, or of a text. Throws `hunt.rule-unknown` and `hunt.rule-invalid`. */
const correlations = async (
  asked: Parameters<CorrelationAsks['huntable']>[0],
  { correlation }: TargetNeeds,
): Promise<Target> => {
  try {
    return correlationTarget(await correlation.huntable(asked));
  } catch (error) {
    if (isDomainError(error, 'correlation.unknown')) throw new DomainError('hunt.rule-unknown', { ...error.detail });
    if (isDomainError(error, 'correlation.invalid')) throw new DomainError('hunt.rule-invalid', { ...error.detail });
    throw error;
  }
};

/** True for a text with correlations; what is wrong with it is told by who reads it. */
const holdsCorrelation = (yaml: string): boolean =>
  parseRules(yaml, { file: 'rule.yml' }).documents.some(({ kind }) => kind === 'correlation') ||
  /^correlation:/m.test(yaml);

/** Reads what a hunt is to run. Throws `hunt.rule-unknown` and `hunt.rule-invalid`. */
export const targetOf = (wanted: Wanted, needs: TargetNeeds): Promise<Target> => {
  switch (wanted.kind) {
    case 'rules':
      return keptRules(wanted.ids, needs);
    case 'correlations':
      return correlations({ ids: wanted.ids }, needs);
    case 'text':
      return holdsCorrelation(wanted.yaml)
        ? correlations({ yaml: wanted.yaml }, needs)
        : Promise.resolve(wanted.yaml).then((yaml) => ruleTarget([huntRule(readPasted(yaml))]));
  }
};
