import { DomainError, type ActorRef } from '@chedun/kernel';
import type { Records, Tx } from '@chedun/records';
import { compile, type SigmaRule } from '@chedun/sigma';
import type { z } from 'zod';
import type { NewRule, NewRuleException, RuleChange } from '../contract.ts';
import { exceptionMaps } from '../domain/exceptions.ts';
import { errorText, invalidRule } from '../domain/lint.ts';
import { sha256 } from '../domain/read-rules.ts';
import { putRules, putRuleset } from '../store.ts';
import type { DetectionTables } from '../tables.ts';
import { onlyRule } from './test-rule.ts';

/** Rule set of what people write in the console. */
const OWN_RULESET = 'own';

interface Dependencies {
  readonly records: Records;
  readonly newId: () => string;
  readonly now: () => number;
  /** Called after every change with the rules that it touched: workers get only these. */
  readonly changed: (ids: readonly string[]) => Promise<void>;
}

const compiled = (yaml: string): SigmaRule => {
  const rule = onlyRule(yaml);
  const [error] = compile([rule]).errors;
  if (error) throw invalidRule(error);
  return rule;
};

const stored = (id: string, yaml: string, document: SigmaRule, enabled: boolean) => ({
  id,
  ruleset: OWN_RULESET,
  path: `${id}.yml`,
  sha256: sha256(yaml),
  yaml,
  document,
  license: document.license ?? '',
  enabled,
});

const create = async (
  { records, newId, now, changed }: Dependencies,
  rule: z.output<typeof NewRule>,
  actor: ActorRef,
): Promise<string> => {
  const document = compiled(rule.yaml);
  const id = document.id ?? newId();
  await records.transaction(async (tx) => {
    const there = await tx
      .as<DetectionTables>()
      .selectFrom('detection.rules')
      .select('id')
      .where('id', '=', id)
      .executeTakeFirst();
    if (there) throw new DomainError('detection.rule-exists', { field: id });
    await putRuleset(tx, {
      id: OWN_RULESET,
      title: '自建规则 / Own rules',
      origin: 'console',
      license: '',
      failed: 0,
      at: new Date(now()),
    });
    await putRules(tx, [stored(id, rule.yaml, document, rule.enabled)]);
    await tx.audit({
      actor,
      action: 'detection.rule-created',
      target: { kind: 'rule', id },
      outcome: 'done',
      after: { title: document.title, enabled: rule.enabled },
    });
  });
  await changed([id]);
  return id;
};

const rewrite = async (tx: Tx, id: string, ruleset: string, enabled: boolean, yaml: string): Promise<void> => {
  if (ruleset !== OWN_RULESET) throw new DomainError('detection.rule-imported', { field: id });
  const document = compiled(yaml);
  if (document.id !== undefined && document.id !== id)
    throw new DomainError('detection.rule-invalid', {
      field: 'id',
      reason: 'the id of a rule does not change',
      reasonZh: '规则的 id 不能更改',
    });
  await putRules(tx, [stored(id, yaml, document, enabled)]);
};

const change = async (
  { records, changed }: Dependencies,
  id: string,
  wanted: z.output<typeof RuleChange>,
  actor: ActorRef,
): Promise<void> => {
  await records.transaction(async (tx) => {
    const tables = tx.as<DetectionTables>();
    const before = await tables
      .selectFrom('detection.rules')
      .select(['ruleset', 'enabled', 'group_minutes'])
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst();
    if (!before) throw new DomainError('detection.rule-unknown', { field: id });
    if (wanted.yaml !== undefined) await rewrite(tx, id, before.ruleset, before.enabled, wanted.yaml);
    const enabled = wanted.enabled ?? before.enabled;
    const groupMinutes = wanted.groupMinutes ?? before.group_minutes;
    await tables
      .updateTable('detection.rules')
      .set({ enabled, group_minutes: groupMinutes })
      .where('id', '=', id)
      .execute();
    await tx.audit({
      actor,
      action: 'detection.rule-changed',
      target: { kind: 'rule', id },
      outcome: 'done',
      before: { enabled: before.enabled, groupMinutes: before.group_minutes },
      after: { enabled, groupMinutes, rewritten: wanted.yaml !== undefined },
    });
  });
  await changed([id]);
};

