import { findingCleared, findingsReported } from '@chedun/governance/contract';
import { dayOf, SYSTEM_ACTOR } from '@chedun/kernel';
import { toJsonText, type Tx } from '@chedun/records';
import { sql } from 'kysely';
import { findingOf, findingOfName, type Reportable } from '../domain/finding.ts';
import { problemsOf } from '../domain/judge.ts';
import { unknownAmong } from '../domain/names.ts';
import { isInUse, nextReviewOn } from '../domain/state.ts';
import { readKeys, readNames, readStates, tablesOf, type Known, type Needs } from '../store.ts';

const REPORTS = 100;
const PART = 1_000;
const MENDED = '已整改，或合作已结束 / Mended, or the relation has ended';

/** Which dossiers are judged; names without one are judged always. */
export type Scope = 'all' | readonly string[];

const parts = <T>(all: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, at) => all.slice(at * size, (at + 1) * size));

const readScope = async (tx: Tx, scope: Scope, today: string): Promise<readonly Known[]> => {
  const query = tablesOf(tx).selectFrom('suppliers.suppliers').selectAll();
  const rows = await (scope === 'all' ? query : query.where('id', 'in', [...scope])).execute();
  return readStates(tx, rows, today);
};

/** Tells what is new, said otherwise, or still there on another day; clears what is mended. */
const report = async (tx: Tx, found: readonly Reportable[], scope: Scope, now: number): Promise<void> => {
  const [tables, today, at] = [tablesOf(tx), dayOf(now), new Date(now).toISOString()];
  const query = tables.selectFrom('suppliers.reported').selectAll();
  const before = await (
    scope === 'all'
      ? query
      : query.where(({ or, eb }) => or([eb('supplier', 'in', [...scope]), eb('supplier', 'is', null)]))
  ).execute();
  const open = new Set(found.map(({ report: { fingerprint } }) => fingerprint));
  const gone = before.map(({ fingerprint }) => fingerprint).filter((fingerprint) => !open.has(fingerprint));
  for (const fingerprint of gone)
    await tx.tell(
      { type: findingCleared, aggregate: fingerprint, payload: { fingerprint, comment: MENDED } },
      SYSTEM_ACTOR,
    );
  if (gone.length > 0)
    await tables
      .deleteFrom('suppliers.reported')
      .where(({ eb, fn, val }) => eb('fingerprint', '=', fn.any(val(gone))))
      .execute();
  const told = new Map(before.map((each) => [each.fingerprint, `${each.reported_on} ${each.words}`]));
  const wordsOf = ({ report: { severity, titleZh } }: Reportable): string => `${severity} ${titleZh ?? ''}`;
  const news = found.filter((each) => told.get(each.report.fingerprint) !== `${today} ${wordsOf(each)}`);
  for (const part of parts(news, REPORTS)) {
    const findings = part.map((each) => ({ ...each.report, firstSeen: at, lastSeen: at, receivedAt: at }));
    await tx.tell({ type: findingsReported, aggregate: 'suppliers', payload: { findings } as never }, SYSTEM_ACTOR);
    await tables
      .insertInto('suppliers.reported')
      .values(
        part.map((each) => ({
          fingerprint: each.report.fingerprint,
          supplier: each.supplier,
          words: wordsOf(each),
          reported_on: today,
        })),
      )
      .onConflict((on) =>
        on.column('fingerprint').doUpdateSet(({ ref }) => {
          return { words: ref('excluded.words'), reported_on: ref('excluded.reported_on') };
        }),
      )
      .execute();
  }
};

/** Keeps with each dossier what is wrong, so that lists can be filtered by it. */
const keepVerdicts = async (
  tx: Tx,
  judged: readonly { readonly known: Known; readonly problems: readonly string[] }[],
): Promise<void> => {
  const verdicts = judged.flatMap(({ known: { row, state }, problems }) => {
    const next = isInUse(state) ? nextReviewOn(state) : null;
    const isSame = next === row.next_review_on && problems.join() === row.problems.join();
    return isSame ? [] : [{ id: row.id, next, problems: [...problems] }];
  });
  for (const part of parts(verdicts, PART))
    await sql`update suppliers.suppliers as supplier set next_review_on = verdict.next,
        problems = array(select jsonb_array_elements_text(verdict.problems))
      from jsonb_to_recordset(${toJsonText(part)}::jsonb) as verdict(id uuid, next date, problems jsonb)
      where supplier.id = verdict.id`.execute(tablesOf(tx));
};

/** Judges dossiers and names, keeps what is wrong, and tells it to the ledger of findings. Inside `lock`. */
export const judge = async (
  tx: Tx,
  { now }: Pick<Needs, 'now'>,
  scope: Scope,
): Promise<{ readonly unknown: number }> => {
  const at = now();
  const today = dayOf(at);
  const judged = (await readScope(tx, scope, today)).map((known) => ({ known, found: problemsOf(known.state) }));
  await keepVerdicts(
    tx,
    judged.map(({ known, found }) => ({ known, problems: [...new Set(found.map(({ kind }) => kind))] })),
  );
  const unknown = unknownAmong(await readNames(tx), new Set((await readKeys(tx)).keys()));
  const findings = [
    ...judged.flatMap(({ known: { row }, found }) => found.map((problem) => findingOf(row, problem))),
    ...unknown.map(findingOfName),
  ];
  const once = [...new Map(findings.map((each) => [each.report.fingerprint, each])).values()];
  await report(tx, once, scope, at);
  if (scope === 'all') await tablesOf(tx).updateTable('suppliers.state').set({ judged_on: today }).execute();
  return { unknown: unknown.length };
};
