import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createDecoder } from '@chedun/logs';
import type { Records } from '@chedun/records';
import { compile, type SigmaRule } from '@chedun/sigma';
import type { DrillEvent, DrillRule } from './contract.ts';
import { testFileOf, type RuleTests, type TestEvent } from './domain/rule-tests.ts';
import type { RuleBook } from './rule-book.ts';
import type { DetectionTables } from './tables.ts';

type Reader = Pick<Records, 'read'>;

const MINUTE = 60_000;
const OWN_RULESET = 'chedun';

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

/** Answers whether a rule has a positive test event; files of the product do not change while it runs. */
export const rememberedEvents = (folder: string): ((path: string) => Promise<boolean>) => {
  const known = new Map<string, boolean>();
  return async (path) => {
    const before = known.get(path);
    if (before !== undefined) return before;
    const has = (await positivesOf(join(folder, testFileOf(path)))).length > 0;
    known.set(path, has);
    return has;
  };
};

const familyOf = ({ logsource }: SigmaRule): string =>
  [logsource.product, logsource.category ?? logsource.service].filter(Boolean).join('/') || 'other';

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

const enabledRows = (records: Reader) =>
  records
    .read<DetectionTables>()
    .selectFrom('detection.rules')
    .select(['id', 'path', 'ruleset'])
    .where('enabled', '=', true)
    .orderBy('path')
    .execute();

/** Enabled rules by path, and whether a positive test event lies beside them; rules of others have none. */
export const drillRules = async (
  records: Reader,
  book: RuleBook,
  hasEvent: (path: string) => Promise<boolean>,
): Promise<readonly DrillRule[]> => {
  const rules: DrillRule[] = [];
  for (const { id, path, ruleset } of await enabledRows(records)) {
    const document = book.document(id);
    if (!document) continue;
    const isOurs = ruleset === OWN_RULESET;
    rules.push({
      ruleId: id,
      ruleTitle: document.title,
      ruleTitleZh: textOf(document.custom['x-title-zh']),
      family: familyOf(document),
      ruleset,
      hasEvent: isOurs && (await hasEvent(path)),
    });
  }
  return rules;
};

/** For each of these rules the first test event that raises it as a record that happens now; left out where none does. */
export const drillEvents = async (
  records: Reader,
  book: RuleBook,
  { folder, now }: { readonly folder: string; readonly now: number },
  ids: readonly string[],
): Promise<readonly DrillEvent[]> => {
  const wanted = new Set(ids);
  const events: DrillEvent[] = [];
  for (const { id, path, ruleset } of await enabledRows(records)) {
    const document = wanted.has(id) && ruleset === OWN_RULESET ? book.document(id) : undefined;
    if (!document) continue;
    const record = provenRecord(document, await positivesOf(join(folder, testFileOf(path))), now);
    if (record) events.push({ ruleId: id, record });
  }
  return events;
};
