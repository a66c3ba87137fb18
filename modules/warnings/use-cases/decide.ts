import { jsonb } from '@chedun/records';
import { DomainError, type ActorRef } from '@chedun/kernel';
import type { Jobs } from '@chedun/jobs';
import type { Records, Tx } from '@chedun/records';
import type { z } from 'zod';
import type {
  NewWarning,
  NoticeKind,
  WarningDecision,
  WarningEvent,
  WarningLevel,
  WarningPolicy,
} from '../contract.ts';
import type { Versioned } from '../documents.ts';
import { notify } from '../notify.ts';
import { addHistory, insertWarning, levelOf, lockWarning, nextNumber, updateWarning } from '../store.ts';
import type { WarningRow } from '../store.ts';
import { inForce } from './evaluate.ts';

interface Dependencies {
  readonly records: Records;
  readonly jobs: Pick<Jobs, 'send'>;
  readonly newId: () => string;
  readonly now: () => number;
  readonly policy: () => Promise<Versioned<WarningPolicy>>;
}

interface Work extends Omit<Dependencies, 'policy'> {
  readonly tx: Tx;
  readonly policy: Versioned<WarningPolicy>;
  readonly actor: ActorRef;
  readonly at: number;
}

const both = (text: string) => ({ zh: text, en: text });

/** What a decision does to the row, what history says, and what channels are told. */
interface Effect {
  readonly change: Parameters<typeof updateWarning>[2];
  readonly event: Pick<WarningEvent, 'kind' | 'from' | 'to' | 'comment'>;
  readonly notice?: Exclude<NoticeKind, 'test'>;
}

const notNow = (row: WarningRow): DomainError => new DomainError('warnings.not-now', { field: row.status });

const toLevel = (work: Work, row: WarningRow, level: WarningLevel, comment: string): Effect => {
  const first = row.status === 'proposed';
  return {
    change: {
      ...inForce(work.policy.body, level, work.at, work.actor.name),
      ...(first ? {} : { issued_at: row.issued_at, issued_by: row.issued_by }),
      status: 'issued',
      // Who decides knows of it.
      acknowledged_at: new Date(work.at),
      acknowledged_by: work.actor.name,
    },
    event: { kind: first ? 'issued' : 'changed', from: first ? null : levelOf(row.level), to: level, comment },
    notice: first ? 'issued' : 'changed',
  };
};

const lifted = (work: Work, row: WarningRow, comment: string): Effect => ({
  change: { status: 'lifted', pending: null, lifted_at: new Date(work.at), lifted_by: work.actor.name },
  event: { kind: 'lifted', from: levelOf(row.level), to: null, comment },
  notice: 'lifted',
});

const confirmed = (work: Work, row: WarningRow, comment: string): Effect => {
  if (row.status === 'proposed') return toLevel(work, row, levelOf(row.level), comment);
  if (row.status !== 'issued' || row.pending === null) throw notNow(row);
  return row.pending === 'lift' ? lifted(work, row, comment) : toLevel(work, row, row.pending as WarningLevel, comment);
};

const refusedBy = (work: Work, row: WarningRow, comment: string): Effect => {
  const event = { kind: 'refused', from: levelOf(row.level), to: null, comment } as const;
  if (row.status === 'proposed') return { change: { status: 'refused', refused_at: new Date(work.at) }, event };
  if (row.status !== 'issued' || row.pending === null) throw notNow(row);
  // The calm hours begin anew, so that the same is not asked again a minute later.
  return { change: { pending: null, below_since: null }, event };
};

const effectOf = (work: Work, row: WarningRow, decision: WarningDecision): Effect => {
  switch (decision.kind) {
    case 'confirm':
      return confirmed(work, row, decision.comment);
    case 'refuse':
      return refusedBy(work, row, decision.comment);
    case 'change':
      if (row.status !== 'issued' || levelOf(row.level) === decision.level) throw notNow(row);
      return toLevel(work, row, decision.level, decision.comment);
    case 'lift':
      if (row.status !== 'issued') throw notNow(row);
      return lifted(work, row, decision.comment);
    case 'acknowledge':
      if ((row.status !== 'issued' && row.status !== 'proposed') || row.acknowledged_at !== null) throw notNow(row);
      return {
        change: { acknowledged_at: new Date(work.at), acknowledged_by: work.actor.name },
        event: { kind: 'acknowledged', from: null, to: null, comment: null },
      };
    case 'edit':
      if (row.status !== 'issued' && row.status !== 'proposed') throw notNow(row);
      return {
        change: {
          impact_zh: decision.impact,
          impact_en: decision.impact,
          measures: jsonb(decision.measures.map(both)),
        },
        event: { kind: 'edited', from: null, to: null, comment: decision.comment },
      };
  }
};

/** A person decides about a warning. */
export const decide =
  ({ policy: policyOf, ...dependencies }: Dependencies) =>
  async (id: string, decision: WarningDecision, actor: ActorRef): Promise<void> => {
    const policy = await policyOf();
    await dependencies.records.transaction(async (tx) => {
      const row = await lockWarning(tx, id);
      if (!row) throw new DomainError('warnings.unknown', { field: id });
      const work: Work = { ...dependencies, tx, policy, actor, at: dependencies.now() };
      const { change, event, notice } = effectOf(work, row, decision);
      const changed = await updateWarning(tx, id, change);
      await addHistory(tx, id, { at: work.at, actor: actor.name, ...event });
      if (notice) await notify(tx, { ...work, issuer: policy.body }, changed, notice, { from: 0, to: row.step });
      await tx.audit({
        actor,
        action: 'warnings.decided',
        target: { kind: 'warning', id },
        outcome: 'done',
        before: { status: row.status, level: levelOf(row.level), pending: row.pending },
        after: { status: changed.status, level: levelOf(changed.level), decision: decision.kind },
      });
    });
  };

/** A person writes a warning; it is in force at once and only people change it. */
export const issueWarning =
  ({ policy: policyOf, ...dependencies }: Dependencies) =>
  async (given: z.output<typeof NewWarning>, actor: ActorRef): Promise<string> => {
    const policy = await policyOf();
    const at = dependencies.now();
    return dependencies.records.transaction(async (tx) => {
      const row = await insertWarning(tx, {
        ...inForce(policy.body, given.level, at, actor.name),
        id: dependencies.newId(),
        number: await nextNumber(tx, 'YJ', at),
        status: 'issued',
        scope: given.scope,
        title: both(given.title),
        impact_zh: given.impact,
        impact_en: given.impact,
        measures: given.measures.map(both),
        rules: [],
        causes: given.causes,
        by_hand: true,
        policy_version: policy.version,
        created_at: new Date(at),
        lifted_at: null,
        lifted_by: null,
        refused_at: null,
      });
      if (!row) throw new DomainError('warnings.scope-taken', { field: `${given.scope.kind}:${given.scope.id}` });
      const event = { kind: 'issued', from: null, to: given.level, comment: null } as const;
      await addHistory(tx, row.id, { at, actor: actor.name, ...event });
      await notify(tx, { ...dependencies, issuer: policy.body }, row, 'issued', { from: 0, to: 0 });
      await tx.audit({
        actor,
        action: 'warnings.issued',
        target: { kind: 'warning', id: row.id },
        outcome: 'done',
        after: { number: row.number, level: given.level },
      });
      return row.id;
    });
  };
