import { jsonb } from '@chedun/records';
import type { DeadlineAsks } from '@chedun/deadline-ledger/contract';
import { DomainError, type ActorRef } from '@chedun/kernel';
import { atLeast, recipientsOf } from '@chedun/regulations';
import type { z } from 'zod';
import type { IncidentState, Narrative, NoteOrder, PhoneReport, RecoveryItem } from '../contract.ts';
import { mayChange } from '../domain/life.ts';
import { incidentError } from '../errors.ts';
import { timelineOf } from '../read-parts.ts';
import { change, lockRow, readRow, settingsInForce, write, type IncidentRow, type StoreNeeds } from '../store.ts';

/** What people's work stands on. */
export interface WorkNeeds extends StoreNeeds {
  readonly clocks: DeadlineAsks;
}

/** Starts the plan 启动预案: now, once, by whoever presses it. */
export const startPlan =
  ({ records, now }: WorkNeeds) =>
  (id: string, actor: ActorRef): Promise<void> =>
    records.transaction(async (tx) => {
      const row = await lockRow(tx, id);
      if (row.plan_started_at !== null) throw incidentError('incidents.plan-started');
      const at = now();
      await change(tx, id, { plan_started_at: new Date(at), plan_started_by: actor.name }, at);
      const minutes = Math.round((at - row.known_at.getTime()) / 60_000);
      const text = `启动应急预案（发现后 ${minutes} 分钟）`;
      await write(tx, id, { kind: 'plan-started', text, detail: { minutes } }, actor, at);
    });

const inPast = (text: string, now: number, field: string): number => {
  const at = Date.parse(text);
  if (at > now) throw incidentError('incidents.in-future', { field });
  return at;
};

const SEPARATOR = '、';

/** Ends the clock of the telephone report (NET-1) once calls have reached every recipient; it ends with the last of them. */
const endPhoneClock = async (
  { records, clocks }: WorkNeeds,
  id: string,
  call: z.output<typeof PhoneReport>,
  actor: ActorRef,
): Promise<void> => {
  const running = (await clocks.of({ kind: 'incident', id })).find(
    ({ rule, state }) => state === 'running' && rule.id === 'NET-1',
  );
  if (running === undefined || call.regime !== 'miit') return;
  const calls = (await timelineOf(records, id)).filter(({ kind }) => kind === 'phone-report');
  const reached = new Set([
    ...call.reached,
    ...calls.flatMap(({ detail }) => String(detail['reached'] ?? '').split(SEPARATOR)),
  ]);
  if (!running.recipients.every((name) => reached.has(name))) return;
  const last = [call.calledAt, ...calls.map(({ at }) => at)].toSorted((a, b) => Date.parse(a) - Date.parse(b)).at(-1);
  const stopped = clocks.stop(running.id, {
    submittedAt: last ?? call.calledAt,
    receiver: [...reached].filter((name) => name !== '').join(SEPARATOR),
    explanation: call.explanation,
    actor,
  });
  await stopped.catch((error: unknown) => {
    // Somebody who recorded another call at the same time ended it.
    if (!(error instanceof DomainError) || error.code !== 'deadlines.ended') throw error;
  });
};

/** Records a report by telephone (281号 4.1); the written report still follows. */
export const recordCall =
  (needs: WorkNeeds) =>
  async (id: string, call: z.output<typeof PhoneReport>, actor: ActorRef): Promise<void> => {
    const recorded = needs.now();
    const at = inPast(call.calledAt, recorded, 'calledAt');
    const row = await readRow(needs.records, id);
    if (at < row.known_at.getTime()) throw incidentError('incidents.before-known', { field: 'calledAt' });
    await endPhoneClock(needs, id, call, actor);
    const { regime, callee, caller, number, said } = call;
    const detail = { regime, callee, caller, number, reached: call.reached.join(SEPARATOR) };
    await needs.records.transaction((tx) =>
      write(tx, id, { kind: 'phone-report', text: `电话报告 ${callee}：${said}`, at, detail }, actor, recorded),
    );
    // Of two calls that are recorded at once, neither has seen the other before.
    await endPhoneClock(needs, id, call, actor);
  };

