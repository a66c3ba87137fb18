import type { CorrelationAsks } from '@chedun/correlation/contract';
import type { DetectionAsks } from '@chedun/detection/contract';

interface Needs {
  readonly detection: Pick<DetectionAsks, 'rulesInUse'>;
  readonly correlation: Pick<CorrelationAsks, 'evaluateLater'>;
}

/** Titles of rules and correlations that are at work, by id. */
export const namesOf =
  ({ detection, correlation }: Needs) =>
  async (ids: readonly string[]): Promise<ReadonlyMap<string, { readonly zh: string; readonly en: string }>> => {
    const rules = new Map((await detection.rulesInUse()).map((each) => [each.id, each]));
    return new Map(
      ids.flatMap((id) => {
        const found = rules.get(id) ?? correlation.evaluateLater(id);
        return found === undefined ? [] : [[id, { zh: found.titleZh ?? found.title, en: found.title }] as const];
      }),
    );
  };
