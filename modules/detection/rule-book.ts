import type { Records } from '@chedun/records';
import { applyFilters, type SigmaFilter, type SigmaRule } from '@chedun/sigma';
import type { RuleFacts } from './domain/report.ts';
import { exceptionMaps } from './domain/exceptions.ts';
import { versionOf } from './domain/rule-version.ts';
import type { DetectionTables } from './tables.ts';
import type { PackedRule, RuleDelta, RulePack } from './worker/rule-pack.ts';

/** The enabled rules in memory: what workers evaluate and what alerts say. */
export interface RuleBook {
  /** Reads all rules again: at start, and after a whole set was read. */
  readonly load: () => Promise<void>;
  /** Reads only these rules again; the answer is what workers have to change. Calls wait for one another. */
  readonly refresh: (ids: readonly string[]) => Promise<RuleDelta>;
  /** From now on exactly these rules are not evaluated for alerts of their own; the answer is what workers have to change. */
  readonly silence: (ids: readonly string[]) => Promise<RuleDelta>;
  /** From now on rules are read with these filters laid over them; takes effect with the next `load` or `refresh`. */
  readonly overlay: (filters: readonly SigmaFilter[]) => void;
  readonly pack: () => RulePack;
  /** Version of the pack. */
  readonly version: () => number;
  /** Rules of a version, the newest {@link MOST_VERSIONS} of which are known. */
  readonly liveIn: (version: number) => readonly LiveRule[] | undefined;
  /** How a rule reads that is at work; see `domain/rule-version.ts`. */
  readonly versionOf: (ruleId: string) => string | undefined;
  readonly facts: (ruleId: string) => RuleFacts | undefined;
  readonly document: (ruleId: string) => SigmaRule | undefined;
  /** When rules were last read, milliseconds since 1970 UTC. */
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

type Reader = Pick<Records, 'read'>;

/** A rule at work, and how it reads. */
export interface LiveRule {
  readonly id: string;
  readonly version: string;
  readonly packed: PackedRule;
}

/** A rule with what its alerts say. */
interface BookedRule {
  readonly packed: PackedRule;
  readonly live: LiveRule;
  readonly facts: RuleFacts;
}

/** Exceptions of these rules, or of all, by rule. */
export const exceptionsByRule = async (
  records: Reader,
  ids: readonly string[] | undefined,
): Promise<Map<string, unknown[]>> => {
  if (ids?.length === 0) return new Map();
  const query = records.read<DetectionTables>().selectFrom('detection.exceptions').select(['rule_id', 'yaml']);
  const rows = await (ids === undefined ? query : query.where('rule_id', 'in', [...ids]))
    .orderBy('created_at')
    .execute();
  const byRule = new Map<string, unknown[]>();
  for (const row of rows) byRule.set(row.rule_id, [...(byRule.get(row.rule_id) ?? []), ...exceptionMaps(row.yaml)]);
  return byRule;
};

/** The enabled ones of these rules; all enabled rules when none are named. */
const readRules = async (
  records: Reader,
  filters: readonly SigmaFilter[],
  ids?: readonly string[],
): Promise<BookedRule[]> => {
  const exceptions = await exceptionsByRule(records, ids);
  const query = records
    .read<DetectionTables>()
    .selectFrom('detection.rules')
    .select(['id', 'document', 'title_zh', 'license', 'group_minutes'])
    .where('enabled', '=', true)
    .orderBy('id');
  const rows = await (ids === undefined ? query : query.where('id', 'in', [...ids])).execute();
  const { rules: documents } = applyFilters(
    rows.map(({ document }) => document),
    filters,
  );
  return rows.map((row, at) => {
    const packed: PackedRule = {
      id: row.id,
      document: documents[at] ?? row.document,
      groupMinutes: row.group_minutes,
      exceptions: exceptions.get(row.id) ?? [],
    };
    const live = { id: row.id, version: versionOf(packed), packed };
    return { packed, live, facts: factsOf(row.id, row.document, row.title_zh, row.license) };
  });
};

/** A rule with this attribute is a part of correlations and never raises an alert of its own. */
const ONLY_CORRELATED = 'x-only-correlated';

/** Results of so many older versions can still be understood. */
const MOST_VERSIONS = 256;

/** What was at work in each of the newest versions. */
const liveByVersion = () => {
  const live = new Map<number, readonly LiveRule[]>();
  return {
    keep: (version: number, rules: ReadonlyMap<string, BookedRule>): void => {
      const now = [...rules.values()].map((rule) => rule.live);
      live.set(version, now);
      live.delete(version - MOST_VERSIONS);
    },
    get: (version: number) => live.get(version),
  };
};

/** Creates an empty book; `load` fills it. */
export const ruleBook = (records: Reader, now: () => number): RuleBook => {
  let rules = new Map<string, BookedRule>();
  /** What rules said that are not at work any more: their last hits may still be on the way. */
  const former = new Map<string, RuleFacts>();
  let silenced: ReadonlySet<string> = new Set();
  let filters: readonly SigmaFilter[] = [];
  let version = 0;
  let loadedAt: number | undefined;
  let last: Promise<unknown> = Promise.resolve();
  /** One reading after the other: an older one must not overwrite a newer. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  };
  const speaks = ({ packed }: BookedRule): boolean =>
    packed.document.custom[ONLY_CORRELATED] !== true && !silenced.has(packed.id);
  const live = liveByVersion();
  const done = (): void => {
    version += 1;
    live.keep(version, rules);
    loadedAt = now();
  };
  const reread = async (ids: readonly string[]): Promise<RuleDelta> => {
    const read = ids.length === 0 ? [] : (await readRules(records, filters, ids)).filter(speaks);
    const there = new Set(read.map((rule) => rule.packed.id));
    const gone = ids.filter((id) => !there.has(id));
    for (const rule of read) rules.set(rule.packed.id, rule);
    for (const id of gone) {
      const facts = rules.get(id)?.facts;
      if (facts !== undefined) former.set(id, facts);
      rules.delete(id);
    }
    done();
    return { version, since: version - 1, put: read.map((rule) => rule.packed), gone };
  };
  return {
    load: () =>
      inTurn(async () => {
        rules = new Map((await readRules(records, filters)).filter(speaks).map((rule) => [rule.packed.id, rule]));
        done();
      }),
    refresh: (ids) => inTurn(() => reread(ids)),
    overlay: (wanted) => {
      filters = wanted;
    },
    silence: (ids) =>
      inTurn(() => {
        const before = silenced;
        silenced = new Set(ids);
        return reread([...new Set([...before, ...ids])].filter((id) => before.has(id) !== silenced.has(id)));
      }),
    version: () => version,
    liveIn: (wanted) => live.get(wanted),
    versionOf: (ruleId) => rules.get(ruleId)?.live.version,
    pack: () => ({ version, rules: [...rules.values()].map((rule) => rule.packed) }),
    facts: (ruleId) => rules.get(ruleId)?.facts ?? former.get(ruleId),
    document: (ruleId) => rules.get(ruleId)?.packed.document,
    loadedAt: () => loadedAt,
  };
};
