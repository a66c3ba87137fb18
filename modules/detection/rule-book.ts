import type { Records } from '@chedun/records';
import type { SigmaRule } from '@chedun/sigma';
import type { RuleFacts } from './domain/report.ts';
import { exceptionMaps } from './domain/exceptions.ts';
import type { DetectionTables } from './tables.ts';
import type { PackedRule, RulePack } from './worker/rule-pack.ts';

/** The enabled rules in memory: what workers evaluate and what alerts say. */
export interface RuleBook {
  /** Reads all rules again; after every change and at start. */
  readonly load: () => Promise<void>;
  readonly pack: () => RulePack;
  readonly facts: (ruleId: string) => RuleFacts | undefined;
  readonly document: (ruleId: string) => SigmaRule | undefined;
  /** When the pack was last loaded, milliseconds since 1970 UTC. */
  readonly loadedAt: () => number | undefined;
}

const factsOf = (id: string, rule: SigmaRule, titleZh: string | null, license: string): RuleFacts => ({
  id,
  title: rule.title,
  titleZh,
  level: rule.level ?? 'medium',
  author: rule.author ?? '',
  license,
  description: rule.description ?? '',
  references: rule.references,
  falsePositives: rule.falsepositives,
  tags: rule.tags,
});

const exceptionsByRule = async (records: Pick<Records, 'read'>): Promise<Map<string, unknown[]>> => {
  const rows = await records
    .read<DetectionTables>()
    .selectFrom('detection.exceptions')
    .select(['rule_id', 'yaml'])
    .execute();
  const byRule = new Map<string, unknown[]>();
  for (const row of rows) byRule.set(row.rule_id, [...(byRule.get(row.rule_id) ?? []), ...exceptionMaps(row.yaml)]);
  return byRule;
};

/** Creates an empty book; `load` fills it. */
export const ruleBook = (records: Pick<Records, 'read'>, now: () => number): RuleBook => {
  let rules: PackedRule[] = [];
  let facts = new Map<string, RuleFacts>();
  let version = 0;
  let loadedAt: number | undefined;
  return {
    load: async () => {
      const exceptions = await exceptionsByRule(records);
      const rows = await records
        .read<DetectionTables>()
        .selectFrom('detection.rules')
        .select(['id', 'document', 'title_zh', 'license', 'group_minutes'])
        .where('enabled', '=', true)
        .orderBy('id')
        .execute();
      rules = rows.map((row) => ({
        id: row.id,
        document: row.document,
        groupMinutes: row.group_minutes,
        exceptions: exceptions.get(row.id) ?? [],
      }));
      facts = new Map(rows.map((row) => [row.id, factsOf(row.id, row.document, row.title_zh, row.license)]));
      version += 1;
      loadedAt = now();
    },
    pack: () => ({ version, rules }),
    facts: (ruleId) => facts.get(ruleId),
    document: (ruleId) => rules.find((rule) => rule.id === ruleId)?.document,
    loadedAt: () => loadedAt,
  };
};
