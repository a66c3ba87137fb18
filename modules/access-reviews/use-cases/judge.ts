import { findingCleared, findingsReported, type FindingReport } from '@chedun/governance/contract';
import type { OwnAccount } from '@chedun/identity/contract';
import { SYSTEM_ACTOR } from '@chedun/kernel';
import { jsonb, type Tx } from '@chedun/records';
import { findingsOf } from '../domain/finding.ts';
import { contextOf, countsOf, flagged, standing } from '../domain/judge.ts';
import { isCarriedOut } from '../domain/tasks.ts';
import { lock, peopleOf, readAccepted, readState, readSystem, tablesOf, type Needs } from '../store.ts';

const PART = 100;
const GONE = '最新采集或审查后已不存在 / Gone by the newest collection or review';

/** Tells what is wrong with a system now, and clears what is not any more. */
const report = async (tx: Tx, system: string, findings: readonly FindingReport[]): Promise<void> => {
  const tables = tablesOf(tx);
  const rows = await tables
    .selectFrom('access_reviews.reported')
    .select(['fingerprint', 'what'])
    .where('system', '=', system)
    .execute();
  const before = new Map(rows.map(({ fingerprint, what }) => [fingerprint, what]));
  const open = new Set(findings.map(({ fingerprint }) => fingerprint));
  const whatOf = ({ titleZh, facts }: FindingReport): string => JSON.stringify([titleZh, facts]);
  const told = findings.filter((each) => before.get(each.fingerprint) !== whatOf(each));
  for (let at = 0; at < told.length; at += PART) {
    const part = told.slice(at, at + PART);
    await tx.tell(
      { type: findingsReported, aggregate: `access-system:${system}`, payload: { findings: part } as never },
      SYSTEM_ACTOR,
    );
    await tables
      .insertInto('access_reviews.reported')
      .values(part.map((each) => ({ fingerprint: each.fingerprint, system, what: whatOf(each) })))
      .onConflict((on) => on.column('fingerprint').doUpdateSet(({ ref }) => ({ what: ref('excluded.what') })))
      .execute();
  }
  await clear(
    tx,
    [...before.keys()].filter((fingerprint) => !open.has(fingerprint)),
  );
};

/** Clears findings in the ledger. */
export const clear = async (tx: Tx, fingerprints: readonly string[]): Promise<void> => {
  for (const fingerprint of fingerprints) {
    await tx.tell(
      { type: findingCleared, aggregate: fingerprint, payload: { fingerprint, comment: GONE } },
      SYSTEM_ACTOR,
    );
    await tablesOf(tx).deleteFrom('access_reviews.reported').where('fingerprint', '=', fingerprint).execute();
  }
};

/** Says of every decision whether the newest collection shows it carried out; also of one that was, for accounts come back. */
export const verify = async (tx: Tx, id: string, at: Date): Promise<void> => {
  const { accounts, origin } = await readSystem(tx, id);
  const byName = new Map(accounts.map((account) => [account.name, account]));
  const tasks = await tablesOf(tx)
    .selectFrom('access_reviews.tasks')
    .select(['id', 'account', 'decision', 'roles', 'state', 'due_at'])
    .where('system', '=', id)
    .where('state', '!=', 'superseded')
    .execute();
  for (const task of tasks) {
    // CheDun is collected by itself at once and every night: people have their term to take roles away.
    const hasTerm = origin === 'own' && task.decision === 'reduce' && task.state === 'open' && task.due_at > at;
    const isDone = isCarriedOut(task, byName.get(task.account), origin);
    if (!isDone && hasTerm) continue;
    const state = isDone ? ('done' as const) : ('held' as const);
    if (state === task.state && state === 'done') continue;
    await tablesOf(tx)
      .updateTable('access_reviews.tasks')
      .set({ state, verified_at: at })
      .where('id', '=', task.id)
      .execute();
  }
};

/** Judges the newest collection of a system: counts its flags, tells and clears findings. */
export const judge = async (
  tx: Tx,
  { now }: Pick<Needs, 'now'>,
  id: string,
  own: readonly OwnAccount[],
): Promise<void> => {
  const [system, { settings, people }, accepted, held] = [
    await readSystem(tx, id),
    await readState(tx),
    await readAccepted(tx, id),
    await tablesOf(tx)
      .selectFrom('access_reviews.tasks')
      .select(['account', 'decision', 'decided_at'])
      .where('system', '=', id)
      .where('state', '=', 'held')
      .orderBy('decided_at')
      .limit(500)
      .execute(),
  ];
  const at = now();
  const context = contextOf(settings, { now: at, origin: system.origin, people: peopleOf(people, own) });
  const accounts = flagged(system.accounts, context, accepted);
  await tablesOf(tx)
    .updateTable('access_reviews.systems')
    .set({
      counts: jsonb(countsOf(accounts)),
      flagged: accounts.filter((account) => standing(account).length > 0).length,
    })
    .where('id', '=', id)
    .execute();
  const tasks = held.map(({ decided_at: decidedAt, ...task }) => ({ ...task, decidedAt }));
  await report(tx, id, findingsOf(system, accounts, tasks, at));
};

/** Judges every system again: accounts fall asleep and people leave without a collection. */
export const judgeAll = (needs: Needs) => async (): Promise<void> => {
  const own = await needs.identity.accounts();
  const systems = await tablesOf(needs.records).selectFrom('access_reviews.systems').select('id').execute();
  for (const { id } of systems)
    await needs.records.transaction(async (tx) => {
      await lock(tx);
      await judge(tx, needs, id, own);
    });
};
