import type { Records } from '@chedun/records';
import { sql } from 'kysely';
import type { KeptException, RuleInUse } from './contract.ts';
import type { RuleBook } from './rule-book.ts';
import type { DetectionTables } from './tables.ts';

type Reader = Pick<Records, 'read'>;

const DAY = 86_400_000;

/** Enabled rules with their hits of the last 30 days, and what they look for. */
export const rulesInUse = async (records: Reader, book: RuleBook, now: number): Promise<readonly RuleInUse[]> => {
  const { rows } = await sql<Omit<RuleInUse, 'document' | 'exceptions'>>`
    select r.id, r.title, r.title_zh as "titleZh", r.level, r.product, r.category, r.service, r.ruleset,
      r.path, r.group_minutes as "groupMinutes", coalesce(sum(h.hits), 0)::float8 as hits30d,
      coalesce(sum(h.suppressed), 0)::float8 as suppressed30d,
      coalesce(sum(h.hits) filter (where h.hour >= ${new Date(now - DAY)}), 0)::float8 as hits24h
    from detection.rules r left join detection.rule_hours h on h.rule_id = r.id and h.hour >= ${new Date(now - 30 * DAY)}
    where r.enabled group by r.id order by r.id`.execute(records.read<DetectionTables>());
  const packed = new Map(book.pack().rules.map((rule) => [rule.id, rule]));
  return rows.flatMap((row) => {
    const rule = packed.get(row.id);
    return rule ? [{ ...row, document: rule.document, exceptions: rule.exceptions.length }] : [];
  });
};

/** Every exception with the rule that it belongs to, oldest first. */
export const keptExceptions = async (records: Reader): Promise<readonly KeptException[]> => {
  const rows = await records
    .read<DetectionTables>()
    .selectFrom('detection.exceptions as e')
    .innerJoin('detection.rules as r', 'r.id', 'e.rule_id')
    .select([
      'e.id',
      'e.title',
      'e.rule_id',
      'e.created_by',
      'e.created_at',
      'r.title as rule',
      'r.title_zh',
      'r.enabled',
    ])
    .orderBy('e.created_at')
    .orderBy('e.id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    title: row.title,
    ruleId: row.rule_id,
    ruleTitle: row.rule,
    ruleTitleZh: row.title_zh,
    ruleEnabled: row.enabled,
    createdBy: row.created_by,
    createdAt: row.created_at.toISOString(),
  }));
};
