/** A rule that may be played, and when it last was. */
export interface Choosable {
  readonly ruleId: string;
  readonly family: string;
  readonly hasEvent: boolean;
}

/** When a rule was last played, milliseconds; absent = never. */
export type Tried = ReadonlyMap<string, number>;

const HOUR = 3_600_000;
/** A rule is played again when its last drill is older than this, so that every proof is younger than a day and a bit. */
const AGAIN_MS = 20 * HOUR;

const oldestFirst =
  (tried: Tried) =>
  (a: Choosable, b: Choosable): number =>
    (tried.get(a.ruleId) ?? 0) - (tried.get(b.ruleId) ?? 0) || (a.ruleId < b.ruleId ? -1 : 1);

/** What a round plays: rules whose last drill is old or that were never played, the oldest first, at most so many. */
export const chooseRound = (rules: readonly Choosable[], tried: Tried, now: number, most: number): readonly string[] =>
  rules
    .filter(({ ruleId, hasEvent }) => hasEvent && now - (tried.get(ruleId) ?? 0) > AGAIN_MS)
    .toSorted(oldestFirst(tried))
    .slice(0, most)
    .map(({ ruleId }) => ruleId);

/** One rule of each family: the one that waits longest, so that every day another one stands for the family. */
export const chooseFamilies = (rules: readonly Choosable[], tried: Tried): readonly string[] => {
  const chosen = new Map<string, string>();
  for (const { ruleId, family, hasEvent } of rules.toSorted(oldestFirst(tried)))
    if (hasEvent && !chosen.has(family)) chosen.set(family, ruleId);
  return [...chosen.values()];
};

/** Families of which no rule can be played. */
export const untestedFamilies = (rules: readonly Choosable[]): readonly string[] => {
  const testable = new Set(rules.filter(({ hasEvent }) => hasEvent).map(({ family }) => family));
  return [...new Set(rules.map(({ family }) => family))].filter((family) => !testable.has(family)).toSorted();
};
