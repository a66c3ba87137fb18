import type { DeadlineAsks } from '@chedun/deadline-ledger/contract';
import type { DocumentsAsks } from '@chedun/documents/contract';
import type { ActorRef } from '@chedun/kernel';
import { jsonb, toText } from '@chedun/records';
import { atLeast } from '@chedun/regulations';
import type { z } from 'zod';
import type { Report, ReportOrder, SubmittedQuery } from '../contract.ts';
import { firstReportGaps, reportData, templateOf } from '../domain/report-data.ts';
import { incidentError } from '../errors.ts';
import { reportsOf, sourceOf } from '../read-parts.ts';
import { lockRow, readRow, write, type IncidentRow, type StoreNeeds } from '../store.ts';
import type { IncidentTables } from '../tables.ts';

/** What reports stand on. */
export interface ReportNeeds extends StoreNeeds {
  readonly clocks: DeadlineAsks;
  readonly documents: DocumentsAsks;
}
type Order = z.output<typeof ReportOrder>;

const NAMES = {
  miit: {
    first: '网络安全突发事件报告（初报）',
    followup: '网络安全突发事件报告（续报）',
    final: '网络安全突发事件总结报告',
  },
  cac: { first: '网络安全事件报告（首次）', followup: '网络安全事件报告（补报）', final: '网络安全事件处置总结报告' },
} as const;
const ENGLISH = { first: 'first report', followup: 'follow-up', final: 'summary' } as const;
/** Clocks that a report ends once it was handed in. */
const CLOCKS: Readonly<Record<Order['regime'], Readonly<Record<Order['kind'], readonly string[]>>>> = {
  miit: { first: ['NET-1'], followup: [], final: ['NET-3'] },
  cac: { first: ['CAC-1', 'CAC-2', 'CAC-3'], followup: [], final: ['CAC-4'] },
};

/** Whether this report is the turn: the CAC hears from 较大 on, follow-ups after the first, summaries after the end. */
const needOwed = (row: IncidentRow, { regime, kind }: Order, issued: readonly Report[]): void => {
  const before = issued.filter((report) => report.regime === regime);
  const cacOwed = regime === 'miit' || atLeast(row.grading.cac.level, '较大') || before.length > 0;
  const turn =
    kind === 'first' ||
    (kind === 'followup' ? before.some((report) => report.kind === 'first') : row.response_ended_at !== null);
  if (!cacOwed || !turn) throw incidentError('incidents.not-owed', { field: `${regime}-${kind}` });
};

/** Issues a report as a signed document. Handing it in is what people do; see {@link recordSubmission}. */
export const issueReport =
  (needs: ReportNeeds) =>
  async (id: string, order: Order, actor: ActorRef): Promise<void> => {
    const row = await readRow(needs.records, id);
    const issued = await reportsOf(needs.records, id);
    needOwed(row, order, issued);
    const { regime, kind } = order;
    const ordinal = issued.filter((each) => each.regime === regime && each.kind === kind).length + 1;
    const source = await sourceOf(needs, row, ordinal);
    const gaps = kind === 'first' ? firstReportGaps(source, regime, await needs.rules()) : { missing: [], later: [] };
    if (gaps.missing.length > 0) throw incidentError('incidents.not-ready', { missing: gaps.missing.join('、') });
    const data = reportData(source, regime, kind);
    const title = NAMES[regime][kind];
    const document = await needs.documents.issue({
      template: templateOf(regime, kind),
      title: { zh: `${title} ${row.number}`, en: `${ENGLISH[kind]} ${regime.toUpperCase()} ${row.number}` },
      subject: { kind: 'incident', id: kind === 'followup' ? `${id}-${ordinal}` : id },
      data,
      actor,
    });
    const at = needs.now();
    await needs.records.transaction(async (tx) => {
      await lockRow(tx, id);
      await tx
        .as<IncidentTables>()
        .insertInto('incidents.reports')
        .values({
          id: needs.newId(),
          incident: id,
          regime,
          kind,
          number: ordinal,
          document: document.id,
          version: document.version,
          sm3: document.sm3,
          data: jsonb(data),
          open_items: [...gaps.later],
          issued_at: new Date(at),
          issued_by: actor.name,
        })
        .execute();
      const later = gaps.later.length === 0 ? '' : `；待补报：${gaps.later.join('、')}`;
      const text = `签发${title}（第 ${ordinal} 次）${later}`;
      await write(tx, id, { kind: 'report', text, detail: { regime, report: kind, sm3: document.sm3 } }, actor, at);
    });
  };

const reportOf = async ({ records }: ReportNeeds, incident: string, id: string) => {
  const query = records.read<IncidentTables>().selectFrom('incidents.reports').selectAll();
  const row = await query.where('id', '=', id).where('incident', '=', incident).executeTakeFirst();
  if (row === undefined) throw incidentError('incidents.unknown-report');
  return row;
};

type Submission = z.output<typeof SubmittedQuery> & { readonly bytes: Uint8Array };

/** Ends the clocks of a report that was handed in; the receipt is kept with them. */
const endClocks = async (
  { clocks }: ReportNeeds,
  incident: string,
  rules: readonly string[],
  { receiver, submittedAt, explanation, fileName, bytes }: Submission,
  actor: ActorRef,
): Promise<void> => {
  for (const { id, state, rule } of await clocks.of({ kind: 'incident', id: incident })) {
    if (state !== 'running' || !rules.includes(rule.id)) continue;
    const receipt = bytes.length === 0 ? {} : { receipt: { name: fileName, bytes } };
    await clocks.stop(id, { submittedAt, receiver, explanation, actor, ...receipt });
  }
};

/** Records that a report was handed in, by whom it was received, with the receipt. */
export const recordSubmission =
  (needs: ReportNeeds) =>
  async (id: string, report: string, given: Submission, actor: ActorRef): Promise<void> => {
    const now = needs.now();
    const { receiver, submittedAt, fileName, bytes } = given;
    if (Date.parse(submittedAt) > now) throw incidentError('incidents.in-future', { field: 'submittedAt' });
    const row = await reportOf(needs, id, report);
    await endClocks(needs, id, CLOCKS[row.regime][row.kind], given, actor);
    if (bytes.length > 0)
      await needs.documents.receipt(row.document, {
        version: row.version,
        kind: 'acceptance',
        receiver,
        number: '',
        receivedAt: submittedAt,
        fileName: fileName === '' ? 'receipt' : fileName,
        bytes,
        actor,
      });
    await needs.records.transaction(async (tx) => {
      await lockRow(tx, id);
      const values = { submitted_at: new Date(submittedAt), receiver: toText(receiver) };
      await tx.as<IncidentTables>().updateTable('incidents.reports').set(values).where('id', '=', report).execute();
      const text = `已报送 ${receiver}：${NAMES[row.regime][row.kind]}`;
      const detail = { regime: row.regime, report: row.kind };
      await write(tx, id, { kind: 'submitted', text, at: Date.parse(submittedAt), detail }, actor, now);
    });
  };