const bulk = async (
  { records, changed }: Dependencies,
  ids: readonly string[],
  enabled: boolean,
  actor: ActorRef,
): Promise<number> => {
  const switched = await records.transaction(async (tx) => {
    const rows = await tx
      .as<DetectionTables>()
      .updateTable('detection.rules')
      .set({ enabled })
      .where('id', 'in', [...ids])
      .returning('id')
      .execute();
    await tx.audit({
      actor,
      action: 'detection.rules-switched',
      target: { kind: 'rule', id: `${rows.length} rules` },
      outcome: 'done',
      after: { enabled, ids: rows.map((row) => row.id).slice(0, 200) },
    });
    return rows.map((row) => row.id);
  });
  await changed(switched);
  return switched.length;
};

const checkedException = (rule: SigmaRule, yaml: string): void => {
  let maps: unknown[] = [];
  try {
    maps = exceptionMaps(yaml);
  } catch (error) {
    throw new DomainError('detection.exception-invalid', { reason: String(error).slice(0, 300) }, error);
  }
  if (maps.length === 0)
    throw new DomainError('detection.exception-invalid', {
      reason: 'an exception is a map of fields',
      reasonZh: '例外须写成字段映射',
    });
  const [wrong] = compile([rule]).engine.setExceptions(0, maps as never);
  if (wrong)
    throw new DomainError('detection.exception-invalid', { reason: wrong.reason, reasonZh: errorText(wrong).zh });
};

const addException = async (
  { records, newId, now, changed }: Dependencies,
  ruleId: string,
  exception: z.output<typeof NewRuleException>,
  actor: ActorRef,
): Promise<void> => {
  await records.transaction(async (tx) => {
    const tables = tx.as<DetectionTables>();
    const rule = await tables
      .selectFrom('detection.rules')
      .select('document')
      .where('id', '=', ruleId)
      .executeTakeFirst();
    if (!rule) throw new DomainError('detection.rule-unknown', { field: ruleId });
    checkedException(rule.document, exception.yaml);
    const id = newId();
    await tables
      .insertInto('detection.exceptions')
      .values({
        id,
        rule_id: ruleId,
        title: exception.title,
        yaml: exception.yaml,
        created_by: actor.name,
        created_at: new Date(now()),
      })
      .execute();
    await tx.audit({
      actor,
      action: 'detection.exception-added',
      target: { kind: 'rule', id: ruleId },
      outcome: 'done',
      after: { title: exception.title },
    });
  });
  await changed([ruleId]);
};

const removeException = async (
  { records, changed }: Dependencies,
  ruleId: string,
  id: string,
  actor: ActorRef,
): Promise<void> => {
  await records.transaction(async (tx) => {
    const gone = await tx
      .as<DetectionTables>()
      .deleteFrom('detection.exceptions')
      .where('id', '=', id)
      .where('rule_id', '=', ruleId)
      .returning('title')
      .executeTakeFirst();
    if (!gone) throw new DomainError('detection.exception-unknown', { field: id });
    await tx.audit({
      actor,
      action: 'detection.exception-removed',
      target: { kind: 'rule', id: ruleId },
      outcome: 'done',
      before: { title: gone.title },
    });
  });
  await changed([ruleId]);
};

/** Creating, changing and switching rules, and their exceptions. */
export const ruleUseCases = (dependencies: Dependencies) => ({
  create: (rule: z.output<typeof NewRule>, actor: ActorRef) => create(dependencies, rule, actor),
  change: (id: string, wanted: z.output<typeof RuleChange>, actor: ActorRef) => change(dependencies, id, wanted, actor),
  bulk: (ids: readonly string[], enabled: boolean, actor: ActorRef) => bulk(dependencies, ids, enabled, actor),
  addException: (ruleId: string, exception: z.output<typeof NewRuleException>, actor: ActorRef) =>
    addException(dependencies, ruleId, exception, actor),
  removeException: (ruleId: string, id: string, actor: ActorRef) => removeException(dependencies, ruleId, id, actor),
});
