import type { DeadlineAsks } from '@chedun/deadline-ledger/contract';
import { findingCleared, findingsReported, type FindingReport } from '@chedun/governance/contract';
import type { IncidentAsks } from '@chedun/incidents/contract';
import { dayOf, personIdOf, SYSTEM_ACTOR, type ActorRef, type Clock } from '@chedun/kernel';
import { jsonb, toText, type Records, type Tx } from '@chedun/records';
import type { ItemOrder, ReviewSubject, ReviewText } from '../contract.ts';
import { drillError } from '../error.ts';
import { momentsOf, type ReviewNeeds, type ReviewRow } from '../read-review.ts';
import type { DrillTables } from '../tables.ts';

type Needs = Omit<ReviewNeeds, 'records' | 'clock' | 'incidents'> & {
  readonly records: Records;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly incidents: Pick<IncidentAsks, 'milestones' | 'summary'>;
  readonly deadlines: Pick<DeadlineAsks, 'start' | 'of' | 'withdraw'>;
};

/** Fingerprint of the finding of an improvement item. */
export const itemFingerprint = (item: string): string => `drills:item:${item}`;
/** Yearly drill, reported (281号 7.2, unverified). */
const YEARLY = 'NET-5';

const auditOf = (actor: ActorRef, action: string, id: string, after: object) =>
  ({
    actor,
    action: `drills.${action}`,
    target: { kind: 'review', id },
    outcome: 'done',
    after: after as never,
  }) as const;

const subjectOf = async (needs: Needs, { kind, id }: ReviewSubject) => {
  if (kind === 'incident') {
    const found = await needs.incidents.summary(id);
    return found === undefined ? undefined : { number: found.number, title: found.title };
  }
  const run = await needs.records
    .read<DrillTables>()
    .selectFrom('drills.runs')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst();
  return run?.ended_at ? { number: run.number, title: run.body.title.zh } : undefined;
};

/** Opens the review of a drill that ended or of an incident, or gives the one that is there. */
export const openReview =
  (needs: Needs) =>
  async (subject: ReviewSubject, actor: ActorRef): Promise<string> => {
    const facts = await subjectOf(needs, subject);
    if (facts === undefined) throw drillError('drills.subject-unknown', 'subject');
    return needs.records.transaction(async (tx) => {
      const tables = tx.as<DrillTables>();
      const made = await tables
        .insertInto('drills.reviews')
        .values({
          id: needs.newId(),
          subject_kind: subject.kind,
          subject_id: subject.id,
          number: facts.number,
          title: toText(facts.title),
          state: 'open',
          milestones: null,
          created_at: new Date(needs.clock.now()),
          created_by: actor.name,
          signatures: jsonb([]),
        })
        .onConflict((conflict) => conflict.doNothing())
        .returning('id')
        .executeTakeFirst();
      if (made !== undefined) await tx.audit(auditOf(actor, 'review-opened', made.id, { ...subject }));
      const known = await tables
        .selectFrom('drills.reviews')
        .select('id')
        .where('subject_kind', '=', subject.kind)
        .where('subject_id', '=', subject.id)
        .executeTakeFirstOrThrow();
      return known.id;
    });
  };

const lockReview = async (tx: Tx, id: string): Promise<ReviewRow> => {
  const query = tx.as<DrillTables>().selectFrom('drills.reviews').selectAll().where('id', '=', id).forUpdate();
  const row = await query.executeTakeFirst();
  if (row === undefined) throw drillError('drills.review-unknown', 'id');
  return row;
};

const lockOpen = async (tx: Tx, id: string): Promise<ReviewRow> => {
  const row = await lockReview(tx, id);
  if (row.state !== 'open') throw drillError('drills.review-signed', 'id');
  return row;
};

/** Writes what went well, badly, and why. A text that changes has to be signed anew. */
export const writeReview =
  (needs: Needs) =>
  (id: string, text: ReviewText, actor: ActorRef): Promise<void> =>
    needs.records.transaction(async (tx) => {
      await lockOpen(tx, id);
      const values = { well: toText(text.well), badly: toText(text.badly), causes: toText(text.causes) };
      await tx
        .as<DrillTables>()
        .updateTable('drills.reviews')
        .set({ ...values, signatures: jsonb([]) })
        .where('id', '=', id)
        .execute();
      await tx.audit(auditOf(actor, 'review-written', id, {}));
    });

const reportOf = (
  id: string,
  { number, subject_kind: kind }: ReviewRow,
  item: ItemOrder,
  now: number,
): FindingReport => {
  const at = new Date(now).toISOString();
  return {
    fingerprint: itemFingerprint(id),
    kind: 'weakness',
    module: 'drills',
    title: item.title,
    titleZh: item.title,
    severity: 'medium',
    assets: [{ kind: 'platform', id: 'emergency-response' }],
    obligations: [kind === 'drill' ? '1.4-c' : '1.4-b'],
    count: 1,
    firstSeen: at,
    lastSeen: at,
    receivedAt: at,
    samples: [],
    facts: { owner: item.owner, due: item.due, review: number },
  };
};

