import type { DocumentsAsks } from '@chedun/documents/contract';
import { addDays, dayOf, type ActorRef } from '@chedun/kernel';
import { jsonb, toText, type Tx } from '@chedun/records';
import type { UnitLevelRule } from '@chedun/regulations';
import { sql } from 'kysely';
import { stepOf, type Action, type CaseFacts, type Party, type State } from '@chedun/review';
import { supervisionEvents, type PackageReceived, type Problem } from '../contract.ts';
import { changedItems } from '../domain/answers.ts';
import { checkForm } from '../domain/check-form.ts';
import { supervisionError } from '../errors.ts';
import type { ReceiptSigner } from '../signer.ts';
import {
  FILINGS,
  keepReceipt,
  nextNumber,
  signReceipt,
  SUBMISSIONS,
  writeStep,
  type EnterpriseRow,
  type FilingRow,
  type StoreNeeds,
  type SubmissionRow,
} from '../store.ts';
import type { SupervisionTables } from '../tables.ts';
import { besideOf } from './beside.ts';
import type { ReadIn } from './read-in.ts';

/** Takes a waiting package into its filing when its sender is known; gives it back as it stands. */
export type Take = (row: SubmissionRow, read: ReadIn, actor: ActorRef) => Promise<SubmissionRow>;

export interface TakeNeeds extends StoreNeeds {
  readonly documents: Pick<DocumentsAsks, 'template'>;
  readonly signer: () => Promise<ReceiptSigner>;
  readonly levels: () => Promise<UnitLevelRule>;
}

const ACCEPTANCE = 'SL';
const NO_FACTS: CaseFacts = { authors: [], openProblems: 0, openItems: 0, opinions: [], votes: { for: 0, against: 0 } };
/** What the other side did before a version reached us, and what we do then. */
const HANDED_IN: readonly (readonly [Party, Action])[] = [
  ['enterprise', 'request-approval'],
  ['enterprise', 'approve'],
  ['enterprise', 'sign'],
  ['enterprise', 'submit'],
  ['authority', 'receive'],
];

/** Whose package it is: certificate, and account where it came by one, belong to the same enterprise. */
const senderOf = async ({ records }: TakeNeeds, row: SubmissionRow): Promise<EnterpriseRow | undefined> => {
  const found = await records
    .read<SupervisionTables>()
    .selectFrom('supervision.enterprises as enterprise')
    .innerJoin('supervision.certificates as certificate', 'certificate.enterprise', 'enterprise.id')
    .selectAll('enterprise')
    .where('certificate.sm3', '=', row.signer_sm3)
    .executeTakeFirst();
  if (found === undefined || row.via === 'upload') return found;
  return found.account === row.account ? found : undefined;
};

const walk = ({ kind }: ReadIn, from: State): State => {
  let state = from;
  for (const [party, action] of HANDED_IN) {
    const step = stepOf(kind, state, NO_FACTS, { action, party, account: party });
    if (step.kind === 'refused')
      throw supervisionError('supervision.package-refused', {
        reason: '该材料未被要求补正，不能提交新版本 (no supplement was asked for)',
      });
    state = step.to;
  }
  return state;
};

/** A further version of a filing that was returned: what was asked for is held against what changed. */
const nextVersion = async (
  tx: Tx,
  filing: FilingRow,
  read: ReadIn,
  problems: readonly Problem[],
  now: number,
): Promise<FilingRow> => {
  const { version } = read.pack.manifest.document;
  if (version <= filing.version)
    throw supervisionError('supervision.package-refused', {
      reason: `版本不新于已收到的第 ${filing.version} 版 (older version)`,
    });
  const state = walk(read, filing.state);
  const tables = tx.as<SupervisionTables>();
  const open = await tables
    .selectFrom('supervision.items')
    .select(['id', 'field', 'was'])
    .where('filing', '=', filing.id)
    .where('answer', '=', 'open')
    .execute();
  const changed = changedItems(open, read.data);
  if (changed.length > 0)
    await tables
      .updateTable('supervision.items')
      .set({ answer: 'changed' })
      .where('id', 'in', [...changed])
      .execute();
  return tables
    .updateTable(FILINGS)
    .set({
      state,
      version,
      data: jsonb(read.data),
      problems: jsonb(problems),
      title_zh: toText(read.pack.manifest.document.title.zh),
      title_en: toText(read.pack.manifest.document.title.en),
      due_on: addDays(dayOf(now), read.kind.reviewDays),
    })
    .where('id', '=', filing.id)
    .returningAll()
    .executeTakeFirstOrThrow();
};

