import { toJsonText, type Records, type Tx } from '@chedun/records';
import { sql, type Selectable } from 'kysely';
import type { CheckResult } from '@chedun/module';
import type { Evidence } from './contract.ts';
import type { PostureTables } from './tables.ts';

type Row = Selectable<PostureTables['posture.evidence']>;

const present = (row: Row): Evidence => ({
  id: row.id,
  checkId: row.check_id,
  outcome: row.outcome,
  summary: { zh: row.summary_zh, en: row.summary_en },
  facts: Object.entries(row.facts).map(([name, value]) => ({
    name,
    value: typeof value === 'string' ? value : JSON.stringify(value),
  })),
  at: row.at.toISOString(),
  expiresAt: row.expires_at.toISOString(),
});

/** Adds the evidence of one run. */
export const addEvidence = async (
  tx: Tx,
  evidence: {
    readonly id: string;
    readonly checkId: string;
    readonly result: CheckResult;
    readonly at: Date;
    readonly expiresAt: Date;
  },
): Promise<void> => {
  const { result } = evidence;
  await tx
    .as<PostureTables>()
    .insertInto('posture.evidence')
    .values({
      id: evidence.id,
      check_id: evidence.checkId,
      outcome: result.outcome,
      summary_zh: result.summary.zh,
      summary_en: result.summary.en,
      facts: sql`${toJsonText(result.facts)}::jsonb` as never,
      at: evidence.at,
      expires_at: evidence.expiresAt,
    })
    .execute();
};

/** Newest evidence of every check, by check id. */
export const latestEvidence = async (records: Pick<Records, 'read'>): Promise<Map<string, Evidence>> => {
  const rows = await records
    .read<PostureTables>()
    .selectFrom('posture.evidence')
    .distinctOn('check_id')
    .selectAll()
    .orderBy('check_id')
    .orderBy('at', 'desc')
    .execute();
  return new Map(rows.map((row) => [row.check_id, present(row)]));
};

/** Evidence of one check, newest first. */
export const evidenceOf = async (
  records: Pick<Records, 'read'>,
  checkId: string,
  limit: number,
): Promise<Evidence[]> => {
  const rows = await records
    .read<PostureTables>()
    .selectFrom('posture.evidence')
    .selectAll()
    .where('check_id', '=', checkId)
    .orderBy('at', 'desc')
    .limit(limit)
    .execute();
  return rows.map(present);
};
