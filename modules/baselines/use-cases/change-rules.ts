import { DomainError, type ActorRef } from '@chedun/kernel';
import type { Records, Tx } from '@chedun/records';
import type { z } from 'zod';
import type { BaselineChange, NewBaseline } from '../contract.ts';
import { OWN, putRule } from '../documents.ts';
import { readRule, type ReadRule } from '../domain/read-rule.ts';
import type { BaselineTables } from '../tables.ts';

interface Needs {
  readonly records: Records;
  readonly newId: () => string;
  readonly now: () => number;
  /** Takes the change into what runs. */
  readonly changed: () => Promise<void>;
}

const mustRead = (yaml: string): ReadRule => {
  const { read, lint } = readRule(yaml, 'rule.yml');
  if (read) return read;
  const first = lint.find(({ severity }) => severity === 'error') ?? lint[0];
  throw new DomainError('baselines.invalid', {
    ...(first?.line === null || first?.line === undefined ? {} : { line: first.line }),
    reason: first?.text.en ?? '',
    reasonZh: first?.text.zh ?? '',
  });
};

const create = async (
  { records, newId, now, changed }: Needs,
  { yaml, enabled }: z.output<typeof NewBaseline>,
  actor: ActorRef,
): Promise<string> => {
  const read = mustRead(yaml);
  const id = read.document.id ?? newId();
  await records.transaction(async (tx) => {
    const there = await tx
      .as<BaselineTables>()
      .selectFrom('baselines.rules')
      .select('id')
      .where('id', '=', id)
      .executeTakeFirst();
    if (there) throw new DomainError('baselines.exists', { field: id });
    await putRule(tx, read, { id, ruleset: OWN, path: `${id}.yml`, yaml, enabled, at: now() });
    await tx.audit({
      actor,
      action: 'baselines.created',
      target: { kind: 'behaviour-rule', id },
      outcome: 'done',
      after: { title: read.document.title, enabled },
    });
  });
  await changed();
  return id;
};

const lock = async (tx: Tx, id: string) => {
  const row = await tx
    .as<BaselineTables>()
    .selectFrom('baselines.rules')
    .select(['ruleset', 'enabled', 'title', 'path'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw new DomainError('baselines.unknown', { field: id });
  return row;
};

const change = async (
  { records, now, changed }: Needs,
  id: string,
  wanted: BaselineChange,
  actor: ActorRef,
): Promise<void> => {
  const { yaml } = wanted;
  if (yaml === undefined && wanted.enabled === undefined) throw new DomainError('baselines.change-empty', {});
  const read = yaml === undefined ? undefined : mustRead(yaml);
  if (read?.document.id !== undefined && read.document.id !== id)
    throw new DomainError('baselines.invalid', {
      field: 'id',
      reason: 'the id of a behaviour rule does not change',
      reasonZh: '行为基线规则的 id 不能更改',
    });
  await records.transaction(async (tx) => {
    const before = await lock(tx, id);
    const enabled = wanted.enabled ?? before.enabled;
    if (read && yaml !== undefined) {
      if (before.ruleset !== OWN) throw new DomainError('baselines.shipped', { field: id });
      await putRule(tx, read, { id, ruleset: OWN, path: before.path, yaml, enabled, at: now() });
    }
    await tx
      .as<BaselineTables>()
      .updateTable('baselines.rules')
      .set({ enabled, changed_at: new Date(now()) })
      .where('id', '=', id)
      .execute();
    await tx.audit({
      actor,
      action: 'baselines.changed',
      target: { kind: 'behaviour-rule', id },
      outcome: 'done',
      before: { enabled: before.enabled },
      after: { enabled, rewritten: read !== undefined },
    });
  });
  await changed();
};

const remove = async ({ records, changed }: Needs, id: string, actor: ActorRef): Promise<void> => {
  await records.transaction(async (tx) => {
    const before = await lock(tx, id);
    if (before.ruleset !== OWN) throw new DomainError('baselines.shipped', { field: id });
    await tx.as<BaselineTables>().deleteFrom('baselines.rules').where('id', '=', id).execute();
    await tx.audit({
      actor,
      action: 'baselines.removed',
      target: { kind: 'behaviour-rule', id },
      outcome: 'done',
      before: { title: before.title },
    });
  });
  await changed();
};

/** Creating, changing, switching and deleting behaviour rules. */
export const ruleUseCases = (needs: Needs) => ({
  create: (wanted: z.output<typeof NewBaseline>, actor: ActorRef) => create(needs, wanted, actor),
  change: (id: string, wanted: BaselineChange, actor: ActorRef) => change(needs, id, wanted, actor),
  remove: (id: string, actor: ActorRef) => remove(needs, id, actor),
});
