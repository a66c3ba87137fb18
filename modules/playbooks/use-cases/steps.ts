import { personIdOf, type ActorRef } from '@chedun/kernel';
import type { Actor } from '@chedun/http';
import { toJsonText, type Tx } from '@chedun/records';
import type { Action } from '../actions/action.ts';
import type { CompleteCommand } from '../contract.ts';
import { playbookError } from '../errors.ts';
import { addTrace, lockRun, read, setStep, stepOfRun, type EffectRow, type RunRow, type StepRow } from '../store.ts';
import type { PlaybookTables } from '../tables.ts';
import { moveOn, playbookOfRun, type AdvanceNeeds } from './advance.ts';
import { ADVANCE_JOB, type StartNeeds } from './start.ts';

/** Which step of which run. */
export interface StepKey {
  readonly id: string;
  readonly visit: number;
}

const refuse = (reason: string): never => {
  throw playbookError('playbooks.step-refused', { reason });
};

const audit = (
  tx: Tx,
  actor: ActorRef,
  action: string,
  { id, visit }: StepKey,
  after: Readonly<Record<string, string>>,
) => tx.audit({ actor, action, target: { kind: 'playbook-run', id }, outcome: 'done', after: { visit, ...after } });

const told = (step: StepRow, kind: string, detail: string, by: string, at: number) => [
  { kind, step: step.step, visit: step.visit, at, detail, by },
];

/** A person says how a step went. */
export const completeStep =
  (needs: StartNeeds) =>
  async (key: StepKey, { outcome, comment, evidence, outputs }: CompleteCommand, actor: ActorRef): Promise<void> => {
    const playbook = await playbookOfRun(needs, key.id);
    if (playbook === undefined) throw playbookError('playbooks.no-run', { field: key.id });
    await needs.records.transaction(async (tx) => {
      const run = await lockRun(tx, key.id);
      const step = await stepOfRun(tx, key.id, key.visit);
      if (run.status !== 'running' || step.status !== 'waiting-person') return refuse(step.status);
      const now = needs.clock.now();
      await setStep(tx, key.id, key.visit, {
        status: outcome === 'succeeded' ? 'done' : 'failed',
        done_by: actor.name,
        comment,
        evidence: evidence === '' ? null : evidence,
        ended_at: new Date(now),
      });
      await addTrace(tx, key.id, told(step, 'answered', comment, actor.name, now));
      await audit(tx, actor, 'playbooks.step-completed', key, { outcome, comment, evidence });
      await moveOn(tx, needs, run, playbook, {
        visit: key.visit,
        outcome: outcome === 'succeeded' ? { kind: 'succeeded', outputs } : { kind: 'failed', reason: comment },
      });
      await needs.jobs.send(ADVANCE_JOB, { run: key.id }, { tx });
    });
  };

/** Names who carries out the step of a person. */
export const assignStep =
  ({ records, clock }: AdvanceNeeds) =>
  async (
    key: StepKey,
    owner: { readonly id: string; readonly name: string } | null,
    actor: ActorRef,
  ): Promise<void> => {
    await records.transaction(async (tx) => {
      await lockRun(tx, key.id);
      const step = await stepOfRun(tx, key.id, key.visit);
      if (step.status !== 'waiting-person') return refuse(step.status);
      await setStep(tx, key.id, key.visit, { owner_id: owner?.id ?? null, owner_name: owner?.name ?? null });
      await addTrace(tx, key.id, told(step, 'assigned', owner?.name ?? '', actor.name, clock.now()));
      await audit(tx, actor, 'playbooks.step-assigned', key, { owner: owner?.id ?? '' });
    });
  };

const requirePermission = (action: Action, actor: Pick<Actor, 'permissions'>): void => {
  if (!actor.permissions.has(action.permission))
    throw playbookError('playbooks.no-permission', { reason: action.permission });
};

const actionOf = ({ actions }: AdvanceNeeds, step: StepRow): Action => {
  const action = step.action === null ? undefined : actions.of(step.action);
  return action ?? refuse('no action');
};

const isStarter = ({ started_by }: RunRow, actor: ActorRef): boolean =>
  personIdOf(started_by.actor) === personIdOf(actor);