/** A note or a measure, with the time at which it happened. */
export const addNote =
  ({ records, now }: StoreNeeds) =>
  (id: string, { kind, text, at }: z.output<typeof NoteOrder>, actor: ActorRef): Promise<void> =>
    records.transaction(async (tx) => {
      await lockRow(tx, id);
      const recorded = now();
      const happened = at === undefined ? recorded : inPast(at, recorded, 'at');
      await write(tx, id, { kind, text, at: happened }, actor, recorded);
    });

/** Texts of the reports. */
export const changeNarrative =
  ({ records, now }: StoreNeeds) =>
  (id: string, narrative: Narrative, actor: ActorRef): Promise<void> =>
    records.transaction(async (tx) => {
      await lockRow(tx, id);
      await change(tx, id, { narrative: jsonb(narrative) }, now());
      const target = { kind: 'incident', id };
      await tx.audit({ actor, action: 'incidents.narrative-changed', target, outcome: 'done' });
    });

/** The checklist of recovery; a finished item says how it was verified. */
export const changeRecovery =
  ({ records, now }: StoreNeeds) =>
  (id: string, items: readonly RecoveryItem[], actor: ActorRef): Promise<void> =>
    records.transaction(async (tx) => {
      const before = await lockRow(tx, id);
      if (items.some(({ done, verified }) => done && verified === ''))
        throw incidentError('incidents.unverified-recovery');
      await change(tx, id, { recovery: jsonb(items) }, now());
      const done = new Set(before.recovery.filter((item) => item.done).map(({ text }) => text));
      for (const { text, verified } of items.filter((item) => item.done && !done.has(item.text)))
        await write(tx, id, { kind: 'recovery', text: `恢复核实：${text}（${verified}）` }, actor, now());
    });

/** Summaries that are owed, and to whom: the telecom authority of the province, and the CAC by the channel of its report. */
const summariesOf = async (needs: WorkNeeds, { grading }: IncidentRow) => {
  const { provinces } = await needs.rules();
  const { province } = await settingsInForce(needs);
  const telecom = recipientsOf(provinces, ['电信主管部门'], province === '' ? undefined : province);
  const cac = grading.duties.find(({ regime, kind }) => regime === 'cac' && kind === 'report');
  return [
    { rule: 'NET-3', recipients: telecom },
    ...(atLeast(grading.cac.level, '较大') && cac !== undefined ? [{ rule: 'CAC-4', recipients: cac.recipients }] : []),
  ];
};

/** Clocks of the summaries run from the end of the response. */
export const startSummaries = async (
  needs: WorkNeeds,
  row: IncidentRow,
  at: number,
  actor: ActorRef,
): Promise<void> => {
  const title = `${row.number} ${row.title}`.slice(0, 300);
  for (const { rule, recipients } of await summariesOf(needs, row))
    await needs.clocks.start({
      rule,
      recipients: recipients.map(({ name }) => name),
      subject: { kind: 'incident', id: row.id, title },
      records: [{ kind: 'response-ended', id: row.number, at }],
      actor,
    });
};

const needClosable = async ({ clocks }: WorkNeeds, row: IncidentRow): Promise<void> => {
  const running = (await clocks.of({ kind: 'incident', id: row.id })).filter(({ state }) => state === 'running');
  const verified = row.recovery.length > 0 && row.recovery.every(({ done }) => done);
  if (running.length > 0 || !verified)
    throw incidentError('incidents.wrong-state', {
      clocks: running.map(({ rule }) => rule.id).join(', '),
      recovery: verified ? 'verified' : 'open',
    });
};

/** Contained, ended, closed: in the order of the table, with a comment. The end of the response starts the summaries. */
export const changeState =
  (needs: WorkNeeds) =>
  async (id: string, to: IncidentState, comment: string, actor: ActorRef): Promise<void> => {
    const before = await readRow(needs.records, id);
    if (to === 'closed') await needClosable(needs, before);
    const at = needs.now();
    await needs.records.transaction(async (tx) => {
      const row = await lockRow(tx, id);
      if (!mayChange(row.state, to) || (to === 'ended' && row.plan_started_at === null))
        throw incidentError('incidents.wrong-state', { field: `${row.state} → ${to}` });
      const ended = to === 'ended' ? { response_ended_at: new Date(at) } : {};
      const closed = to === 'closed' ? { closed_at: new Date(at) } : {};
      await change(tx, id, { state: to, ...ended, ...closed }, at);
      await write(tx, id, { kind: 'state', text: comment, detail: { from: row.state, to } }, actor, at);
    });
    if (to === 'ended') await startSummaries(needs, before, at, actor);
  };