const newFiling = async (
  tx: Tx,
  id: string,
  enterprise: string,
  read: ReadIn,
  problems: readonly Problem[],
  now: number,
): Promise<FilingRow> => {
  const { document } = read.pack.manifest;
  const state = walk(read, 'draft');
  return tx
    .as<SupervisionTables>()
    .insertInto(FILINGS)
    .values({
      id,
      enterprise,
      kind: read.kind.id,
      document: document.id,
      template: document.template.id,
      title_zh: toText(document.title.zh),
      title_en: toText(document.title.en),
      subject_kind: document.subject.kind,
      subject_id: toText(document.subject.id),
      state,
      version: document.version,
      acceptance: await nextNumber(tx, ACCEPTANCE, Number(dayOf(now).slice(0, 4))),
      number: null,
      data: jsonb(read.data),
      problems: jsonb(problems),
      received_at: new Date(now),
      due_on: addDays(dayOf(now), read.kind.reviewDays),
      decided_at: null,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
};

const problemsOf = async (needs: TakeNeeds, enterprise: string, read: ReadIn, now: number): Promise<Problem[]> =>
  checkForm({
    kind: read.kind,
    template: await needs.documents.template(read.pack.manifest.document.template.id),
    data: read.data,
    attachments: read.pack.manifest.parts.map(({ name }) => name).filter((name) => name.startsWith('attachments/')),
    receivedOn: dayOf(now),
    levels: await needs.levels(),
    ...(await besideOf(needs.records, enterprise, read)),
  });

const tellReceived = (tx: Tx, filing: FilingRow, submission: string, actor: ActorRef, now: number): Promise<void> => {
  const payload: PackageReceived = {
    submission,
    filing: filing.id,
    enterprise: filing.enterprise,
    kind: filing.kind,
    template: filing.template,
    version: filing.version,
    at: new Date(now).toISOString(),
  };
  return tx.tell({ type: supervisionEvents.received, aggregate: filing.id, payload }, actor);
};

/** Takes a waiting package into its filing, gives it its number 收件号 and signs for it; one of nobody known stays waiting. */
export const takePackage =
  (needs: TakeNeeds): Take =>
  async (row, read, actor) => {
    const enterprise = await senderOf(needs, row);
    if (enterprise === undefined) return row;
    const now = needs.now();
    const [problems, signer] = await Promise.all([problemsOf(needs, enterprise.id, read, now), needs.signer()]);
    return needs.records.transaction(async (tx) => {
      const tables = tx.as<SupervisionTables>();
      const document = row.document ?? '';
      // Versions of one document come in one after the other.
      await sql`select pg_advisory_xact_lock(hashtextextended(${document}, 0))`.execute(tables);
      const current = tables.selectFrom(SUBMISSIONS).selectAll().where('id', '=', row.id).forUpdate();
      const standing = await current.executeTakeFirstOrThrow();
      if (standing.status !== 'waiting') return standing;
      const before = await tables
        .selectFrom(FILINGS)
        .selectAll()
        .where('document', '=', document)
        .forUpdate()
        .executeTakeFirst();
      if (before !== undefined && before.enterprise !== enterprise.id) throw supervisionError('supervision.not-yours');
      const filing =
        before === undefined
          ? await newFiling(tx, needs.newId(), enterprise.id, read, problems, now)
          : await nextVersion(tx, before, read, problems, now);
      const of = { manifest: read.manifestSm3, document, version: filing.version };
      const receipt = await signReceipt(signer, of, { kind: 'acceptance', number: filing.acceptance, note: '' }, now);
      const ids = { id: needs.newId(), filing: filing.id, submission: row.id };
      const taken = await tables
        .updateTable(SUBMISSIONS)
        .set({ filing: filing.id, status: 'received' })
        .where('id', '=', row.id)
        .returningAll()
        .executeTakeFirstOrThrow();
      await keepReceipt(tx, ids, receipt, actor.name, now);
      await writeStep(tx, filing, { action: 'receive', note: filing.acceptance }, actor, now);
      await tellReceived(tx, filing, row.id, actor, now);
      return taken;
    });
  };
