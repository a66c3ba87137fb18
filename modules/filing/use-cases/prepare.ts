import type { DeadlineAsks } from '@chedun/deadline-ledger/contract';
import { type ActorRef, type Json, personIdOf } from '@chedun/kernel';
import { jsonb, toText, type Tx } from '@chedun/records';
import { filingKind, kindOfTemplate, stepOf, type Action, type FilingKindId, type State } from '@chedun/review';
import type { z } from 'zod';
import { caseNow, isEditable, type CaseNeeds } from '../case-data.ts';
import { clocksOfUnit } from '../clocks.ts';
import type { ExplainBody, FilingAsks, Item, OpenCaseBody, StepBody, ValuesBody } from '../contract.ts';
import { openProblems } from '../domain/form.ts';
import { filingError } from '../errors.ts';
import { auditOf, caseRow, lockCase, unitRow, type CaseRow } from '../store.ts';
import type { FilingTables } from '../tables.ts';

export type PrepareNeeds = CaseNeeds & { readonly deadlines: Pick<DeadlineAsks, 'of' | 'withdraw'> };
type StepAction = z.output<typeof StepBody>['action'] | 'approve';
type OpenOrder = Parameters<FilingAsks['openCase']>[0];

/** One line of the history of a case. */
export const historyLine = (now: number, actor: ActorRef, action: string, note = '') => ({
  at: new Date(now).toISOString(),
  by: actor.name,
  action,
  note: note.slice(0, 1000),
});

const OPEN: readonly State[] = ['numbered', 'rejected', 'withdrawn', 'superseded', 'cancelled'];

/** Opens a case; the open one about the same subject is given again. */
export const openCase =
  (needs: PrepareNeeds) =>
  async (order: OpenOrder): Promise<string> => {
    const { template, subject, actor } = order;
    await needs.content.template(template);
    const kind = kindOfTemplate(template);
    if (kind === undefined) throw filingError('filing.template-unknown', { field: 'template' });
    return needs.records.transaction(async (tx) => {
      const db = tx.as<FilingTables>();
      const open = await db
        .selectFrom('filing.cases')
        .select('id')
        .where('template', '=', template)
        .where('subject_kind', '=', subject.kind)
        .where('subject_id', '=', subject.id)
        .where('state', 'not in', OPEN)
        .executeTakeFirst();
      if (open !== undefined) return open.id;
      const id = needs.newId();
      const now = needs.clock.now();
      await db
        .insertInto('filing.cases')
        .values({
          id,
          kind: kind.id,
          template,
          title: toText(order.title).slice(0, 200),
          unit: order.unit,
          subject_kind: subject.kind,
          subject_id: subject.id,
          state: 'draft',
          base: jsonb(order.data),
          changed: jsonb({}),
          explained: jsonb({}),
          items: jsonb([]),
          authors: jsonb([personIdOf(actor)]),
          versions: jsonb([]),
          clock: order.clock?.id ?? null,
          clock_due: order.clock === null ? null : new Date(order.clock.dueAt),
          opened_by: actor.name,
          opened_at: new Date(now),
          history: jsonb([historyLine(now, actor, 'open')]),
        })
        .execute();
      await tx.audit(auditOf(actor, 'case-opened', 'filing-case', id, { template, subject }));
      return id;
    });
  };

/** The running clock that a filing of a unit ends. */
const clockFor = async (needs: PrepareNeeds, unit: string, template: string) => {
  const rule = template === 'grading-filing' ? 'GRD-1' : template === 'grading-change' ? 'GRD-2' : undefined;
  if (rule === undefined) return null;
  const clocks = await clocksOfUnit(needs, unit);
  return clocks.find((each) => each.rule.id === rule && each.state === 'running') ?? null;
};

/** POST /filing/cases: by hand, about a unit or about nothing that the product keeps. */
const openByHand =
  (needs: PrepareNeeds) =>
  async ({ template, unit, title }: z.output<typeof OpenCaseBody>, actor: ActorRef): Promise<string> => {
    const words = (await needs.content.template(template)).title;
    if (unit === null) {
      const subject = { kind: 'filing', id: needs.newId() };
      return openCase(needs)({ template, unit, subject, title: title || words.zh, data: {}, clock: null, actor });
    }
    const row = await unitRow(needs.records, unit);
    if (row.level === null) throw filingError('filing.not-reviewed', { field: 'unit' });
    const subject = { kind: 'filing-unit', id: unit };
    const clock = await clockFor(needs, unit, template);
    const name = title || `${row.name} ${words.zh}`;
    return openCase(needs)({ template, unit, subject, title: name, data: {}, clock, actor });
  };