/** Adds something that has to be improved; it becomes a finding 隐患 with its owner and its date. */
export const addItem =
  (needs: Needs) =>
  (review: string, item: ItemOrder, actor: ActorRef): Promise<void> =>
    needs.records.transaction(async (tx) => {
      const row = await lockOpen(tx, review);
      const now = needs.clock.now();
      if (item.due < dayOf(now)) throw drillError('drills.due-past', 'due');
      const id = needs.newId();
      await tx
        .as<DrillTables>()
        .insertInto('drills.items')
        .values({
          id,
          review,
          title: toText(item.title),
          owner: toText(item.owner),
          due: item.due,
          created_at: new Date(now),
          finding: null,
          mended_at: null,
        })
        .execute();
      const payload = { findings: [reportOf(id, row, item, now)] } as never;
      await tx.tell({ type: findingsReported, aggregate: itemFingerprint(id), payload }, SYSTEM_ACTOR);
      await tx.audit(auditOf(actor, 'item-added', review, { ...item }));
    });

/** Says that an item was mended; its finding is resolved in the ledger. */
export const mendItem =
  (needs: Needs) =>
  (review: string, item: string, comment: string, actor: ActorRef): Promise<void> =>
    needs.records.transaction(async (tx) => {
      const done = await tx
        .as<DrillTables>()
        .updateTable('drills.items')
        .set({ mended_at: new Date(needs.clock.now()) })
        .where('id', '=', item)
        .where('review', '=', review)
        .where('mended_at', 'is', null)
        .returning('id')
        .executeTakeFirst();
      if (done === undefined) throw drillError('drills.review-unknown', 'item');
      const fingerprint = itemFingerprint(item);
      await tx.tell({ type: findingCleared, aggregate: fingerprint, payload: { fingerprint, comment } }, actor);
      await tx.audit(auditOf(actor, 'item-mended', review, { item, comment }));
    });

/** Signs. The second of two different persons closes the review and fixes its moments. */
export const signReview =
  (needs: Needs) =>
  async (id: string, actor: ActorRef): Promise<void> => {
    const before = await needs.records
      .read<DrillTables>()
      .selectFrom('drills.reviews')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirst();
    if (before === undefined) throw drillError('drills.review-unknown', 'id');
    const subject = { kind: before.subject_kind, id: before.subject_id };
    const moments = await momentsOf(needs, subject);
    const closed = await needs.records.transaction(async (tx) => {
      const row = await lockOpen(tx, id);
      if ([row.well, row.badly, row.causes].some((text) => text === '')) throw drillError('drills.review-empty');
      const person = personIdOf(actor);
      if (row.signatures.some((each) => each.id === person)) throw drillError('drills.second-person');
      const signed = { id: person, by: actor.name, at: new Date(needs.clock.now()).toISOString() };
      const signatures = [...row.signatures, signed];
      const isClosed = signatures.length >= 2;
      const tables = tx.as<DrillTables>();
      await tables
        .updateTable('drills.reviews')
        .set({ signatures: jsonb(signatures), ...(isClosed ? { state: 'signed', milestones: jsonb(moments) } : {}) })
        .where('id', '=', id)
        .execute();
      if (isClosed && subject.kind === 'drill')
        await tables.updateTable('drills.runs').set({ state: 'reviewed' }).where('id', '=', subject.id).execute();
      await tx.audit(auditOf(actor, 'review-signed', id, { signatures: signatures.length }));
      return isClosed;
    });
    if (closed && subject.kind === 'drill') await startYear(needs, subject.id, actor);
  };

/** The year until the next drill runs from the one that was reviewed now; clocks of drills before owe nothing any more. */
const startYear = async (needs: Needs, run: string, actor: ActorRef): Promise<void> => {
  const rows = await needs.records
    .read<DrillTables>()
    .selectFrom('drills.runs')
    .selectAll()
    .where('state', '=', 'reviewed')
    .orderBy('ended_at', 'desc')
    .limit(100)
    .execute();
  const [last, ...older] = rows;
  if (last === undefined || last.id !== run || last.ended_at === null) return;
  for (const { id } of older)
    for (const clock of await needs.deadlines.of({ kind: 'drill', id }))
      if (clock.state === 'running' && clock.rule.id === YEARLY)
        await needs.deadlines.withdraw(clock.id, `已举行演练 ${last.number}，自该次演练重新计算`, actor);
  await needs.deadlines.start({
    rule: YEARLY,
    subject: { kind: 'drill', id: run, title: `下一次年度应急演练（自 ${last.number} 起算）` },
    records: [{ kind: 'drill', id: run, at: last.ended_at.getTime() }],
    actor,
  });
};
