import type { CheckResult } from '@chedun/module';
import { jsonb, toText, type Records, type Tx } from '@chedun/records';
import { sql, type Selectable } from 'kysely';
import type { Evidence } from './contract.ts';
import { linkEvidence } from './store-chain.ts';
import type { PostureTables, StoredAttachment } from './tables.ts';

type Row = Selectable<PostureTables['posture.evidence']> & { readonly digest: string | null };

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
  effectiveAt: (row.effective_at ?? row.at).toISOString(),
  expiresAt: row.expires_at.toISOString(),
  signer: row.signer_name,
  attachment:
    row.attachment === null
      ? null
      : { name: row.attachment.name, bytes: row.attachment.bytes, sm3: row.attachment.sm3 },
  digest: row.digest,
});

/** Evidence to be added: of a run, or, with `signer`, of a person. */
export interface NewEvidence {
  readonly id: string;
  readonly checkId: string;
  readonly result: CheckResult;
  readonly at: Date;
  readonly expiresAt: Date;
  readonly effectiveAt?: Date;
  readonly signer?: { readonly id: string; readonly name: string };
  readonly attachment?: StoredAttachment;
}

/** Adds evidence, and its link in the chain. */
export const addEvidence = async (tx: Tx, evidence: NewEvidence): Promise<void> => {
  const { result } = evidence;
  await tx
    .as<PostureTables>()
    .insertInto('posture.evidence')
    .values({
      id: evidence.id,
      check_id: evidence.checkId,
      outcome: result.outcome,
      summary_zh: toText(result.summary.zh),
      summary_en: toText(result.summary.en),
      facts: jsonb(result.facts),
      at: evidence.at,
      expires_at: evidence.expiresAt,
      effective_at: evidence.effectiveAt ?? null,
      signer_id: evidence.signer?.id ?? null,
      signer_name: evidence.signer?.name ?? null,
      attachment: evidence.attachment === undefined ? null : jsonb({ ...evidence.attachment }),
    })
    .execute();
  await linkEvidence(tx, [evidence.id]);
};

const rowsOf = (records: Pick<Records, 'read'>) =>
  records
    .read<PostureTables>()
    .selectFrom('posture.evidence as e')
    .leftJoin('posture.evidence_chain as c', 'c.evidence_id', 'e.id')
    .selectAll('e')
    .select('c.digest');

/** Newest evidence of every check, by check id. Of two at the same moment the later id (UUIDv7) is the newer one. */
export const latestEvidence = async (records: Pick<Records, 'read'>): Promise<Map<string, Evidence>> => {
  // From check to check along the index, past all that was ever kept of each.
  const { rows } = await sql<Row>`
    with recursive checks as (
      (select check_id from posture.evidence order by check_id limit 1)
      union all
      select (select e.check_id from posture.evidence e where e.check_id > checks.check_id order by e.check_id limit 1)
      from checks where checks.check_id is not null
    )
    select e.*, c.digest from checks
    cross join lateral (
      select * from posture.evidence newest where newest.check_id = checks.check_id order by at desc, id desc limit 1) e
    left join posture.evidence_chain c on c.evidence_id = e.id`.execute(records.read<PostureTables>());
  return new Map(rows.map((row) => [row.check_id, present(row)]));
};

/** Evidence of one check, newest first. */
export const evidenceOf = async (
  records: Pick<Records, 'read'>,
  checkId: string,
  limit: number,
): Promise<Evidence[]> => {
  const rows = await rowsOf(records)
    .where('e.check_id', '=', checkId)
    .orderBy('e.at', 'desc')
    .orderBy('e.id', 'desc')
    .limit(limit)
    .execute();
  return rows.map(present);
};

/** Outcomes of checks since a moment, oldest first, at most `limit` of each check (the newest). */
export const outcomesSince = async (
  records: Pick<Records, 'read'>,
  checkIds: readonly string[],
  since: Date,
  limit: number,
): Promise<readonly Pick<Evidence, 'checkId' | 'outcome' | 'at' | 'expiresAt'>[]> => {
  const { rows } = await sql<{ checkId: string; outcome: Evidence['outcome']; at: Date; expiresAt: Date }>`
    select asked.id as "checkId", e.outcome, e.at, e.expires_at as "expiresAt"
    from unnest(${[...checkIds]}::text[]) as asked(id) cross join lateral (
      select outcome, at, expires_at from posture.evidence
      where check_id = asked.id and at >= ${since} order by at desc limit ${limit}) e
    order by asked.id, e.at`.execute(records.read<PostureTables>());
  return rows.map((row) => ({ ...row, at: row.at.toISOString(), expiresAt: row.expiresAt.toISOString() }));
};

/** The file attached to an evidence. */
export const attachmentOf = async (
  records: Pick<Records, 'read'>,
  evidenceId: string,
): Promise<StoredAttachment | undefined> => {
  const row = await records
    .read<PostureTables>()
    .selectFrom('posture.evidence')
    .select('attachment')
    .where('id', '=', evidenceId)
    .executeTakeFirst();
  return row?.attachment ?? undefined;
};
