import { completeWork, dueAt, passTime, workOf, type Outcome, type Playbook, type Work } from '@chedun/cacao';
import { isDomainError, SYSTEM_ACTOR, type ActorRef } from '@chedun/kernel';
import type { Platform } from '@chedun/module';
import { toJsonText, type Tx } from '@chedun/records';
import type { Action, Params } from '../actions/action.ts';
import type { ActionBook } from '../actions/registry.ts';
import { playbookOfBody } from '../domain/present.ts';
import {
  addTrace,
  lockRun,
  read,
  saveState,
  setStep,
  stepOfRun,
  versionOf,
  type RunRow,
  type StepRow,
} from '../store.ts';
import type { PlaybookTables } from '../tables.ts';

/** What carrying out stands on. */
export interface AdvanceNeeds extends Pick<Platform, 'records' | 'clock' | 'log'> {
  readonly actions: ActionBook;
}

const OPEN = ['waiting-release', 'queued', 'running', 'waiting-person'] as const;
/** Automatic steps of one call; a run with more goes on with the next job. */
const MOST_STEPS = 200;

/** `__address__` is the parameter `address`. */
const paramsOf = (action: Action, { variables }: Work): Params =>
  Object.fromEntries(action.params.map((name) => [name, variables[`__${name}__`] ?? '']));

/** Queued when whoever started may let it happen alone; else it waits for somebody. */
const standingOf = (
  action: Action | undefined,
  { started_by: { permissions } }: RunRow,
): Pick<StepRow, 'status' | 'needs'> => {
  if (action === undefined) return { status: 'waiting-person', needs: null };
  if (action.care === 'second-person') return { status: 'waiting-release', needs: 'second-person' };
  if (!permissions.includes(action.permission)) return { status: 'waiting-release', needs: 'permission' };
  return { status: 'queued', needs: null };
};

const addStep = async (
  tx: Tx,
  { actions, clock }: AdvanceNeeds,
  run: RunRow,
  playbook: Playbook,
  work: Work,
): Promise<void> => {
  const step = playbook.steps.get(work.step);
  const action = step === undefined ? undefined : actions.ofStep(step);
  await tx
    .as<PlaybookTables>()
    .insertInto('playbooks.steps')
    .values({
      run: run.id,
      visit: work.visit,
      step: work.step,
      kind: action === undefined ? 'human' : 'action',
      action: action?.id ?? null,
      params: toJsonText(action === undefined ? {} : paramsOf(action, work)),
      ...standingOf(action, run),
      owner_id: null,
      owner_name: null,
      actor: action === undefined ? null : toJsonText(run.started_by.actor as never),
      done_by: null,
      comment: null,
      evidence: null,
      proof: null,
      due_at: work.dueAt === null ? null : new Date(work.dueAt),
      created_at: new Date(clock.now()),
      ended_at: null,
    })
    .execute();
};

/** Gives every step that waits for somebody a row, and closes rows of steps whose time is up. */
export const syncSteps = async (
  tx: Tx,
  needs: AdvanceNeeds,
  run: RunRow,
  playbook: Playbook,
  works: readonly Work[],
): Promise<void> => {
  const rows = await tx
    .as<PlaybookTables>()
    .selectFrom('playbooks.steps')
    .select(['visit', 'status'])
    .where('run', '=', run.id)
    .execute();
  const known = new Set(rows.map(({ visit }) => visit));
  for (const work of works) if (!known.has(work.visit)) await addStep(tx, needs, run, playbook, work);
  const current = new Set(works.map(({ visit }) => visit));
  for (const { visit, status } of rows)
    if (OPEN.some((each) => each === status) && !current.has(visit))
      await setStep(tx, run.id, visit, { status: 'cancelled', ended_at: new Date(needs.clock.now()) });
};

/** Moves the run on after a step, in the transaction that closes the step. */
export const moveOn = async (
  tx: Tx,
  needs: AdvanceNeeds,
  run: RunRow,
  playbook: Playbook,
  done: { readonly visit: number; readonly outcome: Outcome },
): Promise<void> => {
  const now = needs.clock.now();
  const { state, trace } = completeWork(playbook, run.state, done, now);
  await saveState(tx, run.id, state, { dueAt: dueAt(state), now });
  await addTrace(tx, run.id, trace);
  await syncSteps(tx, needs, run, playbook, workOf(playbook, state));
};

/** Lets time pass and takes the next automatic step; undefined when people or time have to move. */
const takeNext = (needs: AdvanceNeeds, id: string, playbook: Playbook): Promise<StepRow | undefined> =>
  needs.records.transaction(async (tx) => {
    const run = await lockRun(tx, id);
    if (run.status !== 'running') return undefined;
    const now = needs.clock.now();
    const { state, trace } = passTime(playbook, run.state, now);
    if (trace.length > 0) {
      await saveState(tx, id, state, { dueAt: dueAt(state), now });
      await addTrace(tx, id, trace);
    }
    await syncSteps(tx, needs, run, playbook, workOf(playbook, state));
    const next = await tx
      .as<PlaybookTables>()
      .selectFrom('playbooks.steps')
      .selectAll()
      .where('run', '=', id)
      // `running` here means that whoever carried it out died: whether the effect happened is read from its own row.
      .where('status', 'in', ['queued', 'running'])
      .orderBy('visit')
      .limit(1)
      .executeTakeFirst();
    if (next !== undefined) await setStep(tx, id, next.visit, { status: 'running', attempts: next.attempts + 1 });
    return next;
  });

const hasEffect = async ({ records }: AdvanceNeeds, { run, visit }: StepRow): Promise<boolean> =>
  (await read(records)
    .selectFrom('playbooks.effects')
    .select('visit')
    .where('run', '=', run)
    .where('visit', '=', visit)
    .executeTakeFirst()) !== undefined;

