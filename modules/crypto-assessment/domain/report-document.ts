import type { Json } from '@chedun/kernel';
import type { AssessmentDetail, AssessmentItem } from '../contract.ts';
import { requirementOf } from './report.ts';

/** Who answers for the system; empty where nobody is appointed. */
export interface Responsible {
  readonly organisation: string;
  readonly person: string;
  readonly phone: string;
}

const gapOf = ({ d, a, k, conformity, note }: AssessmentItem): string => {
  const marks = [
    d === false ? '密码使用无效' : '',
    a === false ? '算法或技术不合规' : '',
    k === false ? '密钥管理不安全' : '',
  ];
  const found = marks.filter((each) => each !== '');
  if (conformity === 'partial') found.push('部分符合');
  if (conformity === 'fail') found.push('不符合');
  return [...found, note].filter((each) => each !== '').join('；');
};

const isGap = ({ applicable, d, a, k, conformity }: AssessmentItem): boolean =>
  applicable && (d === false || a === false || k === false || conformity === 'partial' || conformity === 'fail');

/** What a document still lacks, in both languages. */
export const missingOf = ({ assessment, score }: AssessmentDetail, by: Responsible): readonly string[] =>
  [
    assessment.status === 'done' ? '' : '完成密评 (completion)',
    assessment.organisation === '' ? '测评机构 (assessor)' : '',
    assessment.assessedOn === null ? '评估日期 (day of the assessment)' : '',
    assessment.reportedOn === null ? '报告日期 (day of the report)' : '',
    score.total === null || score.conclusion === null ? '得分 (score)' : '',
    by.organisation === '' ? '责任单位 (organisation)' : '',
    by.person === '' ? '责任人 (person in charge)' : '',
  ].filter((each) => each !== '');

/** Data of the template `crypto-assessment-report`: everything stands in the assessment, nothing is typed again. */
export const reportDocument = (detail: AssessmentDetail, by: Responsible): Readonly<Record<string, Json>> => {
  const { assessment, score } = detail;
  const layers = new Map(score.layers.map(({ layer, name }) => [layer, name]));
  const names = new Map(score.units.map(({ unit, name }) => [unit, name]));
  return {
    systemName: assessment.system,
    level: String(assessment.level),
    organisation: by.organisation,
    organisationContact: by.phone,
    principal: by.person,
    principalContact: by.phone,
    assessor: assessment.organisation,
    assessedOn: assessment.assessedOn ?? '',
    reportedOn: assessment.reportedOn ?? '',
    method: '《商用密码应用安全性评估量化评估规则（2023版）》；等级一、二、四的指标列未核实。',
    score: score.total ?? 0,
    conclusion: score.conclusion ?? 'fail',
    highRisks: score.highRisk,
    units: score.units
      .filter(({ requirement }) => requirement !== null)
      .map((unit) => ({
        layer: layers.get(unit.layer) ?? unit.layer,
        unit: unit.name,
        requirement: requirementOf(unit.requirement),
        objects: String(unit.objects),
        score: unit.score === null ? '不适用' : String(unit.score),
      })),
    gaps: assessment.items.filter(isGap).map((item) => ({
      unit: names.get(item.unit) ?? item.unit,
      object: item.object,
      gap: gapOf(item),
      due: item.rectifyBy ?? '',
    })),
  };
};