const change = (
  needs: PrepareNeeds,
  id: string,
  actor: ActorRef,
  action: string,
  work: (row: CaseRow, tx: Tx) => Promise<object>,
): Promise<void> =>
  needs.records.transaction(async (tx) => {
    const row = await lockCase(tx, id);
    const values = await work(row, tx);
    await tx.as<FilingTables>().updateTable('filing.cases').set(values).where('id', '=', id).execute();
    await tx.audit(auditOf(actor, action, 'filing-case', id, { title: row.title }));
  });

const authorsWith = ({ authors }: CaseRow, actor: ActorRef) => jsonb([...new Set([...authors, personIdOf(actor)])]);

const isSame = (a: Json | undefined, b: Json | undefined): boolean => JSON.stringify(a) === JSON.stringify(b);

/** An item about a field that was changed is answered by the change. */
const answered = (items: readonly Item[], values: Readonly<Record<string, Json>>): Item[] =>
  items.map((item) => {
    const value = values[item.field];
    if (value === undefined || value === null) return item;
    const text = typeof value === 'string' ? value : Array.isArray(value) ? `共 ${value.length} 行` : String(value);
    return { ...item, answer: { kind: 'value', text: text.slice(0, 500) } };
  });

const setValues =
  (needs: PrepareNeeds) =>
  async (id: string, { values }: z.output<typeof ValuesBody>, actor: ActorRef): Promise<void> => {
    const { sections } = await needs.content.template((await caseRow(needs.records, id)).template);
    const known = new Set(sections.flatMap(({ fields }) => fields.map(({ name }) => name)));
    const unknown = Object.keys(values).find((name) => !known.has(name));
    if (unknown !== undefined) throw filingError('filing.field-unknown', { field: unknown });
    await change(needs, id, actor, 'case-changed', async (row) => {
      if (!isEditable(row)) throw filingError('filing.locked', { field: 'id' });
      const fresh = Object.fromEntries(
        Object.entries(values).filter(([name, value]) => !isSame(value, row.changed[name] ?? row.base[name])),
      );
      const merged = Object.entries({ ...row.changed, ...values }).filter(([, value]) => value !== null);
      return {
        changed: jsonb(Object.fromEntries(merged)),
        items: jsonb(answered(row.items, fresh)),
        authors: authorsWith(row, actor),
      };
    });
  };

const explain =
  (needs: PrepareNeeds) =>
  (id: string, { problems, items }: z.output<typeof ExplainBody>, actor: ActorRef): Promise<void> =>
    change(needs, id, actor, 'case-explained', async (row) => {
      if (!isEditable(row)) throw filingError('filing.locked', { field: 'id' });
      const said = row.items.map((item, at): Item => {
        const text = items[String(at)]?.trim();
        if (text === undefined) return item;
        return { ...item, answer: text === '' ? null : { kind: 'explanation', text } };
      });
      return {
        explained: jsonb({ ...row.explained, ...problems }),
        items: jsonb(said),
        authors: authorsWith(row, actor),
      };
    });

/** The machine decides; throws `filing.step-refused` with its reason. */
export const needStep = (row: CaseRow, action: Action, actor: ActorRef, problems = 0): State => {
  const step = stepOf(
    filingKind(row.kind as FilingKindId),
    row.state as State,
    {
      authors: row.authors,
      openProblems: problems,
      openItems: row.items.filter(({ answer }) => answer === null).length,
      opinions: [],
      votes: { for: 0, against: 0 },
    },
    { action, party: 'enterprise', account: personIdOf(actor) },
  );
  if (step.kind === 'refused') throw filingError('filing.step-refused', { reason: step.reason });
  return step.to;
};

/** Approval, return, withdrawal. Nothing is sent up for approval that a machine finds wrong. */
const takeStep =
  (needs: PrepareNeeds) =>
  async (
    id: string,
    { action, note }: { readonly action: StepAction; readonly note: string },
    actor: ActorRef,
  ): Promise<void> => {
    const before = await caseNow(needs, await caseRow(needs.records, id));
    if (action === 'request-approval' && openProblems(before.problems) > 0)
      throw filingError('filing.step-refused', { reason: 'problems-open' });
    await change(needs, id, actor, `case-${action}`, async (locked) => {
      const row = action === 'request-approval' ? { ...locked, items: before.items } : locked;
      return {
        state: needStep(row, action, actor),
        items: jsonb(row.items),
        history: jsonb([...row.history, historyLine(needs.clock.now(), actor, action, note)]),
      };
    });
  };

/** Everything before the signature. */
export const prepareUseCases = (needs: PrepareNeeds) => ({
  openByHand: openByHand(needs),
  setValues: setValues(needs),
  explain: explain(needs),
  takeStep: takeStep(needs),
});
