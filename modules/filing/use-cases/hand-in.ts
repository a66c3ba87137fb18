import type { DeadlineAsks } from '@chedun/deadline-ledger/contract';
import type { DocumentsAsks } from '@chedun/documents/contract';
import type { ActorRef } from '@chedun/kernel';
import type { Keys } from '@chedun/keys';
import { jsonb } from '@chedun/records';
import type { z } from 'zod';
import { caseNow } from '../case-data.ts';
import type { ExchangeInput, ExchangeTest, SubmitBody } from '../contract.ts';
import { answersText, openProblems } from '../domain/form.ts';
import { filingError } from '../errors.ts';
import { auditOf, bytesOf, caseRow, lockCase, type CaseRow } from '../store.ts';
import type { FilingTables } from '../tables.ts';
import { needUrl, type Endpoint, type Transport } from '../transport.ts';
import { historyLine, needStep, type PrepareNeeds } from './prepare.ts';
import { takeReceipt } from './take-receipt.ts';

export type HandInNeeds = Omit<PrepareNeeds, 'deadlines'> & {
  readonly deadlines: Pick<DeadlineAsks, 'of' | 'withdraw' | 'stop' | 'start'>;
  readonly documents: Pick<DocumentsAsks, 'issue' | 'packageOf' | 'receipt'>;
  readonly keys: Pick<Keys, 'seal' | 'open' | 'ensure'>;
  readonly transport: Transport;
};

/** The key under which the token is sealed. */
const KEY = 'filing-exchange';

/** Makes the next version of the document, signed; the case keeps what it was signed from. */
const sign =
  (needs: HandInNeeds) =>
  async (id: string, actor: ActorRef): Promise<void> => {
    const row = await caseRow(needs.records, id);
    const now = await caseNow(needs, row);
    needStep(row, 'sign', actor, openProblems(now.problems));
    const labels = new Map(
      now.template.sections.flatMap(({ fields }) => fields.map((each) => [each.name, each.label.zh])),
    );
    const answers = answersText(row.items, now.problems, (field) => labels.get(field) ?? field);
    const topology = now.unit?.row.topology ?? null;
    const attachments = [
      ...(topology === null ? [] : [{ name: topology.name, bytes: await bytesOf(needs.blobs, topology) }]),
      ...(answers === '' ? [] : [{ name: 'answers.txt', bytes: new TextEncoder().encode(answers) }]),
    ];
    const issued = await needs.documents.issue({
      template: row.template,
      title: { zh: row.title, en: `${now.template.title.en}: ${now.unit?.row.name ?? row.title}`.slice(0, 200) },
      subject: { kind: 'filing-case', id },
      data: now.data,
      attachments,
      actor,
    });
    await needs.records.transaction(async (tx) => {
      const locked = await lockCase(tx, id);
      const state = needStep(locked, 'sign', actor);
      const note = `第 ${issued.version} 版`;
      const values = {
        state,
        document: issued.id,
        versions: jsonb([...locked.versions, { version: issued.version, sm3: issued.sm3 }]),
        base: jsonb({ ...locked.base, ...now.data }),
        signed_facts: now.unit === undefined ? null : jsonb(now.unit.facts),
        history: jsonb([...locked.history, historyLine(needs.clock.now(), actor, 'sign', note)]),
      };
      await tx.as<FilingTables>().updateTable('filing.cases').set(values).where('id', '=', id).execute();
      await tx.audit(auditOf(actor, 'case-signed', 'filing-case', id, { version: issued.version, sm3: issued.sm3 }));
    });
  };

/** Address and token of the other side. Throws `filing.exchange-unset`. */
export const endpointOf = async ({ records, keys }: Pick<HandInNeeds, 'records' | 'keys'>): Promise<Endpoint> => {
  const row = await records.read<FilingTables>().selectFrom('filing.exchange').selectAll().executeTakeFirst();
  if (row === undefined || row.token === null) throw filingError('filing.exchange-unset');
  return { url: row.url, token: Buffer.from(await keys.open(KEY, row.token, 'exchange')).toString('utf8') };
};

