import { personIdOf, type ActorRef } from '@chedun/kernel';
import { toText, type Tx } from '@chedun/records';
import type { z } from 'zod';
import { TEAM_ROLES } from '@chedun/duty-roster/contract';
import type { AnswerOrder, VerdictOrder } from '../contract.ts';
import { drillError } from '../error.ts';
import { dueOf, injectsOf, lockRow, say, targetsOf } from '../store.ts';
import type { DrillTables } from '../tables.ts';
import type { RunNeeds } from './needs.ts';

const auditOf = (actor: ActorRef, action: string, id: string, after: object) =>
  ({
    actor,
    action: `drills.${action}`,
    target: { kind: 'drill', id },
    outcome: 'done',
    after: after as never,
  }) as const;

const expectationIn = async (tx: Tx, id: string, name: string, role: string) => {
  const { state, body } = await lockRow(tx, id);
  if (state !== 'running') throw drillError('drills.wrong-state', 'state');
  const expectation = body.expectations.find((each) => each.id === name);
  const row = (await targetsOf(tx, id)).find((each) => each.expectation === name && each.target === `role:${role}`);
  if (expectation?.kind !== 'human' || row === undefined) throw drillError('drills.expectation-unknown', 'expectation');
  return { expectation, row };
};

const change = (tx: Tx, id: string, expectation: string, role: string, values: object) =>
  tx
    .as<DrillTables>()
    .updateTable('drills.targets')
    .set(values)
    .where('run', '=', id)
    .where('expectation', '=', expectation)
    .where('target', '=', `role:${role}`)
    .execute();

/** A role answers what it is asked for; the time is now. */
export const answer =
  (needs: RunNeeds) =>
  (id: string, order: z.output<typeof AnswerOrder>, actor: ActorRef): Promise<void> =>
    needs.records.transaction(async (tx) => {
      const at = needs.clock.now();
      const { expectation, row } = await expectationIn(tx, id, order.expectation, order.role);
      const due = dueOf(expectation, await injectsOf(tx, id));
      if (row.state !== 'open' || due === undefined || due <= at) throw drillError('drills.not-open', 'expectation');
      await change(tx, id, order.expectation, order.role, {
        state: 'answered',
        at: new Date(at),
        by_id: personIdOf(actor),
        by_name: actor.name,
        answer: toText(order.text),
      });
      const role = TEAM_ROLES[order.role];
      const zh = `${role.zh}作答“${expectation.title.zh}”：${order.text}`;
      const en = `${role.en} answers "${expectation.title.en}": ${order.text}`;
      await say(tx, id, { kind: 'answer', actor: actor.name, at, zh, en });
      await tx.audit(auditOf(actor, 'answered', id, { expectation: order.expectation, role: order.role }));
    });

/** The observer judges an answer; nobody judges their own. */
export const judge =
  (needs: RunNeeds) =>
  (id: string, order: z.output<typeof VerdictOrder>, actor: ActorRef): Promise<void> =>
    needs.records.transaction(async (tx) => {
      const at = needs.clock.now();
      const { expectation, row } = await expectationIn(tx, id, order.expectation, order.role);
      if (row.state !== 'answered') throw drillError('drills.not-open', 'expectation');
      if (row.by_id === personIdOf(actor)) throw drillError('drills.own-answer', 'expectation');
      await change(tx, id, order.expectation, order.role, {
        state: order.verdict,
        judged_by: actor.name,
        comment: toText(order.comment),
      });
      const met = order.verdict === 'met';
      const zh = `评判“${expectation.title.zh}”（${TEAM_ROLES[order.role].zh}）：${met ? '达到' : '未达到'}，${order.comment}`;
      const en = `"${expectation.title.en}" (${TEAM_ROLES[order.role].en}) is ${order.verdict}: ${order.comment}`;
      await say(tx, id, { kind: 'judged', actor: actor.name, at, zh, en });
      await tx.audit(auditOf(actor, 'judged', id, { ...order }));
    });

/** Writes a line into the log of the team. */
export const writeLog =
  (needs: RunNeeds) =>
  (id: string, text: string, actor: ActorRef): Promise<void> =>
    needs.records.transaction(async (tx) => {
      const { state } = await lockRow(tx, id);
      if (state !== 'running') throw drillError('drills.wrong-state', 'state');
      await say(tx, id, { kind: 'note', actor: actor.name, at: needs.clock.now(), zh: text, en: text });
      await tx.audit(auditOf(actor, 'logged', id, {}));
    });
