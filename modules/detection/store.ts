import { jsonb, toText, type Records, type Tx } from '@chedun/records';
import type { SigmaRule } from '@chedun/sigma';
import { sql } from 'kysely';
import type { DetectionTables } from './tables.ts';
import type { HitGroup } from './worker/detect-stage.ts';

const HOUR = 3_600_000;

/** A rule as it is put into the store. */
export interface StoredRule {
  readonly id: string;
  readonly ruleset: string;
  readonly path: string;
  readonly sha256: string;
  readonly yaml: string;
  readonly document: SigmaRule;
  readonly license: string;
  readonly enabled: boolean;
}

/** Last frame whose hits are in the ledger; 0 before the first. */
export const readPosition = async (records: Pick<Records, 'read'>, stream: string): Promise<number> => {
  const row = await records
    .read<DetectionTables>()
    .selectFrom('detection.positions')
    .select('seq')
    .where('stream', '=', stream)
    .executeTakeFirst();
  return row?.seq ?? 0;
};

/**
 * Last frame as the transaction sees it, locked until it ends. A commit whose answer was lost is tried again: what is at
 * or before this frame is in already.
 */
export const lockPosition = async (tx: Tx, stream: string): Promise<number> => {
  const row = await tx
    .as<DetectionTables>()
    .selectFrom('detection.positions')
    .select('seq')
    .where('stream', '=', stream)
    .forUpdate()
    .executeTakeFirst();
  return row?.seq ?? 0;
};

/** Moves the position, in the transaction that tells the hits. */
export const savePosition = async (tx: Tx, stream: string, seq: number): Promise<void> => {
  await tx
    .as<DetectionTables>()
    .insertInto('detection.positions')
    .values({ stream, seq })
    .onConflict((conflict) => conflict.column('stream').doUpdateSet({ seq }))
    .execute();
};

/** Adds hits to the hour and the totals of their rules. The first hit of a group is an alert, the others joined it. */
export const countHits = async (tx: Tx, groups: readonly HitGroup[], receivedAt: number): Promise<void> => {
  const byRule = new Map<string, { hits: number; alerts: number }>();
  for (const group of groups) {
    const sum = byRule.get(group.ruleId) ?? { hits: 0, alerts: 0 };
    sum.hits += group.count;
    sum.alerts += 1;
    byRule.set(group.ruleId, sum);
  }
  const hour = new Date(Math.floor(receivedAt / HOUR) * HOUR);
  const rows = [...byRule].toSorted(([a], [b]) => (a < b ? -1 : 1));
  await tx
    .as<DetectionTables>()
    .insertInto('detection.rule_hours')
    .values(rows.map(([rule_id, { hits, alerts }]) => ({ rule_id, hour, hits, suppressed: hits - alerts })))
    .onConflict((conflict) =>
      conflict.columns(['rule_id', 'hour']).doUpdateSet({
        hits: sql`detection.rule_hours.hits + excluded.hits`,
        suppressed: sql`detection.rule_hours.suppressed + excluded.suppressed`,
      }),
    )
    .execute();
  await sql`
    update detection.rules as rule
    set hits_total = rule.hits_total + hit.hits, last_hit = greatest(rule.last_hit, ${new Date(receivedAt)})
    from unnest(${rows.map(([id]) => id)}::text[], ${rows.map(([, { hits }]) => hits)}::bigint[]) as hit (id, hits)
    where rule.id = hit.id`.execute(tx.as<DetectionTables>());
};

const rowOf = (rule: StoredRule) => {
  const { document } = rule;
  const titleZh = document.custom['x-title-zh'];
  return {
    id: rule.id,
    ruleset: rule.ruleset,
    path: toText(rule.path),
    sha256: rule.sha256,
    yaml: toText(rule.yaml),
    document: jsonb(document),
    title: toText(document.title),
    title_zh: typeof titleZh === 'string' ? toText(titleZh) : null,
    level: document.level ?? 'medium',
    status: document.status ?? '',
    author: toText(document.author ?? ''),
    license: rule.license,
    product: document.logsource.product ?? '',
    category: document.logsource.category ?? '',
    service: document.logsource.service ?? '',
    tags: document.tags.map(toText),
    enabled: rule.enabled,
    last_hit: null,
  };
};

const REPLACED = [
  'ruleset',
  'path',
  'sha256',
  'yaml',
  'document',
  'title',
  'title_zh',
  'level',
  'status',
  'author',
  'license',
  'product',
  'category',
  'service',
  'tags',
] as const;
const CHUNK = 500;

/** Adds rules or replaces their text; what people decided (enabled, group window, exceptions) and the statistics stay. */
export const putRules = async (tx: Tx, rules: readonly StoredRule[]): Promise<void> => {
  for (let at = 0; at < rules.length; at += CHUNK) {
    await tx
      .as<DetectionTables>()
      .insertInto('detection.rules')
      .values(rules.slice(at, at + CHUNK).map(rowOf))
      .onConflict((conflict) =>
        conflict
          .column('id')
          .doUpdateSet(Object.fromEntries(REPLACED.map((column) => [column, sql.ref(`excluded.${column}`)])) as never),
      )
      .execute();
  }
};

/** Adds a rule set or notes that it was read again. */
export const putRuleset = async (
  tx: Tx,
  ruleset: {
    readonly id: string;
    readonly title: string;
    readonly origin: string;
    readonly license: string;
    readonly failed: number;
    readonly at: Date;
  },
): Promise<void> => {
  const { at, ...values } = ruleset;
  await tx
    .as<DetectionTables>()
    .insertInto('detection.rulesets')
    .values({ ...values, imported_at: at })
    .onConflict((conflict) =>
      conflict
        .column('id')
        .doUpdateSet({ failed: ruleset.failed, imported_at: at, title: ruleset.title, license: ruleset.license }),
    )
    .execute();
};
