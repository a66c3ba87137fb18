import type { KeyedRule } from '@chedun/behaviour';
import type { LintFinding } from '@chedun/detection/contract';
import type { Records } from '@chedun/records';
import type { z } from 'zod';
import { BASELINE_SOURCE } from './contract.ts';
import type { RuleFacts } from './domain/record-of.ts';
import { readRule, type ReadRule } from './domain/read-rule.ts';
import type { BaselineTables, RuleTable } from './tables.ts';
import type { SelectPack } from './worker/select-pack.ts';

type Row = Pick<RuleTable, 'id' | 'path' | 'yaml' | 'title' | 'title_zh' | 'level' | 'enabled'>;

interface Entry {
  readonly row: Row;
  readonly read: ReadRule | undefined;
  readonly lint: readonly z.input<typeof LintFinding>[];
}

/** The behaviour rules in memory, read and compiled. */
export interface RuleBook {
  readonly load: () => Promise<void>;
  readonly entry: (id: string) => Entry | undefined;
  /** Enabled rules that can run. */
  readonly running: () => readonly KeyedRule[];
  /** Every rule that can be read, switched on or not. */
  readonly all: () => readonly { readonly id: string; readonly digest: string }[];
  readonly pack: () => SelectPack;
  /** Version of the pack from which on its selection of a rule is that of now; what older ones selected is of another rule. */
  readonly since: (id: string) => number;
  /** What records say about a rule, also of one that was just taken away. */
  readonly facts: (id: string) => RuleFacts | undefined;
}

const factsOf = ({ id, title, title_zh, level }: Row, { rule }: ReadRule): RuleFacts => ({
  id,
  title,
  titleZh: title_zh,
  type: rule.type,
  level,
  groupBy: rule.groupBy,
  field: 'field' in rule ? rule.field : '',
});

const packOf = (version: number, entries: readonly Entry[]): SelectPack => ({
  version,
  own: BASELINE_SOURCE.id,
  rules: entries.flatMap(({ row, read }) =>
    read === undefined
      ? []
      : [
          {
            id: row.id,
            document: read.document,
            groupBy: read.rule.groupBy,
            field: 'field' in read.rule ? read.rule.field : '',
            answerField: 'answerField' in read.rule ? read.rule.answerField : '',
          },
        ],
  ),
});

/** Opens an empty book; `load` fills it from the store. */
export const ruleBook = (records: Pick<Records, 'read'>): RuleBook => {
  let entries = new Map<string, Entry>();
  let running: Entry[] = [];
  let version = 0;
  let pack = packOf(0, []);
  const facts = new Map<string, RuleFacts>();
  const since = new Map<string, number>();
  let before: ReadonlyMap<string, string> = new Map();
  return {
    load: async () => {
      const rows = await records
        .read<BaselineTables>()
        .selectFrom('baselines.rules')
        .select(['id', 'path', 'yaml', 'title', 'title_zh', 'level', 'enabled'])
        .orderBy('id')
        .execute();
      entries = new Map(
        rows.map((row) => {
          const known = entries.get(row.id);
          const { read, lint } = known?.row.yaml === row.yaml ? known : readRule(row.yaml, row.path);
          return [row.id, { row, read, lint }];
        }),
      );
      running = [...entries.values()].filter(({ row, read }) => row.enabled && read !== undefined);
      for (const { row, read } of entries.values()) if (read) facts.set(row.id, factsOf(row, read));
      version += 1;
      const digests = new Map(running.map(({ row, read }) => [row.id, read?.digest ?? '']));
      for (const [id, digest] of digests) if (before.get(id) !== digest) since.set(id, version);
      before = digests;
      pack = packOf(version, running);
    },
    entry: (id) => entries.get(id),
    running: () =>
      running.flatMap(({ row, read }) => (read ? [{ id: row.id, digest: read.digest, rule: read.rule }] : [])),
    all: () => [...entries.values()].flatMap(({ row, read }) => (read ? [{ id: row.id, digest: read.digest }] : [])),
    pack: () => pack,
    since: (id) => since.get(id) ?? 0,
    facts: (id) => facts.get(id),
  };
};