/** Nothing is handed in late without a word about why. */
const needReason = ({ clock }: HandInNeeds, { clock_due: due, submitted_at: at }: CaseRow, reason: string): void => {
  if (due !== null && at === null && due.getTime() < clock.now() && reason === '')
    throw filingError('filing.late', { field: 'lateReason' });
};

const markSubmitted = (needs: HandInNeeds, id: string, body: z.output<typeof SubmitBody>, actor: ActorRef) =>
  needs.records.transaction(async (tx) => {
    const row = await lockCase(tx, id);
    const now = needs.clock.now();
    const values = {
      state: needStep(row, 'submit', actor),
      channel: body.channel,
      submitted_at: row.submitted_at ?? new Date(now),
      late_reason: body.lateReason === '' ? row.late_reason : body.lateReason,
      supplement_due: null,
      history: jsonb([
        ...row.history,
        historyLine(now, actor, 'submit', body.channel === 'network' ? '网络对接' : '文件'),
      ]),
    };
    await tx.as<FilingTables>().updateTable('filing.cases').set(values).where('id', '=', id).execute();
    await tx.audit(auditOf(actor, 'case-submitted', 'filing-case', id, { channel: body.channel }));
  });

/** Hands the signed package to the other side, or notes that it went as a file. */
const submit =
  (needs: HandInNeeds) =>
  async (id: string, body: z.output<typeof SubmitBody>, actor: ActorRef): Promise<void> => {
    const row = await caseRow(needs.records, id);
    needStep(row, 'submit', actor);
    needReason(needs, row, body.lateReason);
    const version = row.versions.at(-1)?.version ?? 0;
    if (body.channel === 'file') return markSubmitted(needs, id, body, actor);
    const endpoint = await endpointOf(needs);
    const pack = await needs.documents.packageOf(row.document ?? '', version);
    const answer = await needs.transport.hand(endpoint, pack);
    await markSubmitted(needs, id, body, actor);
    for (const receipt of answer.receipts) await takeReceipt(needs)(id, Buffer.from(receipt, 'base64'), actor);
  };

const saveExchange =
  ({ records, keys }: HandInNeeds) =>
  async (input: z.output<typeof ExchangeInput>, actor: ActorRef): Promise<void> => {
    const url = needUrl(input.url);
    await keys.ensure(KEY, 'aes-256-gcm');
    const token =
      input.token === undefined ? undefined : Buffer.from(await keys.seal(KEY, Buffer.from(input.token), 'exchange'));
    await records.transaction(async (tx) => {
      const change = {
        url,
        ...(token === undefined ? {} : { token }),
        ...(input.forgetSigner ? { signer: '' } : {}),
        last_problem: '',
      };
      await tx
        .as<FilingTables>()
        .insertInto('filing.exchange')
        .values({ id: 1, token: null, ...change })
        .onConflict((on) => on.column('id').doUpdateSet(change))
        .execute();
      const after = { url, tokenReplaced: token !== undefined, signerForgotten: input.forgetSigner };
      await tx.audit(auditOf(actor, 'exchange-saved', 'filing-exchange', '1', after));
    });
  };

const NOBODYS = '0'.repeat(64);

/** Asks the other side for a package that nobody has: reached when it answers that it knows none. */
const testExchange = (needs: HandInNeeds) => async (): Promise<z.infer<typeof ExchangeTest>> => {
  try {
    await needs.transport.look(await endpointOf(needs), NOBODYS);
    return { reached: true, problem: '' };
  } catch (error) {
    const reason = error instanceof Error && 'detail' in error ? (error.detail as { reason?: string }).reason : '';
    return { reached: false, problem: reason ?? '' };
  }
};

/** Signature, submission, exchange. */
export const handInUseCases = (needs: HandInNeeds) => ({
  sign: sign(needs),
  submit: submit(needs),
  saveExchange: saveExchange(needs),
  testExchange: testExchange(needs),
});
