import type { Logger } from '@chedun/log';
import type { Records } from '@chedun/records';
import { putRule, SHIPPED } from '../documents.ts';
import { readRule } from '../domain/read-rule.ts';
import { readRuleFiles } from '../rule-files.ts';
import type { BaselineTables } from '../tables.ts';

interface Needs {
  readonly records: Records;
  readonly log: Logger;
  readonly now: () => number;
}

/** Makes our own behaviour rules in the store what the files hold; what people switched stays. New ones are on. */
export const keepShipped =
  ({ records, log, now }: Needs) =>
  async (folder?: string): Promise<void> => {
    const files = await readRuleFiles(folder);
    await records.transaction(async (tx) => {
      const ids: string[] = [];
      for (const { path, yaml } of files) {
        const { read, lint } = readRule(yaml, path);
        const id = read?.document.id;
        if (!read || id === undefined) {
          log.error('a behaviour rule of ours was refused', { path, reason: lint[0]?.message ?? 'no id' });
          continue;
        }
        await putRule(tx, read, { id, ruleset: SHIPPED, path, yaml, enabled: true, at: now() });
        ids.push(id);
      }
      const gone = tx.as<BaselineTables>().deleteFrom('baselines.rules').where('ruleset', '=', SHIPPED);
      await (ids.length === 0 ? gone : gone.where('id', 'not in', ids)).execute();
    });
  };
