import type { Conclusion, Conformity, Requirement } from '../contract.ts';

/** Judgement of an object of a technical unit: D effective use, A sound algorithm, K sound key management. */
export interface ObjectJudgement {
  readonly D: boolean;
  readonly A: boolean;
  readonly K: boolean;
  readonly Ra: number;
  readonly Rk: number;
}

/** Weights of units: 应 1, 宜 0.7, 可 0.4 (量化评估规则 2023). */
export const UNIT_WEIGHT: Readonly<Record<Requirement, number>> = { must: 1, should: 0.7, may: 0.4 };
const CONFORMITY: Readonly<Record<Conformity, number>> = { conform: 1, partial: 0.5, fail: 0 };
const TECHNICAL = 70;
const MANAGEMENT = 30;
/** From memory, unverified: at least 60, and no high risk. */
const PASSING = 60;
const FULL = 100;

/** Half up; the addition takes away what binary fractions lack (0.83335 is less than it is written). */
const round = (value: number, decimals: number): number => {
  const factor = 10 ** decimals;
  return Math.floor(value * factor + 0.5 + 1e-7) / factor;
};

/**
 * Score of an object by the 2023 rule: 0 without D; 1 with all; 0.5 Ra without A; 0.5 Rk without K; 0.25 Ra Rk without both
 * (the last from memory, unverified).
 */
export const objectScore = ({ D, A, K, Ra, Rk }: ObjectJudgement): number => {
  if (!D) return 0;
  if (A && K) return 1;
  if (K) return round(0.5 * Ra, 4);
  return round(A ? 0.5 * Rk : 0.25 * Ra * Rk, 4);
};

/** Score of a judgement of management: 1, 0.5, 0. */
export const conformityScore = (conformity: Conformity): number => CONFORMITY[conformity];

/** Mean of the objects of a unit, four decimals; null without any that applies. */
export const unitScore = (objects: readonly number[]): number | null =>
  objects.length === 0 ? null : round(objects.reduce((sum, each) => sum + each, 0) / objects.length, 4);

interface Weighted {
  readonly weight: number;
  readonly score: number | null;
}

/** Mean by weight of what applies, not rounded; null when nothing does. */
const meanOf = (parts: readonly Weighted[]): number | null => {
  const applicable = parts.flatMap(({ weight, score }) => (score === null ? [] : [{ weight, score }]));
  const weight = applicable.reduce((sum, each) => sum + each.weight, 0);
  return weight === 0 ? null : applicable.reduce((sum, each) => sum + each.weight * each.score, 0) / weight;
};

/** Score of a layer: mean of its units by weight, four decimals; units without a score do not count. */
export const layerScore = (units: readonly Weighted[]): number | null => {
  const mean = meanOf(units);
  return mean === null ? null : round(mean, 4);
};

/** The total, 0 to 100 with two decimals: technical layers make 70, management 30; null when a whole group is missing. */
export const totalScore = (technical: readonly Weighted[], management: readonly Weighted[]): number | null => {
  const [first, second] = [meanOf(technical), meanOf(management)];
  return first === null || second === null ? null : round(first * TECHNICAL + second * MANAGEMENT, 2);
};

/** Whether a total passes (from memory, unverified): at least 60 and no high risk. */
export const passes = (total: number, highRisks: number): boolean => total >= PASSING && highRisks === 0;

/** 符合: everything; 基本符合: passes; 不符合: the rest (the borders from memory, unverified). */
export const conclusionOf = (total: number, highRisks: number): Conclusion => {
  if (!passes(total, highRisks)) return 'fail';
  return total >= FULL ? 'conform' : 'basic';
};
