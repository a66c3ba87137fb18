import { dayOf, SYSTEM_ACTOR, type ActorRef } from '@chedun/kernel';
import { jsonb, type Tx } from '@chedun/records';
import { z } from 'zod';
import type { EventLevel, IncidentOrder, RelayDone } from '../contract.ts';
import { heavier, reportOf } from '../domain/reports.ts';
import { relaysOwed } from '../domain/timing.ts';
import { oversightError } from '../errors.ts';
import { auditOf, lockIncident, writeIncidentStep } from '../store.ts';
import type { IncidentRow, OversightTables } from '../tables.ts';
import { writeNotice } from './send.ts';
import { lateness, type IncidentNeeds } from './take-report.ts';

/** What the clocks of an incident belong to. */
export const subjectOf = ({ id, number, name }: Pick<IncidentRow, 'id' | 'number' | 'name'>) => ({
  kind: 'supervised-incident',
  id,
  title: `${number} ${name}`.slice(0, 300),
});

/** The level that counts: confirmed, else the heavier of what was claimed and computed. */
const levelInForce = ({ confirmed, claimed, computed }: Pick<IncidentRow, 'confirmed' | 'claimed' | 'computed'>) =>
  confirmed ?? heavier(claimed, computed);

/** Starts the clocks that the authority owes, and takes back those that it does not owe any more. Safe to repeat. */
export const bringRelays =
  (needs: IncidentNeeds) =>
  async (input: unknown): Promise<void> => {
    const { incident: id } = z.object({ incident: z.uuid() }).parse(input);
    const db = needs.records.read<OversightTables>();
    const row = await db.selectFrom('oversight.incidents').selectAll().where('id', '=', id).executeTakeFirst();
    if (row === undefined) return;
    const reports = await db
      .selectFrom('oversight.incident_reports')
      .select(['id', 'template', 'received_at'])
      .where('incident', '=', id)
      .orderBy('received_at')
      .execute();
    const regimes = [...new Set(reports.map(({ template }) => reportOf(template).regime))];
    const ended = row.response_ended_at;
    const owed = relaysOwed(regimes, levelInForce(row), row.operator, ended === null ? 'running' : 'ended');
    for (const { rule, term, since } of owed) {
      const at = since === 'ended' ? (ended ?? row.first_at) : row.first_at;
      await needs.deadlines.start({
        rule,
        ...(term === undefined ? {} : { wanted: { kind: 'named' as const, name: term } }),
        subject: subjectOf(row),
        records: [
          { kind: since === 'ended' ? 'response-ended' : 'package', id: reports[0]?.id ?? id, at: at.getTime() },
        ],
        actor: SYSTEM_ACTOR,
      });
    }
    for (const clock of await needs.deadlines.of(subjectOf(row))) {
      const wanted = owed.some(({ rule, term = '' }) => rule === clock.rule.id && term === clock.termCase);
      if (clock.state === 'running' && !wanted)
        await needs.deadlines.withdraw(clock.id, '重新定级后不再适用', SYSTEM_ACTOR);
    }
  };

type Order<A extends IncidentOrder['action']> = Extract<IncidentOrder, { action: A }>;

const confirm = async (tx: Tx, needs: IncidentNeeds, row: IncidentRow, order: Order<'confirm'>): Promise<void> => {
  const reports = await tx
    .as<OversightTables>()
    .selectFrom('oversight.incident_reports')
    .select(['template', 'data', 'received_at'])
    .where('incident', '=', row.id)
    .execute();
  const late = await lateness(needs, reports, order.level, order.operator);
  const values = { confirmed: order.level, operator: order.operator, lateness: late === null ? null : jsonb(late) };
  await tx.as<OversightTables>().updateTable('oversight.incidents').set(values).where('id', '=', row.id).execute();
};

const respond = async (
  tx: Tx,
  needs: IncidentNeeds,
  row: IncidentRow,
  order: Order<'start-response'> | Order<'end-response'>,
): Promise<void> => {
  const start = order.action === 'start-response';
  const running = row.response_started_at !== null && row.response_ended_at === null;
  if (start === running || (!start && row.response_started_at === null)) throw oversightError('oversight.not-now');
  if (!start && Date.parse(order.at) > needs.now()) throw oversightError('oversight.in-future', { field: 'at' });
  const values = start
    ? { response_level: order.level, response_started_at: new Date(needs.now()), response_ended_at: null }
    : { response_ended_at: new Date(order.at) };
  await tx.as<OversightTables>().updateTable('oversight.incidents').set(values).where('id', '=', row.id).execute();
};

