import type { DocumentsAsks } from '@chedun/documents/contract';
import { readPackage, readReceipt } from '@chedun/exchange';
import type { Records } from '@chedun/records';
import { actionsIn, filingKind, type Action } from '@chedun/review';
import type { Filing } from '../contract.ts';
import type { Form } from '../domain/rule.ts';
import { showForm } from '../domain/show-form.ts';
import { supervisionError } from '../errors.ts';
import { SUBMISSIONS, type SubmissionRow } from '../store.ts';
import type { SupervisionTables } from '../tables.ts';
import { dataOf } from '../use-cases/read-in.ts';
import { filingLine, type ReadNeeds } from './filings.ts';

interface Needs extends ReadNeeds {
  readonly documents: Pick<DocumentsAsks, 'template'>;
  readonly stored: (row: Pick<SubmissionRow, 'id' | 'package_sm3'>) => Promise<Uint8Array>;
}

/** Steps that follow from something else and are no buttons. */
const BY_THEMSELVES: readonly Action[] = ['receive', 'supersede'];

const versionsOf = (records: Pick<Records, 'read'>, id: string): Promise<SubmissionRow[]> =>
  records
    .read<SupervisionTables>()
    .selectFrom(SUBMISSIONS)
    .selectAll()
    .where('filing', '=', id)
    .where('status', '=', 'received')
    .orderBy('version', 'desc')
    .limit(200)
    .execute();

const receiptsOf = async (records: Pick<Records, 'read'>, id: string): Promise<Filing['receipts']> => {
  const rows = await records
    .read<SupervisionTables>()
    .selectFrom('supervision.receipts')
    .selectAll()
    .where('filing', '=', id)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(500)
    .execute();
  return rows.map((row) => {
    const { content } = readReceipt(new Uint8Array(row.body));
    const { id: receipt, kind, number, at, by_name: by } = row;
    const { note, document } = content;
    return { id: receipt, kind, number, note, at: at.toISOString(), by, version: document.version };
  });
};

const linesOf = async (records: Pick<Records, 'read'>, id: string) => {
  const db = records.read<SupervisionTables>();
  const [items, opinions, votes, steps] = await Promise.all([
    db.selectFrom('supervision.items').selectAll().where('filing', '=', id).orderBy('round').orderBy('place').execute(),
    db.selectFrom('supervision.opinions').selectAll().where('filing', '=', id).orderBy('at').orderBy('id').execute(),
    db.selectFrom('supervision.votes').selectAll().where('filing', '=', id).orderBy('at').orderBy('id').execute(),
    db.selectFrom('supervision.steps').selectAll().where('filing', '=', id).orderBy('id').limit(1_000).execute(),
  ]);
  return {
    items: items.map(({ filing: _filing, place: _place, was: _was, ...item }) => item),
    opinions: opinions.map((each) => ({
      office: each.office,
      agrees: each.agrees,
      by: each.by_name,
      text: each.text,
      at: each.at.toISOString(),
      round: each.round,
    })),
    votes: votes.map(({ filing: _filing, round: _round, by_name: _by, at, ...vote }) => ({
      ...vote,
      at: at.toISOString(),
    })),
    steps: steps.map((each) => ({
      at: each.at.toISOString(),
      by: each.by_name,
      action: each.action,
      note: each.note,
      version: each.version,
    })),
  };
};

const formBefore = async ({ stored }: Needs, versions: readonly SubmissionRow[]): Promise<Form | undefined> => {
  const before = versions[1];
  return before === undefined ? undefined : dataOf(readPackage(await stored(before)));
};

/** A filing with everything that a reviewer looks at. Throws `supervision.unknown`. */
export const readFiling =
  (needs: Needs) =>
  async (id: string): Promise<Filing> => {
    const found = await filingLine(needs)(id);
    if (found === undefined) throw supervisionError('supervision.unknown');
    const { row, line } = found;
    const [versions, template, receipts, lines] = await Promise.all([
      versionsOf(needs.records, id),
      needs.documents.template(row.template),
      receiptsOf(needs.records, id),
      linesOf(needs.records, id),
    ]);
    const kind = filingKind(row.kind);
    const parts = versions[0]?.parts ?? [];
    return {
      filing: line,
      basis: { title: template.basis, isVerified: template.basisStatus === 'verified' },
      experts: kind.experts,
      offices: [...kind.offices],
      supplementDays: kind.supplementDays,
      sections: showForm(template, row.data, await formBefore(needs, versions)),
      attachments: parts.filter(({ name }) => name.startsWith('attachments/')),
      problems: row.problems,
      receipts,
      versions: versions.map((each) => ({
        version: each.version,
        at: each.received_at.toISOString(),
        manifestSm3: each.manifest_sm3,
        signer: each.signer_subject,
        bytes: each.bytes,
      })),
      ...lines,
      actions: actionsIn(row.state, 'authority').filter((action) => !BY_THEMSELVES.includes(action)),
    };
  };
