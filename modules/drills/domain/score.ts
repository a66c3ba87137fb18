import type { Expectation, ResultFamily, TargetState, Verdict } from '../contract.ts';

/** What came of an expectation: all targets, or one of them. Both give 100 or 0. */
export const verdictOf = (mode: Expectation['mode'], states: readonly TargetState[]): Verdict => {
  const met = states.filter((state) => state === 'met').length;
  const missed = states.filter((state) => state === 'missed').length;
  if (mode === 'any') return met > 0 ? 'met' : missed === states.length ? 'missed' : 'open';
  return missed > 0 ? 'missed' : met === states.length ? 'met' : 'open';
};

interface Judged {
  readonly weight: number;
  readonly family: ResultFamily;
  readonly verdict: Verdict;
}

/** Weighted share of what was met, 0 to 100 with one decimal; 0 for nothing. */
export const scoreOf = (judged: readonly Judged[]): number => {
  const all = judged.reduce((sum, { weight }) => sum + weight, 0);
  const met = judged.reduce((sum, { weight, verdict }) => sum + (verdict === 'met' ? weight : 0), 0);
  return all === 0 ? 0 : Math.round((met / all) * 1000) / 10;
};

/** The score of each family that the drill has. */
export const familiesOf = (judged: readonly Judged[]) =>
  [...new Set(judged.map(({ family }) => family))].map((family) => {
    const own = judged.filter((each) => each.family === family);
    return {
      family,
      score: scoreOf(own),
      met: own.filter(({ verdict }) => verdict === 'met').length,
      of: own.length,
    };
  });
