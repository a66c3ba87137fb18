import {
  conformityScore,
  layerScore,
  objectScore,
  passes,
  readUnits,
  totalScore,
  UNIT_WEIGHT,
  unitScore,
} from '@chedun/crypto-assessment/rules';
import { isFields, listOf, numberOf, textOf, type Answer, type Fields } from './case.ts';

const WORDS = { 应: 'must', 宜: 'should', 可: 'may' } as const;
const RESULTS = { 符合: 'conform', 部分符合: 'partial', 不符合: 'fail' } as const;

const wordOf = <T>(words: Readonly<Record<string, T>>, text: string): T => {
  const word = words[text];
  if (word === undefined) throw new Error(`${text} is no word of the rule`);
  return word;
};

const rows = (input: Fields, name: string): readonly Fields[] => listOf(input, name).filter(isFields);
const scores = (row: Fields): readonly number[] => listOf(row, 'objects').map(Number);

const layer = (input: Fields): Fields => ({
  layer: layerScore(
    rows(input, 'units').map((unit) => ({
      weight: UNIT_WEIGHT[wordOf(WORDS, textOf(unit, 'weight'))],
      score: unitScore(scores(unit)),
    })),
  ),
});

const total = (input: Fields): Fields => {
  const technical = rows(input, 'technical').map((row) => ({
    weight: numberOf(row, 'weight'),
    score: row['score'] === null ? null : numberOf(row, 'score'),
  }));
  const management = rows(input, 'management').map((row) => ({
    weight: numberOf(row, 'weight'),
    score: row['result'] === '不适用' ? null : conformityScore(wordOf(RESULTS, textOf(row, 'result'))),
  }));
  return { total: totalScore(technical, management) };
};

const score = (input: Fields): Fields => {
  if ('objects' in input) return { unit: unitScore(scores(input)) };
  if ('units' in input) return layer(input);
  if ('technical' in input) return total(input);
  return { pass: passes(numberOf(input, 'total'), numberOf(input, 'high_risk')) };
};

const unitsOf = async (input: Fields): Promise<Fields> => {
  const at = numberOf(input, 'level') - 1;
  const words = (await readUnits()).flatMap(({ units }) => units.map(({ levels }) => levels[at] ?? null));
  const count = (wanted: string | null) => words.filter((word) => word === wanted).length;
  return { 应: count('must'), 宜: count('should'), 可: count('may'), not_required: count(null) };
};

/** Suites of 密评. */
export const miping: Readonly<Record<string, Answer>> = {
  'miping-object': ({ input }) => ({
    score: objectScore({
      D: input['D'] === true,
      A: input['A'] === true,
      K: input['K'] === true,
      Ra: numberOf(input, 'Ra'),
      Rk: numberOf(input, 'Rk'),
    }),
  }),
  'miping-score': ({ input }) => score(input),
  'miping-units': ({ input }) => unitsOf(input),
};
