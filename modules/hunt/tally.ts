import { jsonb, toText, type Tx } from '@chedun/records';
import { sql } from 'kysely';
import { MOST_HITS } from './contract.ts';
import type { Found } from './domain/found.ts';
import type { HuntTables } from './tables.ts';

/** What a run found since it was last written down. */
export interface Tally {
  readonly hit: (found: Found) => void;
  /** Hits without a place. */
  readonly count: (ruleId: string, hits: number) => void;
  /** Writes it down as a part of the transaction; `written` says that it is durable. */
  readonly write: (tx: Tx) => Promise<void>;
  readonly written: () => void;
}

const ROWS = 1_000;

const rowOf = (huntId: string, found: Found) => ({
  hunt_id: huntId,
  rule_id: found.ruleId,
  key: found.key,
  at: new Date(found.time),
  journal: found.journal,
  seq: found.seq,
  idx: found.index,
  source: toText(found.source),
  subject_kind: found.subjectKind,
  subject: toText(found.subject),
  message: toText(found.message),
  matched: jsonb(found.matched),
  refs: jsonb(found.events),
  fingerprint: found.fingerprint,
  promoted_at: null,
});

const addHits = async (tx: Tx, huntId: string, hits: readonly Found[]): Promise<number> => {
  let added = 0;
  for (let at = 0; at < hits.length; at += ROWS) {
    const { numInsertedOrUpdatedRows } = await tx
      .as<HuntTables>()
      .insertInto('hunt.hits')
      .values(hits.slice(at, at + ROWS).map((found) => rowOf(huntId, found)))
      .onConflict((conflict) => conflict.columns(['hunt_id', 'rule_id', 'key']).doNothing())
      .executeTakeFirstOrThrow();
    added += Number(numInsertedOrUpdatedRows ?? 0n);
  }
  return added;
};

const addSums = async (
  tx: Tx,
  huntId: string,
  counts: ReadonlyMap<string, number>,
  bars: ReadonlyMap<number, number>,
): Promise<void> => {
  const db = tx.as<HuntTables>();
  const ids = [...counts.keys()];
  const hits = [...counts.values()];
  await sql`update hunt.rules set hits = hunt.rules.hits + more.hits
    from unnest(${ids}::text[], ${hits}::bigint[]) as more (id, hits)
    where hunt.rules.hunt_id = ${huntId} and hunt.rules.rule_id = more.id`.execute(db);
  if (bars.size === 0) return;
  await db
    .insertInto('hunt.bars')
    .values([...bars].map(([at, count]) => ({ hunt_id: huntId, at: new Date(at), hits: count })))
    .onConflict((conflict) =>
      conflict.columns(['hunt_id', 'at']).doUpdateSet({ hits: sql`hunt.bars.hits + excluded.hits` }),
    )
    .execute();
};

/** Starts counting for a hunt of which `kept` hits are kept already. */
export const openTally = (huntId: string, barMs: number, kept: number): Tally => {
  let room = Math.max(0, MOST_HITS - kept);
  let hits: Found[] = [];
  let counts = new Map<string, number>();
  let bars = new Map<number, number>();
  const count = (ruleId: string, more: number): void => void counts.set(ruleId, (counts.get(ruleId) ?? 0) + more);
  return {
    hit: (found) => {
      count(found.ruleId, 1);
      const bar = Math.floor(found.time / barMs) * barMs;
      bars.set(bar, (bars.get(bar) ?? 0) + 1);
      if (hits.length < room) hits.push(found);
    },
    count,
    write: async (tx) => {
      const all = [...counts.values()].reduce((sum, each) => sum + each, 0);
      if (all === 0) return;
      const added = await addHits(tx, huntId, hits);
      await addSums(tx, huntId, counts, bars);
      await tx
        .as<HuntTables>()
        .updateTable('hunt.hunts')
        .set({ hits: sql`hits + ${all}`, kept: sql`kept + ${added}` })
        .where('id', '=', huntId)
        .execute();
    },
    written: () => {
      room -= hits.length;
      hits = [];
      counts = new Map();
      bars = new Map();
    },
  };
};
