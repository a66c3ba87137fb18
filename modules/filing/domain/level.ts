import { matrixLevelOf, unitLevelOf, type UnitLevelRule } from '@chedun/regulations';
import type { FactorName, LevelInput, LevelResult, Question, Weights } from '../contract.ts';
import { filingError } from '../errors.ts';

interface Scored {
  readonly factor: FactorName;
  readonly score: number;
  readonly because: LevelResult['trace'][number]['because'];
}

const scoreOf = (question: Question, answers: LevelInput['answers']): Scored => {
  const option = question.options.find(({ id }) => id === answers[question.id]);
  if (option === undefined) throw filingError('filing.answer-missing', { field: question.id });
  const because = {
    zh: `${question.title.zh}：${option.title.zh}`,
    en: `${question.title.en}: ${option.title.en}`,
  };
  return { factor: question.factor, score: option.score, because };
};

const best = (scored: readonly Scored[], factor: FactorName): Scored => {
  const own = scored.filter((each) => each.factor === factor);
  const [first] = own.toSorted((a, b) => b.score - a.score);
  if (first === undefined) throw filingError('filing.answer-missing', { field: factor });
  return first;
};

const round = (value: number): string => String(Math.round(value * 1000) / 1000);

/** The sum as people read it: `Round{log2(0.333·2^4 + …)} = Round{3.78} = 4`. */
const textOf = (trace: LevelResult['trace'], raw: number, level: number): string => {
  const sum = trace.map(({ weight, value, part }) => `${round(weight)}×2^${value}=${round(part)}`).join('，');
  const total = round(trace.reduce((all, { part }) => all + part, 0));
  return `${trace.map(({ factor, value }) => `${factor}=${value}`).join('，')}；${sum}；log2(${total})=${round(raw)}，取整为 ${level} 级`;
};

/**
 * The level of a unit: each factor is the highest score of its questions; then the formula of the rule, and the matrix of
 * GB/T 22240 as a second opinion. Throws `filing.answer-missing`.
 */
export const levelOf = (
  rule: UnitLevelRule,
  questions: readonly Question[],
  weights: Weights | undefined,
  input: LevelInput,
): LevelResult => {
  const scored = questions.map((question) => scoreOf(question, input.answers));
  const chosen = { I: best(scored, 'I'), V: best(scored, 'V'), R: best(scored, 'R') };
  const values = { I: chosen.I.score, V: chosen.V.score, R: chosen.R.score };
  const computed = unitLevelOf(rule, values, weights);
  const trace = computed.trace.map((line) => ({ ...line, because: chosen[line.factor].because }));
  const matrixLevel = matrixLevelOf(rule, input.object, input.harm);
  const agrees = matrixLevel === computed.level;
  const { level, raw, formula } = computed;
  return { level, raw, formula, trace, matrixLevel, agrees, text: textOf(trace, raw, level) };
};

/** Throws `filing.disagreement` where formula and matrix differ and nobody explains it. */
export const needExplained = ({ agrees }: Pick<LevelResult, 'agrees'>, { explanation }: LevelInput): void => {
  if (!agrees && explanation.trim().length < 4) throw filingError('filing.disagreement', { field: 'explanation' });
};
