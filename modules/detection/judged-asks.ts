import type { Records } from '@chedun/records';
import type { DetectionAsks } from './contract.ts';
import { judgedRanges, lastVersion } from './judged.ts';
import type { RuleBook } from './rule-book.ts';

/** What others ask about the frames on which rules were evaluated. */
export const judgedAsks = (
  records: Pick<Records, 'read'>,
  book: Pick<RuleBook, 'versionOf'>,
): Pick<DetectionAsks, 'judged' | 'judgedBefore'> => {
  const split = async (ruleId: string) => {
    const ranges = await judgedRanges(records, ruleId);
    const version = book.versionOf(ruleId) ?? lastVersion(ranges);
    return {
      now: ranges.filter((range) => range.version === version),
      before: ranges.filter((range) => range.version !== version),
    };
  };
  return {
    judged: async (ruleId) => (await split(ruleId)).now,
    judgedBefore: async (ruleId) => (await split(ruleId)).before,
  };
};
