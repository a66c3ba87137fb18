import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createDecoder } from '@chedun/logs';
import type { Records } from '@chedun/records';
import { compile, type SigmaRule } from '@chedun/sigma';
import { sql } from 'kysely';
import type { DrillEvent, DrillPlan, KeptException, RuleInUse } from './contract.ts';
import { testFileOf, type RuleTests, type TestEvent } from './domain/rule-tests.ts';
import type { RuleBook } from './rule-book.ts';
import type { DetectionTables } from './tables.ts';

type Reader = Pick<Records, 'read'>;

const DAY = 86_400_000;
const MINUTE = 60_000;
const OWN_RULESET = 'chedun';

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

const TIMES = /^(?:time|ts|timestamp|@timestamp|utctime|timecreated|eventtime|systemtime)$/i;

const isTime = (value: unknown): boolean => typeof value === 'string' && !Number.isNaN(Date.parse(value));

/** A test event as a record that happens now; nothing else of it changes. */
const asRecord = (event: TestEvent, now: number): Record<string, unknown> => {
  const at = new Date(now).toISOString();
  if ('fields' in event) return { time: at, ...event.logsource, ...event.fields };
  return Object.fromEntries(
    Object.entries(event.record).map(([name, value]) => [name, TIMES.test(name) && isTime(value) ? at : value]),
  );
};

/** The record of the first positive test event that raises the rule after it went through the decoder of ingest. */
const provenRecord = (
  document: SigmaRule,
  positives: readonly TestEvent[],
  now: number,
): Record<string, unknown> | undefined => {
  const { engine } = compile([document]);
  const decoder = createDecoder('ndjson');
  return positives
    .map((event) => asRecord(event, now))
    .find((record) => {
      const decoded = decoder.decode(JSON.stringify(record));
      if (!decoded || (decoded.time !== undefined && Math.abs(decoded.time - now) > MINUTE)) return false;
      return engine.match(decoded.fields, decoded.logsource).length > 0;
    });
};

/** Positive test events beside a rule; none for correlations, whose tests are stories of several events. */
const positivesOf = async (file: string): Promise<readonly TestEvent[]> => {
  const text = await readFile(file, 'utf8').catch(() => '{}');
  return (JSON.parse(text) as Partial<RuleTests>).positive ?? [];
};

const familyOf = ({ logsource }: SigmaRule): string =>
  [logsource.product, logsource.category ?? logsource.service].filter(Boolean).join('/') || 'other';

/**
 * One test event for each family (product and category) of enabled rules of ours: the first rule, by path, whose own test
 * event still raises it as a record. Families without such a rule are named; so are those of rules of others.
 */
export const planDrill = async (records: Reader, book: RuleBook, folder: string, now: number): Promise<DrillPlan> => {
  const rows = await records
    .read<DetectionTables>()
    .selectFrom('detection.rules')
    .select(['id', 'path', 'ruleset'])
    .where('enabled', '=', true)
    .orderBy('path')
    .execute();
  const events = new Map<string, DrillEvent>();
  const families = new Set<string>();
  for (const { id, path, ruleset } of rows) {
    const document = book.document(id);
    if (!document) continue;
    const family = familyOf(document);
    families.add(family);
    if (ruleset !== OWN_RULESET || events.has(family)) continue;
    const record = provenRecord(document, await positivesOf(join(folder, testFileOf(path))), now);
    const titleZh = document.custom['x-title-zh'];
    if (record)
      events.set(family, {
        family,
        ruleId: id,
        ruleTitle: document.title,
        ruleTitleZh: typeof titleZh === 'string' ? titleZh : null,
        record,
      });
  }
  return { events: [...events.values()], untested: [...families].filter((family) => !events.has(family)).toSorted() };
};
