import { acceptsStart, anchorOf, clockOf, termOf, type SystemRecord, type Term } from '@chedun/deadlines';
import { jsonb, toText, type Tx } from '@chedun/records';
import type { ClockLine, StartOrder } from '../contract.ts';
import { nextLook, timingOf, type Timing } from '../domain/timing.ts';
import { ledgerError } from '../errors.ts';
import { lineOf, type ClockRow } from '../present.ts';
import { CLOCKS, note, type LedgerNeeds } from '../store.ts';
import type { DeadlineTables } from '../tables.ts';

const when = (at: number | undefined): Date | null => (at === undefined ? null : new Date(at));

const times = (anchor: SystemRecord, timing: Timing, now: number) => ({
  anchor_kind: toText(anchor.kind),
  anchor_id: toText(anchor.id),
  started_at: new Date(anchor.at),
  due_at: new Date(timing.dueAt),
  late_from: new Date(timing.lateFrom),
  missing_year: timing.missingYear,
  next_look: when(nextLook(anchor.at, timing, now) ?? now),
});

interface Plan {
  readonly order: StartOrder;
  readonly anchor: SystemRecord;
  readonly term: Term;
  readonly timing: Timing;
  readonly recipients: readonly string[];
}

const insert = async (needs: LedgerNeeds, tx: Tx, { order, anchor, term, timing, recipients }: Plan) => {
  const { rule, subject, actor } = order;
  const now = needs.now();
  const row = await tx
    .as<DeadlineTables>()
    .insertInto(CLOCKS)
    .values({
      id: needs.newId(),
      rule,
      term: jsonb(term),
      term_case: term.appliesTo ?? '',
      subject_kind: subject.kind,
      subject_id: toText(subject.id),
      subject_title: toText(subject.title),
      recipients: recipients.map(toText),
      ...times(anchor, timing, now),
      // A clock that starts late says at once what it should have said before.
      next_look: new Date(now),
      state: 'running',
      created_at: new Date(now),
      created_by: actor.name,
    })
    .onConflict((conflict) => conflict.columns(['subject_kind', 'subject_id', 'rule', 'term_case']).doNothing())
    .returningAll()
    .executeTakeFirst();
  if (row === undefined) return undefined;
  await note(tx, row.id, 'started', actor, now, { anchor: anchor.kind, at: new Date(anchor.at).toISOString() });
  await tx.audit({
    actor,
    action: 'deadlines.started',
    target: { kind: 'clock', id: row.id },
    outcome: 'done',
    after: { rule, subject: `${subject.kind}:${subject.id}`, startedAt: new Date(anchor.at).toISOString() },
  });
  return row;
};

const existing = async (tx: Tx, { order, term }: Plan): Promise<ClockRow> =>
  tx
    .as<DeadlineTables>()
    .selectFrom(CLOCKS)
    .selectAll()
    .where('subject_kind', '=', order.subject.kind)
    .where('subject_id', '=', order.subject.id)
    .where('rule', '=', order.rule)
    .where('term_case', '=', term.appliesTo ?? '')
    .forUpdate()
    .executeTakeFirstOrThrow();

/** A clock that was withdrawn and is owed again: it runs on from its old start, as if it had never paused. */
const resume = async (needs: LedgerNeeds, tx: Tx, { id }: ClockRow, plan: Plan): Promise<ClockRow> => {
  const now = needs.now();
  const running = { state: 'running', ended_at: null, ended_by: null, recorded_at: null, explanation: '' } as const;
  const query = tx
    .as<DeadlineTables>()
    .updateTable(CLOCKS)
    .set({ ...running, next_look: new Date(now) })
    .where('id', '=', id);
  const row = await query.returningAll().executeTakeFirstOrThrow();
  await note(tx, id, 'resumed', plan.order.actor, now);
  return row;
};

/** The clock that runs already, moved back to an earlier record; a later one changes nothing. */
const anchorEarlier = async (needs: LedgerNeeds, tx: Tx, plan: Plan): Promise<ClockRow> => {
  const found = await existing(tx, plan);
  const before = found.state === 'withdrawn' ? await resume(needs, tx, found, plan) : found;
  const running = before.started_at.getTime();
  const earlier = acceptsStart(running, plan.anchor.at) && plan.anchor.at !== running;
  if (before.state !== 'running' || !earlier) return before;
  const now = needs.now();
  const changed = { ...times(plan.anchor, plan.timing, now), next_look: new Date(now) };
  const query = tx.as<DeadlineTables>().updateTable(CLOCKS).set(changed).where('id', '=', before.id).returningAll();
  const row = await query.executeTakeFirstOrThrow();
  const detail = { from: before.started_at.toISOString(), at: row.started_at.toISOString(), anchor: plan.anchor.kind };
  await note(tx, row.id, 'anchored-earlier', plan.order.actor, now, detail);
  return row;
};

/** Starts a clock from the earliest record, or gives the one that runs. */
export const startClock =
  (needs: LedgerNeeds) =>
  async (order: StartOrder): Promise<ClockLine> => {
    const catalogue = await needs.catalogue();
    const rule = clockOf(catalogue, order.rule);
    const term = termOf(rule, order.wanted ?? { kind: 'any' });
    const anchor = anchorOf(order.records);
    if (anchor.at > needs.now()) throw ledgerError('deadlines.in-future', { field: 'record' });
    const timing = timingOf(term, anchor.at, needs.calendar());
    const plan = { order, anchor, term, timing, recipients: order.recipients ?? rule.to };
    const row = await needs.records.transaction(
      async (tx) => (await insert(needs, tx, plan)) ?? (await anchorEarlier(needs, tx, plan)),
    );
    return lineOf(row, catalogue, needs.now());
  };