const chase = async (
  tx: Tx,
  needs: IncidentNeeds,
  row: IncidentRow,
  order: Order<'chase'>,
  actor: ActorRef,
): Promise<void> => {
  if (order.dueOn < dayOf(needs.now())) throw oversightError('oversight.day-past', { field: 'dueOn' });
  const out = {
    kind: 'task' as const,
    title: `催报：${row.number} ${row.name}`.slice(0, 200),
    text: order.text,
    basis: 'm281-4.1',
    dueOn: order.dueOn,
    indicators: [],
    enterprises: [row.enterprise],
    files: [],
    warning: null,
    source: { kind: 'incident' as const, id: row.id },
  };
  await writeNotice(tx, needs, { ...out, coloured: null }, actor);
};

const LEVEL_WORD: Readonly<Record<EventLevel, string>> = { 特别重大: 'Ⅰ级', 重大: 'Ⅱ级', 较大: 'Ⅲ级', 一般: 'Ⅳ级' };

const wordsOf = (order: IncidentOrder): string => {
  switch (order.action) {
    case 'confirm':
      return `核定级别：${order.level}${order.operator === 'cii' ? '（关键信息基础设施运营者）' : ''}。${order.note}`;
    case 'start-response':
      return `启动${LEVEL_WORD[order.level]}响应。${order.note}`;
    case 'end-response':
      return `结束响应。${order.note}`;
    case 'note':
      return order.note;
    case 'chase':
      return `催报：${order.text}`;
    case 'close':
      return `办结。${order.note}`;
  }
};

const act = async (
  tx: Tx,
  needs: IncidentNeeds,
  row: IncidentRow,
  order: IncidentOrder,
  actor: ActorRef,
): Promise<void> => {
  if (order.action === 'confirm') await confirm(tx, needs, row, order);
  if (order.action === 'start-response' || order.action === 'end-response') await respond(tx, needs, row, order);
  if (order.action === 'chase') await chase(tx, needs, row, order, actor);
  if (order.action === 'close') {
    if (row.confirmed === null || (row.response_started_at !== null && row.response_ended_at === null))
      throw oversightError('oversight.not-now');
    const closed = { state: 'closed' as const };
    await tx.as<OversightTables>().updateTable('oversight.incidents').set(closed).where('id', '=', row.id).execute();
  }
};

/** What the desk does with an incident. Throws `oversight.not-now`, `oversight.in-future`, `oversight.day-past`. */
export const workIncident =
  (needs: IncidentNeeds) =>
  async (id: string, order: IncidentOrder, actor: ActorRef): Promise<void> => {
    await needs.records.transaction(async (tx) => {
      const row = await lockIncident(tx, id);
      if (row.state === 'closed' && order.action !== 'note') throw oversightError('oversight.not-now');
      await act(tx, needs, row, order, actor);
      await writeIncidentStep(tx, needs, id, wordsOf(order), actor);
      await tx.audit(auditOf(actor, 'oversight.incident-worked', 'oversight-incident', id, order));
    });
    await bringRelays(needs)({ incident: id });
  };

/** An incident was passed on: its clock ends with the receiver. Throws `oversight.unknown`, and what the ledger refuses. */
export const relayDone =
  (needs: IncidentNeeds) =>
  async (id: string, clock: string, { receiver, at, explanation }: RelayDone, actor: ActorRef): Promise<void> => {
    const db = needs.records.read<OversightTables>();
    const row = await db.selectFrom('oversight.incidents').selectAll().where('id', '=', id).executeTakeFirst();
    const found = row === undefined ? [] : await needs.deadlines.of(subjectOf(row));
    const running = found.find((each) => each.id === clock);
    if (running === undefined) throw oversightError('oversight.unknown');
    await needs.deadlines.stop(clock, { submittedAt: at, receiver, explanation, actor });
    await needs.records.transaction(async (tx) => {
      await writeIncidentStep(tx, needs, id, `已转报 ${receiver}`, actor);
      await tx.audit(auditOf(actor, 'oversight.incident-relayed', 'oversight-incident', id, { clock, receiver }));
    });
  };