/** The row of an effect, written in the transaction of the effect. A second one is refused by the key, and the effect with it. */
const writeEffect =
  ({ clock }: AdvanceNeeds, { run, visit, params }: StepRow, action: Action, actor: ActorRef) =>
  async (tx: Tx): Promise<void> => {
    await tx
      .as<PlaybookTables>()
      .insertInto('playbooks.effects')
      .values({
        run,
        visit,
        action: action.id,
        params: toJsonText(params),
        at: new Date(clock.now()),
        by_name: actor.name,
        verified_at: null,
        undone_at: null,
        undone_by: null,
        undo_verified_at: null,
        undo_proof: null,
      })
      .execute();
    const target = { kind: 'playbook-run', id: run };
    const after = { visit, action: action.id, params };
    await tx.audit({ actor, action: 'playbooks.action-done', target, outcome: 'done', after });
  };

/** Does it, unless it is done already. Answers why it could not be done. */
const effect = async (needs: AdvanceNeeds, step: StepRow, action: Action): Promise<string | undefined> => {
  if (await hasEffect(needs, step)) return undefined;
  const actor = step.actor ?? SYSTEM_ACTOR;
  const reason = `处置预案 ${step.run.slice(0, 8)}：${action.title.zh}`;
  try {
    await action.run(step.params, reason, actor, writeEffect(needs, step, action, actor));
    return undefined;
  } catch (error) {
    if (await hasEffect(needs, step)) return undefined;
    if (!isDomainError(error)) throw error;
    return error.message.slice(0, 500);
  }
};

const finish = (
  needs: AdvanceNeeds,
  step: StepRow,
  playbook: Playbook,
  result: { readonly isProven: boolean; readonly proof: string },
): Promise<void> =>
  needs.records.transaction(async (tx) => {
    const run = await lockRun(tx, step.run);
    const row = await stepOfRun(tx, step.run, step.visit);
    if (row.status !== 'running') return;
    const at = new Date(needs.clock.now());
    const { isProven, proof } = result;
    await setStep(tx, step.run, step.visit, {
      status: isProven ? 'done' : 'failed',
      proof,
      done_by: row.actor?.name ?? null,
      ended_at: at,
    });
    if (isProven)
      await tx
        .as<PlaybookTables>()
        .updateTable('playbooks.effects')
        .set({ verified_at: at })
        .where('run', '=', step.run)
        .where('visit', '=', step.visit)
        .execute();
    const by = row.actor?.name ?? SYSTEM_ACTOR.name;
    const kind = isProven ? 'verified' : 'unverified';
    await addTrace(tx, step.run, [{ kind, step: step.step, visit: step.visit, at: at.getTime(), detail: proof, by }]);
    const outcome: Outcome = isProven ? { kind: 'succeeded', outputs: {} } : { kind: 'failed', reason: proof };
    // A run that was stopped meanwhile keeps what happened, and goes nowhere.
    if (run.status === 'running') await moveOn(tx, needs, run, playbook, { visit: step.visit, outcome });
  });

const perform = async (needs: AdvanceNeeds, step: StepRow, playbook: Playbook): Promise<void> => {
  const action = step.action === null ? undefined : needs.actions.of(step.action);
  if (action === undefined) return finish(needs, step, playbook, { isProven: false, proof: 'the action is gone' });
  const refused = await effect(needs, step, action);
  if (refused !== undefined) return finish(needs, step, playbook, { isProven: false, proof: refused });
  const { isInForce, proof } = await action.probe(step.params);
  await finish(needs, step, playbook, { isProven: isInForce, proof });
};

/** The playbook of a run, in the version that it began with. */
export const playbookOfRun = async (
  { records }: Pick<AdvanceNeeds, 'records'>,
  id: string,
): Promise<Playbook | undefined> => {
  const run = await read(records)
    .selectFrom('playbooks.runs')
    .select(['playbook', 'version'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (run === undefined) return undefined;
  return playbookOfBody((await versionOf(records, run.playbook, run.version)).body);
};

/**
 * Carries out what a run may do without people: time, conditions, automatic steps with their probes. It may be called at any
 * time, by several processes, and again after a crash: an effect and its row are one transaction.
 */
export const advanceRun =
  (needs: AdvanceNeeds) =>
  async (id: string): Promise<void> => {
    const playbook = await playbookOfRun(needs, id);
    if (playbook === undefined) return;
    for (let count = 0; count < MOST_STEPS; count += 1) {
      const step = await takeNext(needs, id, playbook);
      if (step === undefined) return;
      await perform(needs, step, playbook);
    }
  };

/** Advances every run that time moves, and those whose automatic step nobody finished. One that breaks holds up no other. */
export const advanceDue = (needs: AdvanceNeeds) => async (): Promise<void> => {
  const rows = await read(needs.records)
    .selectFrom('playbooks.runs as r')
    .select('r.id')
    .where('r.status', '=', 'running')
    .where((eb) =>
      eb.or([
        eb('r.due_at', '<=', new Date(needs.clock.now())),
        eb.exists(
          eb
            .selectFrom('playbooks.steps as s')
            .select('s.visit')
            .whereRef('s.run', '=', 'r.id')
            .where('s.status', 'in', ['queued', 'running']),
        ),
      ]),
    )
    .orderBy('r.started_at')
    .limit(500)
    .execute();
  const advance = advanceRun(needs);
  for (const { id } of rows)
    await advance(id).catch((error: unknown) =>
      needs.log.error('a run of a playbook could not go on', { run: id, error }),
    );
};
