import { DomainError } from '@chedun/kernel';
import type { Records } from '@chedun/records';
import { readRuleFile, type ReadRule } from '../domain/read-rules.ts';
import { putRules, putRuleset } from '../store.ts';
import type { DetectionTables } from '../tables.ts';

/** Rule set of the rules that were written together with a correlation. */
const COMPANIONS = 'correlated';

interface Dependencies {
  readonly records: Records;
  readonly now: () => number;
  readonly changed: (ids: readonly string[]) => Promise<void>;
}

const rulesOf = (path: string, yaml: string): ReadRule[] => {
  const { rules, failures } = readRuleFile({ path, text: yaml });
  const [wrong] = failures;
  if (wrong)
    throw new DomainError('detection.rule-invalid', {
      ...(wrong.line === null ? {} : { line: wrong.line }),
      reason: wrong.text.en,
      reasonZh: wrong.text.zh,
    });
  return rules;
};

/** Makes the rules of a path what the text holds; see `DetectionAsks.keepCompanions`. */
export const keepCompanions =
  ({ records, now, changed }: Dependencies) =>
  async (path: string, yaml: string): Promise<void> => {
    const rules = rulesOf(path, yaml);
    const ids = rules.map(({ id }) => id);
    const before = await records.transaction(async (tx) => {
      const tables = tx.as<DetectionTables>();
      const rows = await tables
        .selectFrom('detection.rules')
        .select(['id', 'ruleset', 'path'])
        .where((is) =>
          is.or([
            is.and([is('ruleset', '=', COMPANIONS), is('path', '=', path)]),
            ...(ids.length === 0 ? [] : [is('id', 'in', ids)]),
          ]),
        )
        .execute();
      const foreign = rows.find((row) => row.ruleset !== COMPANIONS || row.path !== path);
      if (foreign) throw new DomainError('detection.rule-exists', { field: foreign.id });
      if (rules.length > 0)
        await putRuleset(tx, {
          id: COMPANIONS,
          title: '与关联规则同写 / Written with correlations',
          origin: 'console',
          license: '',
          failed: 0,
          at: new Date(now()),
        });
      await putRules(
        tx,
        rules.map((rule) => ({
          ...rule,
          ruleset: COMPANIONS,
          license: rule.document.license ?? '',
          enabled: true,
        })),
      );
      const gone = rows.map(({ id }) => id).filter((id) => !ids.includes(id));
      if (gone.length > 0) await tables.deleteFrom('detection.rules').where('id', 'in', gone).execute();
      return rows.map(({ id }) => id);
    });
    const touched = [...new Set([...before, ...ids])];
    if (touched.length > 0) await changed(touched);
  };
