import { personIdOf, type ActorRef } from '@chedun/kernel';
import { toText, type Tx } from '@chedun/records';
import type { CallTreeOrder, OnDuty, Responder } from '../contract.ts';
import { dutyError } from '../error.ts';
import { readBoard, readResponders, readSettings, type ReadNeeds } from '../read-model.ts';
import type { DutyTables } from '../tables.ts';
import type { KeepNeeds } from './keep.ts';

type Needs = KeepNeeds & ReadNeeds;

const MINUTE = 60_000;

const wantedOf = async (needs: Needs, scope: CallTreeOrder['scope']): Promise<readonly Responder[]> => {
  const responders = await readResponders(needs);
  if (scope === 'on-duty') {
    const on: readonly OnDuty[] = (await readBoard(needs)()).onDuty;
    return responders.filter(({ id }) => on.some(({ responder }) => responder === id));
  }
  return responders;
};

const insertCall = (
  tx: Tx,
  needs: Pick<Needs, 'newId'>,
  call: {
    readonly tree: string;
    readonly who: Pick<Responder, 'id' | 'name' | 'role' | 'phone'>;
    readonly step: number;
    readonly insteadOf: string | null;
    readonly at: number;
    readonly minutes: number;
  },
) =>
  tx
    .as<DutyTables>()
    .insertInto('duty_roster.calls')
    .values({
      id: needs.newId(),
      tree: call.tree,
      responder: call.who.id,
      name: call.who.name,
      role: call.who.role,
      phone: call.who.phone,
      step: call.step,
      instead_of: call.insteadOf,
      called_at: new Date(call.at),
      due_at: new Date(call.at + call.minutes * MINUTE),
      outcome: 'waiting',
      answered_at: null,
      recorded_by: null,
    })
    .execute();

/** Starts a call tree: a test, or that of an incident. People are called by people; this keeps whom, when and who answered. */
export const startCalls =
  (needs: Needs) =>
  async (order: CallTreeOrder, actor: ActorRef): Promise<string> => {
    const wanted = await wantedOf(needs, order.scope);
    if (wanted.length === 0) throw dutyError('duty-roster.nobody', 'scope');
    const minutes = order.answerMinutes ?? (await readSettings(needs)).answerMinutes;
    const id = needs.newId();
    const at = needs.clock.now();
    const { incident } = order;
    await needs.records.transaction(async (tx) => {
      await tx
        .as<DutyTables>()
        .insertInto('duty_roster.call_trees')
        .values({
          id,
          kind: incident === undefined ? 'test' : 'incident',
          title: toText(incident?.title ?? ''),
          incident: incident?.id ?? null,
          started_at: new Date(at),
          started_by: actor.name,
          ended_at: null,
          answer_minutes: minutes,
        })
        .execute();
      for (const who of wanted) await insertCall(tx, needs, { tree: id, who, step: 0, insteadOf: null, at, minutes });
      await tx.audit({
        actor,
        action: 'duty-roster.calls-started',
        target: { kind: 'call-tree', id },
        outcome: 'done',
        after: { wanted: wanted.length, minutes, incident: incident?.id ?? null },
      });
    });
    return id;
  };

/** Ends trees in which nobody is waited for any more. */
const endTrees = async (tx: Tx, ids: readonly string[], at: number): Promise<void> => {
  if (ids.length === 0) return;
  await tx
    .as<DutyTables>()
    .updateTable('duty_roster.call_trees')
    .set({ ended_at: new Date(at) })
    .where('id', 'in', [...ids])
    .where('ended_at', 'is', null)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('duty_roster.calls')
            .select('duty_roster.calls.id')
            .whereRef('duty_roster.calls.tree', '=', 'duty_roster.call_trees.id')
            .where('outcome', '=', 'waiting'),
        ),
      ),
    )
    .execute();
};

/** Records that somebody answered, now. */
export const answerCall =
  (needs: Needs) =>
  (tree: string, call: string, actor: ActorRef): Promise<void> =>
    needs.records.transaction(async (tx) => {
      const at = needs.clock.now();
      const row = await tx
        .as<DutyTables>()
        .selectFrom('duty_roster.calls')
        .select(['outcome', 'name'])
        .where('id', '=', call)
        .where('tree', '=', tree)
        .forUpdate()
        .executeTakeFirst();
      if (row === undefined) throw dutyError('duty-roster.call-unknown', 'call');
      if (row.outcome !== 'waiting') throw dutyError('duty-roster.call-over', 'call');
      await tx
        .as<DutyTables>()
        .updateTable('duty_roster.calls')
        .set({ outcome: 'answered', answered_at: new Date(at), recorded_by: personIdOf(actor) })
        .where('id', '=', call)
        .execute();
      await endTrees(tx, [tree], at);
      await tx.audit({
        actor,
        action: 'duty-roster.call-answered',
        target: { kind: 'call-tree', id: tree },
        outcome: 'done',
        after: { name: row.name },
      });
    });

/** Passes over everybody who did not answer in time, and calls the deputy where there is one. */
export const escalateCalls = (needs: Needs) => async (): Promise<void> => {
  const at = needs.clock.now();
  const responders = new Map((await readResponders(needs)).map((each) => [each.id, each]));
  await needs.records.transaction(async (tx) => {
    const tables = tx.as<DutyTables>();
    const late = await tables
      .updateTable('duty_roster.calls')
      .set({ outcome: 'missed' })
      .where('outcome', '=', 'waiting')
      .where('due_at', '<=', new Date(at))
      .returning(['tree', 'responder', 'name', 'step'])
      .execute();
    for (const { tree, responder, name, step } of late) {
      const deputy = responders.get(responders.get(responder)?.deputy ?? '');
      if (step > 0 || deputy === undefined) continue;
      const { answer_minutes: minutes } = await tables
        .selectFrom('duty_roster.call_trees')
        .select('answer_minutes')
        .where('id', '=', tree)
        .executeTakeFirstOrThrow();
      await insertCall(tx, needs, { tree, who: deputy, step: 1, insteadOf: name, at, minutes });
    }
    await endTrees(tx, [...new Set(late.map(({ tree }) => tree))], at);
  });
};