/** Lets an automatic step happen that waited: in the name of whoever releases it, and of nobody who may not do it himself. */
export const releaseStep =
  (needs: StartNeeds) =>
  async (key: StepKey, comment: string, actor: Actor): Promise<void> => {
    const isSame = await needs.records.transaction(async (tx) => {
      const run = await lockRun(tx, key.id);
      const step = await stepOfRun(tx, key.id, key.visit);
      if (run.status !== 'running' || step.status !== 'waiting-release') return refuse(step.status);
      const action = actionOf(needs, step);
      requirePermission(action, actor);
      const target = { kind: 'playbook-run', id: key.id };
      const after = { visit: key.visit, action: action.id, comment };
      if (step.needs === 'second-person' && isStarter(run, actor)) {
        await tx.audit({ actor, action: 'playbooks.step-released', target, outcome: 'refused', after });
        return true;
      }
      const { kind, id, name, owner, ip } = actor;
      const by = { kind, id, name, ...(owner && { owner }), ...(ip && { ip }) };
      await setStep(tx, key.id, key.visit, { status: 'queued', comment, actor: toJsonText(by) });
      await addTrace(tx, key.id, told(step, 'released', comment, actor.name, needs.clock.now()));
      await tx.audit({ actor, action: 'playbooks.step-released', target, outcome: 'done', after });
      await needs.jobs.send(ADVANCE_JOB, { run: key.id }, { tx });
      return false;
    });
    if (isSame) throw playbookError('playbooks.same-person', { field: `${key.id}/${key.visit}` });
  };

const effectOf = async ({ records }: AdvanceNeeds, { id, visit }: StepKey): Promise<EffectRow> => {
  const row = await read(records)
    .selectFrom('playbooks.effects')
    .selectAll()
    .where('run', '=', id)
    .where('visit', '=', visit)
    .executeTakeFirst();
  return row ?? refuse('nothing happened that could be undone');
};

/** Marks the effect as undone, in the transaction that takes it back; a second time is refused, and changes nothing. */
const markUndone =
  ({ clock }: AdvanceNeeds, key: StepKey, comment: string, actor: ActorRef) =>
  async (tx: Tx): Promise<void> => {
    const { numUpdatedRows } = await tx
      .as<PlaybookTables>()
      .updateTable('playbooks.effects')
      .set({ undone_at: new Date(clock.now()), undone_by: actor.name })
      .where('run', '=', key.id)
      .where('visit', '=', key.visit)
      .where('undone_at', 'is', null)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return refuse('undone already');
    await audit(tx, actor, 'playbooks.action-undone', key, { comment });
  };

/** Takes the effect of a step back and proves it; works for runs that are over, too. */
export const undoStep =
  (needs: AdvanceNeeds) =>
  async (key: StepKey, comment: string, actor: Actor): Promise<void> => {
    const effect = await effectOf(needs, key);
    const action = needs.actions.of(effect.action) ?? refuse('the action is gone');
    requirePermission(action, actor);
    if (action.undo === undefined) throw playbookError('playbooks.irreversible', { reason: action.id });
    if (effect.undone_at !== null) return refuse('undone already');
    await action.undo(effect.params, comment, actor, markUndone(needs, key, comment, actor));
    const { isInForce, proof } = await action.probe(effect.params);
    await needs.records.transaction(async (tx) => {
      const step = await stepOfRun(tx, key.id, key.visit);
      const at = new Date(needs.clock.now());
      await tx
        .as<PlaybookTables>()
        .updateTable('playbooks.effects')
        .set({ undo_proof: proof, undo_verified_at: isInForce ? null : at })
        .where('run', '=', key.id)
        .where('visit', '=', key.visit)
        .execute();
      await setStep(tx, key.id, key.visit, { status: 'undone' });
      await addTrace(tx, key.id, told(step, isInForce ? 'undo-unverified' : 'undone', proof, actor.name, at.getTime()));
    });
  };

/** Ends a run; effects stay until somebody undoes them. */
export const stopRun =
  ({ records, clock }: AdvanceNeeds) =>
  async (id: string, comment: string, actor: ActorRef): Promise<void> => {
    await records.transaction(async (tx) => {
      const run = await lockRun(tx, id);
      if (run.status !== 'running') return refuse(run.status);
      const at = new Date(clock.now());
      const db = tx.as<PlaybookTables>();
      await db
        .updateTable('playbooks.runs')
        .set({ status: 'stopped', reason: comment.slice(0, 500), ended_at: at, due_at: null })
        .where('id', '=', id)
        .execute();
      await db
        .updateTable('playbooks.steps')
        .set({ status: 'cancelled', ended_at: at })
        .where('run', '=', id)
        .where('status', 'in', ['waiting-release', 'queued', 'waiting-person'])
        .execute();
      await addTrace(tx, id, [
        { kind: 'stopped', step: '', visit: 0, at: at.getTime(), detail: comment, by: actor.name },
      ]);
      const target = { kind: 'playbook-run', id };
      await tx.audit({ actor, action: 'playbooks.stopped', target, outcome: 'done', after: { comment } });
    });
  };
