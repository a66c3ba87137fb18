import { findingCleared, findingsReported } from '@chedun/governance/contract';
import { SYSTEM_ACTOR } from '@chedun/kernel';
import type { Tx } from '@chedun/records';
import { sql } from 'kysely';
import { findingsOf, standings } from '../domain/standing.ts';
import { readKnown } from '../read-model.ts';
import type { ExposureTables } from '../tables.ts';

const PART = 100;
const MENDED = '已获批准，或复测未再开放 / Approved, or not open any more';

/** Tells what is open without approval, and clears what is not any more. */
export const judge = async (tx: Tx, now: number): Promise<void> => {
  const tables = tx.as<ExposureTables>();
  // One at a time, so that what another transaction approves or sees meanwhile is judged by whoever comes last.
  await sql`lock table exposure.reported in share row exclusive mode`.execute(tables);
  const findings = findingsOf(standings(await readKnown(tx, now)), now);
  const rows = await tables.selectFrom('exposure.reported').select('fingerprint').execute();
  const before = new Set(rows.map(({ fingerprint }) => fingerprint));
  const open = new Set(findings.map(({ fingerprint }) => fingerprint));
  for (const fingerprint of [...before].filter((each) => !open.has(each))) {
    await tx.tell(
      { type: findingCleared, aggregate: fingerprint, payload: { fingerprint, comment: MENDED } },
      SYSTEM_ACTOR,
    );
    await tables.deleteFrom('exposure.reported').where('fingerprint', '=', fingerprint).execute();
  }
  const news = findings.filter(({ fingerprint }) => !before.has(fingerprint));
  for (let at = 0; at < news.length; at += PART) {
    const part = news.slice(at, at + PART);
    await tx.tell(
      { type: findingsReported, aggregate: 'exposure', payload: { findings: part } as never },
      SYSTEM_ACTOR,
    );
    await tables
      .insertInto('exposure.reported')
      .values(part.map(({ fingerprint }) => ({ fingerprint })))
      .onConflict((on) => on.doNothing())
      .execute();
  }
};
