import { personIdOf, type ActorRef } from '@chedun/kernel';
import type { Records } from '@chedun/records';
import type { Enterprise, ExchangeAnswer, Submission } from '../contract.ts';
import { supervisionError } from '../errors.ts';
import { SUBMISSIONS, type SubmissionRow } from '../store.ts';
import type { SupervisionTables } from '../tables.ts';
import type { ReadNeeds } from './filings.ts';

const MOST = 200;
const MOST_ENTERPRISES = 2_000;

/** A package for lists. */
export const submissionLine = (row: SubmissionRow): Submission => ({
  id: row.id,
  status: row.status,
  reason: row.reason,
  via: row.via,
  issuer: row.issuer,
  title: { zh: row.title_zh, en: row.title_en },
  template: row.template,
  version: row.version,
  manifestSm3: row.manifest_sm3,
  signer: { sm3: row.signer_sm3, subject: row.signer_subject },
  account: row.account_name,
  bytes: row.bytes,
  receivedAt: row.received_at.toISOString(),
});

/** Packages that wait for a person, or were refused; newest first, at most 200. */
export const listSubmissions =
  ({ records }: Pick<ReadNeeds, 'records'>) =>
  async (status: 'waiting' | 'refused'): Promise<Submission[]> => {
    const query = records.read<SupervisionTables>().selectFrom(SUBMISSIONS).selectAll().where('status', '=', status);
    return (await query.orderBy('received_at', 'desc').limit(MOST).execute()).map(submissionLine);
  };

/** Enterprises by name, at most 2,000. */
export const listEnterprises =
  ({ records }: Pick<ReadNeeds, 'records'>) =>
  async (): Promise<Enterprise[]> => {
    const db = records.read<SupervisionTables>();
    const [rows, certificates, counts] = await Promise.all([
      db.selectFrom('supervision.enterprises').selectAll().orderBy('name').limit(MOST_ENTERPRISES).execute(),
      db.selectFrom('supervision.certificates').selectAll().orderBy('confirmed_at').execute(),
      db
        .selectFrom('supervision.filings')
        .select(({ fn }) => [
          'enterprise',
          fn.countAll<number>().as('filings'),
          fn.count<number>('number').as('numbered'),
          fn.max('received_at').as('last'),
        ])
        .groupBy('enterprise')
        .execute(),
    ]);
    const byFirm = Map.groupBy(certificates, ({ enterprise }) => enterprise);
    const counted = new Map(counts.map((each) => [each.enterprise, each]));
    return rows.map((row) => ({
      id: row.id,
      name: row.name,
      creditCode: row.credit_code,
      province: row.province,
      licence: row.licence,
      contact: row.contact,
      account: row.account_name,
      certificates: (byFirm.get(row.id) ?? []).map((each) => ({
        sm3: each.sm3,
        subject: each.subject,
        confirmedAt: each.confirmed_at.toISOString(),
        confirmedBy: each.confirmed_by,
      })),
      filings: counted.get(row.id)?.filings ?? 0,
      numbered: counted.get(row.id)?.numbered ?? 0,
      lastAt: counted.get(row.id)?.last.toISOString() ?? null,
    }));
  };

/** Id of the enterprise that an account hands in for. */
export const enterpriseOf = async (records: Pick<Records, 'read'>, account: string): Promise<string | undefined> => {
  const query = records.read<SupervisionTables>().selectFrom('supervision.enterprises').select('id');
  return (await query.where('account', '=', account).executeTakeFirst())?.id;
};

/** What the sender of a package hears: state, and every receipt for it so far. */
export const exchangeAnswer =
  ({ records }: Pick<ReadNeeds, 'records'>) =>
  async (row: SubmissionRow): Promise<ExchangeAnswer> => {
    const db = records.read<SupervisionTables>();
    const [filing, receipts] = await Promise.all([
      row.filing === null
        ? undefined
        : db.selectFrom('supervision.filings').select('state').where('id', '=', row.filing).executeTakeFirst(),
      db
        .selectFrom('supervision.receipts')
        .select('body')
        .where('submission', '=', row.id)
        .orderBy('at')
        .orderBy('id')
        .limit(500)
        .execute(),
    ]);
    return {
      submission: row.id,
      manifestSm3: row.manifest_sm3,
      state: filing?.state ?? 'waiting',
      receipts: receipts.map(({ body }) => Buffer.from(body).toString('base64')),
    };
  };

/** What became of a package of the caller; of another's nothing is told. Throws `supervision.unknown`, `supervision.package-refused`. */
export const ownSubmission =
  ({ records }: Pick<ReadNeeds, 'records'>) =>
  async (manifestSm3: string, actor: ActorRef): Promise<SubmissionRow> => {
    const account = personIdOf(actor);
    const db = records.read<SupervisionTables>();
    const rows = await db
      .selectFrom(SUBMISSIONS)
      .leftJoin('supervision.filings as filing', 'filing.id', 'supervision.submissions.filing')
      .selectAll('supervision.submissions')
      .select('filing.enterprise as enterprise')
      .where('manifest_sm3', '=', manifestSm3)
      .orderBy('supervision.submissions.received_at', 'desc')
      .limit(20)
      .execute();
    const enterprise = await enterpriseOf(records, account);
    const mine = rows.filter((row) =>
      row.enterprise === null ? row.account === account : enterprise !== undefined && row.enterprise === enterprise,
    );
    const found = mine.find(({ status }) => status !== 'refused') ?? mine[0];
    if (found === undefined) throw supervisionError('supervision.unknown');
    if (found.status === 'refused') throw supervisionError('supervision.package-refused', { reason: found.reason });
    return found;
  };
