import type { Json } from '@chedun/kernel';
import type { Records, Tx } from '@chedun/records';
import { sql, type Selectable } from 'kysely';
import type { ChainReport } from './contract.ts';
import { CHAIN_START, chainDigest, type ChainedEvidence } from './domain/chain.ts';
import type { PostureTables } from './tables.ts';

type Row = Selectable<PostureTables['posture.evidence']>;

/** Number of the lock under which links are made, one after the other. */
const CHAIN_LOCK = 7_214_509_301;
const PAGE = 2_000;

const chained = (row: Row): ChainedEvidence => ({
  id: row.id,
  checkId: row.check_id,
  outcome: row.outcome,
  summary: { zh: row.summary_zh, en: row.summary_en },
  facts: row.facts as Json,
  at: row.at.getTime(),
  expiresAt: row.expires_at.getTime(),
  effectiveAt: row.effective_at?.getTime() ?? null,
  signer: row.signer_id === null ? null : { id: row.signer_id, name: row.signer_name ?? '' },
  attachment: row.attachment === null ? null : { ...row.attachment },
});

const headOf = async (tx: Tx): Promise<{ seq: number; digest: string }> => {
  const head = await tx
    .as<PostureTables>()
    .selectFrom('posture.evidence_chain')
    .select(['seq', 'digest'])
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  return head === undefined ? { seq: 0, digest: CHAIN_START } : { seq: Number(head.seq), digest: head.digest };
};

/** Puts evidence into the chain, in the order given. Links of other transactions wait. */
export const linkEvidence = async (tx: Tx, ids: readonly string[]): Promise<void> => {
  await sql`select pg_advisory_xact_lock(${CHAIN_LOCK})`.execute(tx.as<PostureTables>());
  const rows = await tx
    .as<PostureTables>()
    .selectFrom('posture.evidence')
    .selectAll()
    .where('id', 'in', [...ids])
    .execute();
  const byId = new Map(rows.map((row) => [row.id, row]));
  let { seq, digest } = await headOf(tx);
  for (const id of ids) {
    const row = byId.get(id);
    if (row === undefined) continue;
    const previous = digest;
    seq += 1;
    digest = chainDigest(previous, seq, chained(row));
    await tx
      .as<PostureTables>()
      .insertInto('posture.evidence_chain')
      .values({ seq, evidence_id: id, previous, digest })
      .execute();
  }
};

/** Links what was kept before there was a chain, oldest first, at most `limit`. Answers how many. */
export const linkMissing = (records: Records, limit: number): Promise<number> =>
  records.transaction(async (tx) => {
    const rows = await tx
      .as<PostureTables>()
      .selectFrom('posture.evidence as e')
      .leftJoin('posture.evidence_chain as c', 'c.evidence_id', 'e.id')
      .select('e.id')
      .where('c.seq', 'is', null)
      .orderBy('e.at')
      .orderBy('e.id')
      .limit(limit)
      .execute();
    if (rows.length > 0)
      await linkEvidence(
        tx,
        rows.map(({ id }) => id),
      );
    return rows.length;
  });

type Link = { seq: number; previous: string; digest: string; evidence_id: string };

const pageAfter = async (records: Pick<Records, 'read'>, after: number): Promise<readonly (Row & Link)[]> => {
  const rows = await records
    .read<PostureTables>()
    .selectFrom('posture.evidence_chain as c')
    .innerJoin('posture.evidence as e', 'e.id', 'c.evidence_id')
    .selectAll('e')
    .select(['c.seq', 'c.previous', 'c.digest', 'c.evidence_id'])
    .where('c.seq', '>', after)
    .orderBy('c.seq')
    .limit(PAGE)
    .execute();
  return rows.map((row) => ({ ...row, seq: Number(row.seq) }));
};

const unlinkedOf = async (records: Pick<Records, 'read'>): Promise<number> => {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from posture.evidence e
    where not exists (select from posture.evidence_chain c where c.evidence_id = e.id)`.execute(
    records.read<PostureTables>(),
  );
  return rows[0]?.count ?? 0;
};

/** Recomputes every link. The first that does not hold is named by its number; `unlinked` are rows outside the chain. */
export const verifyChain = async (records: Pick<Records, 'read'>): Promise<ChainReport> => {
  let [seq, digest] = [0, CHAIN_START];
  const unlinked = await unlinkedOf(records);
  for (let page = await pageAfter(records, 0); page.length > 0; page = await pageAfter(records, seq)) {
    for (const row of page) {
      const holds =
        row.seq === seq + 1 && row.previous === digest && row.digest === chainDigest(digest, row.seq, chained(row));
      if (!holds) return { rows: seq, head: digest, unlinked, brokenAt: seq + 1 };
      [seq, digest] = [row.seq, row.digest];
    }
  }
  return { rows: seq, head: digest, unlinked, brokenAt: null };
};
