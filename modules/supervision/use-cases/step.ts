import { dayOf, personIdOf, type ActorRef } from '@chedun/kernel';
import { jsonb, toText, type Tx } from '@chedun/records';
import { filingKind, stepOf, type CaseFacts, type Deed, type Office, type State } from '@chedun/review';
import { supervisionEvents, supervisionPermissions, type StepOrder } from '../contract.ts';
import { stepRefused, supervisionError } from '../errors.ts';
import type { ReceiptSigner } from '../signer.ts';
import {
  factsOf,
  FILINGS,
  keepReceipt,
  lockFiling,
  nextNumber,
  signReceipt,
  submissionOf,
  writeStep,
  type FilingRow,
  type StoreNeeds,
  type SubmissionRow,
} from '../store.ts';
import type { SupervisionTables } from '../tables.ts';

export interface StepNeeds extends StoreNeeds {
  readonly signer: () => Promise<ReceiptSigner>;
}

/** Who acts, with what he may do. */
export interface Reviewer {
  readonly actor: ActorRef;
  readonly may: (permission: string) => boolean;
}

const NO_FACTS: CaseFacts = { authors: [], openProblems: 0, openItems: 0, opinions: [], votes: { for: 0, against: 0 } };
const OFFICE_OF: Readonly<Record<Office, string>> = {
  telecom: supervisionPermissions.opinionTelecom,
  industry: supervisionPermissions.opinionIndustry,
};

/** A step under way: everything that its parts need. */
interface Work {
  readonly needs: StepNeeds;
  readonly tx: Tx;
  readonly filing: FilingRow;
  readonly submission: SubmissionRow;
  readonly signer: ReceiptSigner;
  readonly actor: ActorRef;
  readonly now: number;
}

const sign = async (
  { needs, tx, filing, submission, signer, actor, now }: Work,
  words: Parameters<typeof signReceipt>[2],
): Promise<void> => {
  const of = { manifest: submission.manifest_sm3, document: filing.document, version: filing.version };
  const receipt = await signReceipt(signer, of, words, now);
  await keepReceipt(tx, { id: needs.newId(), filing: filing.id, submission: submission.id }, receipt, actor.name, now);
};

const update = async (
  { tx, filing }: Work,
  values: { readonly state: State } & Partial<Record<'number' | 'due_on', string | null>> & {
      readonly rounds?: number;
      readonly decided_at?: Date;
    },
): Promise<void> => {
  await tx.as<SupervisionTables>().updateTable(FILINGS).set(values).where('id', '=', filing.id).execute();
};

const askFor = async (
  work: Work,
  order: Extract<StepOrder, { action: 'ask-supplement' }>,
  to: State,
): Promise<string> => {
  const { needs, tx, filing, now } = work;
  if (order.dueOn < dayOf(now)) throw supervisionError('supervision.day-passed', { field: 'dueOn' });
  const round = filing.rounds + 1;
  await tx
    .as<SupervisionTables>()
    .insertInto('supervision.items')
    .values(
      order.items.map(({ field, text, rule }, place) => ({
        id: needs.newId(),
        filing: filing.id,
        round,
        place,
        field,
        text: toText(text),
        rule,
        was: jsonb(filing.data[field] ?? null),
        answer: 'open' as const,
        note: '',
      })),
    )
    .execute();
  const items = order.items.map(({ field, text }) => ({ field, text }));
  await sign(work, {
    kind: 'supplement',
    number: filing.acceptance,
    note: '',
    supplement: { dueOn: order.dueOn, items },
  });
  await update(work, { state: to, rounds: round, due_on: order.dueOn });
  return `${items.length} 项，${order.dueOn} 前补正`;
};

const giveOpinion = async (
  work: Work,
  { office, agrees, text }: Extract<StepOrder, { action: 'give-opinion' }>,
): Promise<string> => {
  const { needs, tx, filing, actor, now } = work;
  const row = {
    id: needs.newId(),
    filing: filing.id,
    round: filing.rounds,
    office,
    account: personIdOf(actor),
    by_name: actor.name,
    agrees,
    text: toText(text),
    at: new Date(now),
  };
  await tx.as<SupervisionTables>().insertInto('supervision.opinions').values(row).execute();
  return `${office === 'telecom' ? '电信主管部门' : '工业和信息化主管部门'}${agrees ? '同意' : '不同意'}：${text}`;
};

