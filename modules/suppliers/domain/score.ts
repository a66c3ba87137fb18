import type { AnswerValue, Questionnaire, ReviewInput, ReviewResult } from '../contract/review.ts';

const WORTH: Readonly<Record<Exclude<AnswerValue, 'not-applicable'>, number>> = { yes: 1, partly: 0.5, no: 0 };
const RANK: Readonly<Record<ReviewResult, number>> = { passed: 0, conditions: 1, failed: 2 };

/** What answers are worth, and the best result that they allow. */
export interface Scored {
  /** From 0 to 100; questions that do not apply count nowhere. */
  readonly score: number;
  readonly best: ReviewResult;
}

/** Scores answers. A question without an answer counts as a no; where nothing applies the score is 0. */
export const scoreOf = (
  { questions, passFrom, conditionsFrom }: Questionnaire,
  answers: readonly { readonly question: string; readonly value: AnswerValue }[],
): Scored => {
  const given = new Map(answers.map(({ question, value }) => [question, value]));
  let [reached, most, missed] = [0, 0, false];
  for (const { id, weight, must } of questions) {
    const value = given.get(id) ?? 'no';
    if (value === 'not-applicable') continue;
    most += weight;
    reached += weight * WORTH[value];
    if (must && value === 'no') missed = true;
  }
  const score = most === 0 ? 0 : Math.round((reached / most) * 100);
  if (score < conditionsFrom) return { score, best: 'failed' };
  return { score, best: score >= passFrom && !missed ? 'passed' : 'conditions' };
};

/** Why a review cannot be kept as it is; undefined where it can. */
export const reviewRefusal = (
  questionnaire: Questionnaire,
  { version, answers, result, conditions, day }: ReviewInput,
  today: string,
):
  | 'other-version'
  | 'unanswered'
  | 'review-later'
  | 'result-too-good'
  | 'conditions-missing'
  | 'conditions-needless'
  | undefined => {
  if (version !== questionnaire.version) return 'other-version';
  const given = new Set(answers.map(({ question }) => question));
  if (given.size !== answers.length || questionnaire.questions.some(({ id }) => !given.has(id))) return 'unanswered';
  if (given.size !== questionnaire.questions.length) return 'unanswered';
  if (day > today) return 'review-later';
  if (RANK[result] < RANK[scoreOf(questionnaire, answers).best]) return 'result-too-good';
  if (result === 'conditions' && conditions.length === 0) return 'conditions-missing';
  if (result === 'passed' && conditions.length > 0) return 'conditions-needless';
  return undefined;
};
