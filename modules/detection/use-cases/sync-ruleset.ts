import type { Clock } from '@chedun/kernel';
import type { Records } from '@chedun/records';
import {
  holdsCorrelations,
  readRuleFile,
  sha256,
  type ReadRule,
  type RuleFailure,
  type RuleFile,
} from '../domain/read-rules.ts';
import { putRules, putRuleset } from '../store.ts';
import type { DetectionTables } from '../tables.ts';
import { tellDocuments } from './tell-documents.ts';

interface Dependencies {
  readonly records: Records;
  readonly clock: Pick<Clock, 'now'>;
}

/** A tree of rules that is to be what the rule set holds. */
export interface RulesetTree {
  readonly id: string;
  readonly title: string;
  readonly origin: string;
  readonly license: string;
  /** Whether rules that are new are enabled. */
  readonly enableNew: 'enabled' | 'disabled';
  readonly files: AsyncIterable<RuleFile> | Iterable<RuleFile>;
}

/** What came of it. */
export interface SyncReport {
  readonly loaded: number;
  readonly unchanged: number;
  readonly removed: number;
  readonly failures: readonly RuleFailure[];
}

/** Gives the event loop a turn: thousands of rules are parsed while requests are answered. */
const breathe = (): Promise<void> => new Promise((done) => setImmediate(done));

interface Seen {
  readonly changed: ReadRule[];
  readonly ids: Set<string>;
  readonly failures: RuleFailure[];
  /** Files with correlations or filters. */
  readonly others: RuleFile[];
  unchanged: number;
}

const readTree = async (
  tree: RulesetTree,
  known: ReadonlyMap<string, { ids: string[]; sha256: string }>,
): Promise<Seen> => {
  const seen: Seen = { changed: [], ids: new Set(), failures: [], others: [], unchanged: 0 };
  for await (const file of tree.files) {
    if (holdsCorrelations(file.text)) seen.others.push(file);
    const before = known.get(file.path);
    if (before && before.sha256 === sha256(file.text)) {
      seen.unchanged += before.ids.length;
      for (const id of before.ids) seen.ids.add(id);
      continue;
    }
    const { rules, failures } = readRuleFile(file);
    seen.failures.push(...failures);
    for (const rule of rules) {
      if (seen.ids.has(rule.id))
        seen.failures.push({
          file: rule.path,
          line: rule.document.line,
          reason: `the id ${rule.id} stands in another file too`,
          text: {
            zh: `id ${rule.id} 已被另一个文件使用`,
            en: `the id ${rule.id} stands in another file too`,
          },
        });
      else {
        seen.ids.add(rule.id);
        seen.changed.push(rule);
      }
    }
    await breathe();
  }
  return seen;
};

const knownRules = async (
  records: Records,
  ruleset: string,
): Promise<{ files: Map<string, { ids: string[]; sha256: string }>; ids: string[] }> => {
  const rows = await records
    .read<DetectionTables>()
    .selectFrom('detection.rules')
    .select(['id', 'path', 'sha256'])
    .where('ruleset', '=', ruleset)
    .execute();
  const files = new Map<string, { ids: string[]; sha256: string }>();
  for (const row of rows) {
    const file = files.get(row.path) ?? { ids: [], sha256: row.sha256 };
    file.ids.push(row.id);
    files.set(row.path, file);
  }
  return { files, ids: rows.map((row) => row.id) };
};

/** Ids that another rule set holds already: the rule stays where it was first. */
const takenElsewhere = async (records: Records, ruleset: string, rules: readonly ReadRule[]): Promise<Set<string>> => {
  if (rules.length === 0) return new Set();
  const rows = await records
    .read<DetectionTables>()
    .selectFrom('detection.rules')
    .select('id')
    .where('ruleset', '!=', ruleset)
    .where(
      'id',
      'in',
      rules.map((rule) => rule.id),
    )
    .execute();
  return new Set(rows.map((row) => row.id));
};

/**
 * Makes a rule set what a tree holds, as git would: unchanged files are left alone, changed ones replaced, rules that are
 * gone removed. A file that is wrong is told with its place and costs nobody else.
 */
export const syncRuleset =
  ({ records, clock }: Dependencies) =>
  async (tree: RulesetTree): Promise<SyncReport> => {
    const known = await knownRules(records, tree.id);
    const seen = await readTree(tree, known.files);
    const taken = await takenElsewhere(records, tree.id, seen.changed);
    const wanted = seen.changed.filter((rule) => !taken.has(rule.id));
    const removed = known.ids.filter((id) => !seen.ids.has(id));
    const license = (rule: ReadRule): string => rule.document.license ?? tree.license;
    await records.transaction(async (tx) => {
      await putRuleset(tx, {
        id: tree.id,
        title: tree.title,
        origin: tree.origin,
        license: tree.license,
        failed: seen.failures.length,
        at: new Date(clock.now()),
      });
      const enabled = tree.enableNew === 'enabled';
      await putRules(
        tx,
        wanted.map((rule) => ({ ...rule, ruleset: tree.id, license: license(rule), enabled })),
      );
      await tellDocuments(tx, tree, seen.others);
      if (removed.length > 0)
        await tx.as<DetectionTables>().deleteFrom('detection.rules').where('id', 'in', removed).execute();
    });
    return { loaded: wanted.length, unchanged: seen.unchanged, removed: removed.length, failures: seen.failures };
  };
