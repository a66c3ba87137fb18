import { csvLine } from '@chedun/kernel';
import type { AssessmentDetail, AssessmentItem, Requirement } from '../contract.ts';
import { itemScore } from './score.ts';

/** The columns of objects, which a row of a layer leaves empty. */
const NOTHING: readonly string[] = Array.from({ length: 9 }, () => '');

const mark = (value: boolean | null): string => (value === null ? '' : value ? '√' : '×');
const REQUIREMENT = { must: '应', should: '宜', may: '可' } as const;
/** 应, 宜, 可 as reports say it. */
export const requirementOf = (requirement: Requirement | null): string =>
  requirement === null ? '不要求' : REQUIREMENT[requirement];
const CONFORMITY = { conform: '符合', partial: '部分符合', fail: '不符合' } as const;
const CONCLUSION = { conform: '符合', basic: '基本符合', fail: '不符合' } as const;
const HEAD = [
  '层面',
  '测评单元',
  '要求',
  '测评对象',
  '适用',
  'D',
  'A',
  'K',
  'Ra',
  'Rk',
  '判定',
  '对象得分',
  '单元得分',
  '高风险',
  '证据',
  '说明',
  '整改期限',
];

/** The assessment as CSV with the trace of its score: one line an object, then layers and the total. */
export const reportCsv = ({ assessment, score, units }: AssessmentDetail): string => {
  const groups = new Map(units.map(({ id, group }) => [id, group]));
  const layers = new Map(score.layers.map(({ layer, name }) => [layer, name]));
  const lineOf = (item: AssessmentItem, unit: AssessmentDetail['score']['units'][number]): string =>
    csvLine([
      layers.get(unit.layer),
      `${unit.unit} ${unit.name}`,
      requirementOf(unit.requirement),
      item.object,
      item.applicable ? '适用' : '不适用',
      mark(item.d),
      mark(item.a),
      mark(item.k),
      item.ra,
      item.rk,
      item.conformity === null ? '' : CONFORMITY[item.conformity],
      item.applicable ? (itemScore(item, groups.get(item.unit) ?? 'technical') ?? '') : '',
      unit.score ?? '',
      item.highRisk ? '是' : '',
      item.evidence.join('; '),
      item.note,
      item.rectifyBy ?? '',
    ]);
  const emptyOf = (unit: AssessmentDetail['score']['units'][number]): string =>
    csvLine([layers.get(unit.layer), `${unit.unit} ${unit.name}`, requirementOf(unit.requirement)]);
  // Units without an object stand there too, so that the table can be filled in and brought back.
  const rows = score.units.flatMap((unit) => {
    const items = assessment.items.filter((item) => item.unit === unit.unit);
    return items.length === 0 ? [emptyOf(unit)] : items.map((item) => lineOf(item, unit));
  });
  return [
    '\uFEFF',
    csvLine(HEAD),
    ...rows,
    ...score.layers.map(({ name, weight, score: value }) =>
      csvLine([name, '层面得分', weight, ...NOTHING, value ?? '不适用']),
    ),
    csvLine(['总分', score.total ?? '']),
    csvLine(['结论', score.conclusion === null ? '' : CONCLUSION[score.conclusion]]),
  ].join('');
};
