import { buildReceipt, type ReceiptContent } from '@chedun/exchange';
import type { ActorRef } from '@chedun/kernel';
import { toText, type Records, type Tx } from '@chedun/records';
import type { CaseFacts } from '@chedun/review';
import { sql, type Selectable } from 'kysely';
import { supervisionError } from './errors.ts';
import type { ReceiptSigner } from './signer.ts';
import type { SupervisionTables } from './tables.ts';

export const FILINGS = 'supervision.filings';
export const SUBMISSIONS = 'supervision.submissions';

export type FilingRow = Selectable<SupervisionTables['supervision.filings']>;
export type SubmissionRow = Selectable<SupervisionTables['supervision.submissions']>;
export type EnterpriseRow = Selectable<SupervisionTables['supervision.enterprises']>;

/** What changes stand on. */
export interface StoreNeeds {
  readonly records: Records;
  readonly now: () => number;
  readonly newId: () => string;
}

/** A filing, locked until the transaction ends. Throws `supervision.unknown`. */
export const lockFiling = async (tx: Tx, id: string): Promise<FilingRow> => {
  const query = tx.as<SupervisionTables>().selectFrom(FILINGS).selectAll().where('id', '=', id).forUpdate();
  const row = await query.executeTakeFirst();
  if (row === undefined) throw supervisionError('supervision.unknown');
  return row;
};

/** The submission of a version. Throws `supervision.unknown`. */
export const submissionOf = async (
  records: Pick<Records, 'read'>,
  filing: string,
  version: number,
): Promise<SubmissionRow> => {
  const query = records.read<SupervisionTables>().selectFrom(SUBMISSIONS).selectAll();
  const row = await query.where('filing', '=', filing).where('version', '=', version).executeTakeFirst();
  if (row === undefined) throw supervisionError('supervision.unknown');
  return row;
};

/** The next number of a prefix and year, such as `DJ-2026-0007`; taken back with its transaction. */
export const nextNumber = async (tx: Tx, prefix: string, year: number): Promise<string> => {
  const row = await tx
    .as<SupervisionTables>()
    .insertInto('supervision.numbers')
    .values({ prefix, year, last: 1 })
    .onConflict((on) => on.columns(['prefix', 'year']).doUpdateSet({ last: sql`numbers.last + 1` }))
    .returning('last')
    .executeTakeFirstOrThrow();
  return `${prefix}-${year}-${String(row.last).padStart(4, '0')}`;
};

/** Adds a line to the course of a filing, and to the audit trail. */
export const writeStep = async (
  tx: Tx,
  filing: Pick<FilingRow, 'id' | 'version'>,
  step: { readonly action: SupervisionTables['supervision.steps']['action']; readonly note: string },
  actor: ActorRef,
  at: number,
): Promise<void> => {
  const { action, note } = step;
  await tx
    .as<SupervisionTables>()
    .insertInto('supervision.steps')
    .values({
      filing: filing.id,
      version: filing.version,
      action,
      note: toText(note),
      at: new Date(at),
      by_name: actor.name,
    })
    .execute();
  const target = { kind: 'supervision-filing', id: filing.id };
  await tx.audit({ actor, action: 'supervision.step', target, outcome: 'done', after: { action, note } });
};

/** What the machine looks at: everything of the round under way. */
export const factsOf = async (records: Pick<Records, 'read'>, { id, rounds }: FilingRow): Promise<CaseFacts> => {
  const tables = records.read<SupervisionTables>();
  const [items, opinions, votes] = await Promise.all([
    tables.selectFrom('supervision.items').select('answer').where('filing', '=', id).execute(),
    tables
      .selectFrom('supervision.opinions')
      .select(['office', 'account', 'agrees'])
      .where('filing', '=', id)
      .where('round', '=', rounds)
      .orderBy('at')
      .orderBy('id')
      .execute(),
    tables
      .selectFrom('supervision.votes')
      .select('vote')
      .where('filing', '=', id)
      .where('round', '=', rounds)
      .execute(),
  ]);
  return {
    authors: [],
    openProblems: 0,
    openItems: items.filter(({ answer }) => answer === 'open').length,
    opinions,
    votes: {
      for: votes.filter(({ vote }) => vote === 'for').length,
      against: votes.filter(({ vote }) => vote === 'against').length,
    },
  };
};

/** A receipt that is signed and waits for its transaction. */
export interface MadeReceipt {
  readonly kind: ReceiptContent['kind'];
  readonly number: string;
  readonly body: Uint8Array;
}

type ReceiptWords = Pick<ReceiptContent, 'kind' | 'number' | 'note' | 'supplement'>;

/** Signs a receipt for a version; takes milliseconds, so outside of transactions where it can be. */
export const signReceipt = async (
  signer: ReceiptSigner,
  of: { readonly manifest: string; readonly document: string; readonly version: number },
  words: ReceiptWords,
  now: number,
): Promise<MadeReceipt> => {
  const content: ReceiptContent = {
    manifestSm3: of.manifest,
    document: { id: of.document, version: of.version },
    receiver: signer.name,
    receivedAt: new Date(now).toISOString(),
    ...words,
  };
  return { kind: words.kind, number: words.number, body: await buildReceipt(content, signer.at(now)) };
};

/** Keeps a receipt for good. */
export const keepReceipt = async (
  tx: Tx,
  of: { readonly id: string; readonly filing: string; readonly submission: string },
  receipt: MadeReceipt,
  by: string,
  at: number,
): Promise<void> => {
  const { kind, number, body } = receipt;
  await tx
    .as<SupervisionTables>()
    .insertInto('supervision.receipts')
    .values({ ...of, kind, number, body, at: new Date(at), by_name: by })
    .execute();
};