/** A change that is numbered takes the place of what it changes: the filing that its form names, of the same enterprise. */
const supersede = async ({ tx, filing, actor, now }: Work, number: string): Promise<void> => {
  const named = filing.data['filingNumber'];
  if (filing.kind !== 'grading-change' || typeof named !== 'string') return;
  const tables = tx.as<SupervisionTables>();
  const before = await tables
    .selectFrom(FILINGS)
    .selectAll()
    .where('number', '=', named.trim())
    .where('enterprise', '=', filing.enterprise)
    .forUpdate()
    .executeTakeFirst();
  if (before === undefined) return;
  const deed: Deed = { action: 'supersede', party: 'authority', account: personIdOf(actor) };
  const step = stepOf(filingKind(before.kind), before.state, NO_FACTS, deed);
  if (step.kind === 'refused') return;
  await tables.updateTable(FILINGS).set({ state: step.to }).where('id', '=', before.id).execute();
  await writeStep(tx, before, { action: 'supersede', note: number }, actor, now);
};

const giveNumber = async (work: Work, note: string, to: State): Promise<string> => {
  const { tx, filing, actor, now } = work;
  const number = await nextNumber(tx, filingKind(filing.kind).prefix, Number(dayOf(now).slice(0, 4)));
  await sign(work, { kind: 'approval', number, note });
  await update(work, { state: to, number, due_on: null, decided_at: new Date(now) });
  const payload = {
    filing: filing.id,
    enterprise: filing.enterprise,
    kind: filing.kind,
    number,
    at: new Date(now).toISOString(),
  };
  await tx.tell({ type: supervisionEvents.numbered, aggregate: filing.id, payload }, actor);
  await supersede(work, number);
  return `${number} ${note}`.trim();
};

/** Carries a step out that the machine allows; the answer is the line of the course. */
const carryOut = async (work: Work, order: StepOrder, to: State): Promise<string> => {
  switch (order.action) {
    case 'ask-supplement':
      return askFor(work, order, to);
    case 'give-opinion':
      return giveOpinion(work, order);
    case 'number':
      return giveNumber(work, order.note, to);
    case 'reject':
      await sign(work, { kind: 'rejection', number: work.filing.acceptance, note: order.note });
      await update(work, { state: to, due_on: null, decided_at: new Date(work.now) });
      return order.note;
    case 'cancel':
      await sign(work, { kind: 'other', number: work.filing.number ?? '', note: `注销：${order.note}` });
      await update(work, { state: to });
      return order.note;
    case 'begin-check':
      await update(work, { state: to });
      return '';
    case 'call-experts':
      await update(work, { state: to });
      return order.note;
  }
};

const deedOf = (order: StepOrder, account: string): Deed => ({
  action: order.action,
  party: 'authority',
  account,
  ...(order.action === 'give-opinion' ? { office: order.office } : {}),
  ...(order.action === 'ask-supplement' ? { items: order.items.length } : {}),
});

/** Takes a step with a filing. Two at once: the second meets what the first left. Throws `supervision.unknown`, `supervision.wrong-office`, and one error for each reason of the machine. */
export const takeStep =
  (needs: StepNeeds) =>
  async (id: string, order: StepOrder, { actor, may }: Reviewer): Promise<void> => {
    const needed = order.action === 'give-opinion' ? OFFICE_OF[order.office] : supervisionPermissions.review;
    if (!may(needed)) throw supervisionError('supervision.wrong-office');
    const signer = await needs.signer();
    await needs.records.transaction(async (tx) => {
      const filing = await lockFiling(tx, id);
      const facts = await factsOf(needs.records, filing);
      const step = stepOf(filingKind(filing.kind), filing.state, facts, deedOf(order, personIdOf(actor)));
      if (step.kind === 'refused') throw stepRefused(step.reason);
      const submission = await submissionOf(needs.records, id, filing.version);
      const now = needs.now();
      const note = await carryOut({ needs, tx, filing, submission, signer, actor, now }, order, step.to);
      await writeStep(tx, filing, { action: order.action, note }, actor, now);
    });
  };
