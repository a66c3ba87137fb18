import { toText, type Records, type Tx } from '@chedun/records';
import { sql } from 'kysely';
import type { QualityTables } from './tables.ts';

/** What a drill made of one rule or correlation. */
export interface Tried {
  readonly ruleId: string;
  readonly family: string;
  readonly ruleTitle: string;
  readonly ruleTitleZh: string | null;
  readonly kind: 'rule' | 'correlation';
  /** Absent when there was no alert in time. */
  readonly alert: { readonly findingId: string; readonly seconds: number } | undefined;
}

export type ProofRow = QualityTables['quality.proofs'];

/** Every proof. */
export const readProofs = (records: Pick<Records, 'read'>): Promise<ProofRow[]> =>
  records.read<QualityTables>().selectFrom('quality.proofs').selectAll().orderBy('rule_id').execute();

/** Writes down how rules did. */
export const keepProofs = async (tx: Tx, tried: readonly Tried[], now: number): Promise<void> => {
  const at = new Date(now);
  for (const { ruleId, family, ruleTitle, ruleTitleZh, kind, alert } of tried) {
    const facts = {
      family: toText(family),
      rule_title: toText(ruleTitle),
      rule_title_zh: ruleTitleZh === null ? null : toText(ruleTitleZh),
      kind,
      outcome: alert ? ('proven' as const) : ('missed' as const),
      tried_at: at,
    };
    const proof = alert ? { proven_at: at, seconds: alert.seconds, finding_id: alert.findingId, misses: 0 } : {};
    await tx
      .as<QualityTables>()
      .insertInto('quality.proofs')
      .values({ rule_id: ruleId, ...facts, proven_at: null, seconds: null, finding_id: null, misses: 1, ...proof })
      .onConflict((conflict) =>
        conflict
          .column('rule_id')
          .doUpdateSet({ ...facts, ...(alert ? proof : { misses: sql<number>`quality.proofs.misses + 1` }) }),
      )
      .execute();
  }
};

/** Forgets rules that are no longer on: a rule that nobody uses is not missed. */
export const forgetProofs = async (tx: Tx, kind: 'rule' | 'correlation', on: readonly string[]): Promise<void> => {
  await tx
    .as<QualityTables>()
    .deleteFrom('quality.proofs')
    .where('kind', '=', kind)
    .where(sql<boolean>`not rule_id = any(${[...on]}::text[])`)
    .execute();
};

/** Rules whose last drill gave no alert. */
export const readMissed = (tx: Tx) =>
  tx
    .as<QualityTables>()
    .selectFrom('quality.proofs')
    .select(['rule_id', 'rule_title', 'rule_title_zh', 'family', 'misses'])
    .where('outcome', '=', 'missed')
    .orderBy('rule_id')
    .execute();
