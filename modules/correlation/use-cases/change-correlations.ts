import type { DetectionAsks } from '@chedun/detection/contract';
import { DomainError, type ActorRef } from '@chedun/kernel';
import type { Records, Tx } from '@chedun/records';
import type { z } from 'zod';
import type { CorrelationChange, NewCorrelation } from '../contract.ts';
import { OWN_RULESET, putDocuments } from '../documents.ts';
import type { ReadDocument } from '../domain/read-documents.ts';
import type { CorrelationTables } from '../tables.ts';
import { readCandidate } from './read-candidate.ts';

interface Dependencies {
  readonly records: Records;
  readonly detection: Pick<DetectionAsks, 'ruleSources' | 'keepCompanions'>;
  readonly newId: () => string;
  readonly now: () => number;
  /** Takes the change into what runs. */
  readonly changed: () => Promise<void>;
}

const pathOf = (id: string): string => `${id}.yml`;

const putOwn = async (
  { now }: Dependencies,
  tx: Tx,
  read: ReadDocument,
  yaml: string,
  enabled: boolean,
): Promise<void> => {
  const { id, document } = read;
  const place = {
    ruleset: OWN_RULESET,
    path: pathOf(id),
    yaml,
    license: document.license ?? '',
    enabled,
    at: now(),
  };
  const kept = await putDocuments(tx, [read], place);
  if (kept.length === 0) throw new DomainError('correlation.exists', { field: id });
};

const create = async (
  needs: Dependencies,
  { yaml, enabled }: z.output<typeof NewCorrelation>,
  actor: ActorRef,
): Promise<string> => {
  const { records, newId, detection, changed } = needs;
  const document = await readCandidate(yaml, needs);
  const id = document.id ?? newId();
  const there = await records
    .read<CorrelationTables>()
    .selectFrom('correlation.documents')
    .select('id')
    .where('id', '=', id)
    .executeTakeFirst();
  if (there) throw new DomainError('correlation.exists', { field: id });
  await detection.keepCompanions(pathOf(id), yaml);
  await records.transaction(async (tx) => {
    await putOwn(needs, tx, { id, document: { ...document, id } }, yaml, enabled);
    await tx.audit({
      actor,
      action: 'correlation.created',
      target: { kind: 'correlation', id },
      outcome: 'done',
      after: { title: document.title, enabled },
    });
  });
  await changed();
  return id;
};

const lock = async (tx: Tx, id: string) => {
  const row = await tx
    .as<CorrelationTables>()
    .selectFrom('correlation.documents')
    .select(['ruleset', 'enabled', 'group_minutes', 'title'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw new DomainError('correlation.unknown', { field: id });
  return row;
};

const rewritten = async (needs: Dependencies, id: string, yaml: string): Promise<ReadDocument> => {
  const document = await readCandidate(yaml, needs);
  if (document.id !== undefined && document.id !== id)
    throw new DomainError('correlation.invalid', {
      field: 'id',
      reason: 'the id of a correlation does not change',
      reasonZh: '关联规则的 id 不能更改',
    });
  const row = await needs.records
    .read<CorrelationTables>()
    .selectFrom('correlation.documents')
    .select('ruleset')
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) throw new DomainError('correlation.unknown', { field: id });
  if (row.ruleset !== OWN_RULESET) throw new DomainError('correlation.imported', { field: id });
  await needs.detection.keepCompanions(pathOf(id), yaml);
  return { id, document: { ...document, id } };
};

const change = async (
  needs: Dependencies,
  id: string,
  wanted: z.output<typeof CorrelationChange>,
  actor: ActorRef,
): Promise<void> => {
  const { yaml } = wanted;
  const read = yaml === undefined ? undefined : await rewritten(needs, id, yaml);
  await needs.records.transaction(async (tx) => {
    const before = await lock(tx, id);
    if (read && yaml !== undefined) await putOwn(needs, tx, read, yaml, before.enabled);
    const enabled = wanted.enabled ?? before.enabled;
    const groupMinutes = wanted.groupMinutes ?? before.group_minutes;
    await tx
      .as<CorrelationTables>()
      .updateTable('correlation.documents')
      .set({ enabled, group_minutes: groupMinutes, changed_at: new Date(needs.now()) })
      .where('id', '=', id)
      .execute();
    await tx.audit({
      actor,
      action: 'correlation.changed',
      target: { kind: 'correlation', id },
      outcome: 'done',
      before: { enabled: before.enabled, groupMinutes: before.group_minutes },
      after: { enabled, groupMinutes, rewritten: read !== undefined },
    });
  });
  await needs.changed();
};

const bulk = async (
  { records, changed, now }: Dependencies,
  ids: readonly string[],
  enabled: boolean,
  actor: ActorRef,
): Promise<number> => {
  const switched = await records.transaction(async (tx) => {
    const rows = await tx
      .as<CorrelationTables>()
      .updateTable('correlation.documents')
      .set({ enabled, changed_at: new Date(now()) })
      .where('id', 'in', [...ids])
      .returning('id')
      .execute();
    await tx.audit({
      actor,
      action: 'correlation.switched',
      target: { kind: 'correlation', id: `${rows.length} correlations` },
      outcome: 'done',
      after: { enabled, ids: rows.map((row) => row.id).slice(0, 200) },
    });
    return rows.length;
  });
  await changed();
  return switched;
};

const remove = async (needs: Dependencies, id: string, actor: ActorRef): Promise<void> => {
  await needs.records.transaction(async (tx) => {
    const before = await lock(tx, id);
    if (before.ruleset !== OWN_RULESET) throw new DomainError('correlation.imported', { field: id });
    await tx.as<CorrelationTables>().deleteFrom('correlation.documents').where('id', '=', id).execute();
    await tx.audit({
      actor,
      action: 'correlation.removed',
      target: { kind: 'correlation', id },
      outcome: 'done',
      before: { title: before.title },
    });
  });
  await needs.detection.keepCompanions(pathOf(id), '');
  await needs.changed();
};

/** Creating, changing, switching and deleting correlations and filters. */
export const correlationUseCases = (needs: Dependencies) => ({
  create: (wanted: z.output<typeof NewCorrelation>, actor: ActorRef) => create(needs, wanted, actor),
  change: (id: string, wanted: z.output<typeof CorrelationChange>, actor: ActorRef) => change(needs, id, wanted, actor),
  bulk: (ids: readonly string[], enabled: boolean, actor: ActorRef) => bulk(needs, ids, enabled, actor),
  remove: (id: string, actor: ActorRef) => remove(needs, id, actor),
});
