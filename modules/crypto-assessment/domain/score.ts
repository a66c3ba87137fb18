import type {
  Assessment,
  AssessmentDates,
  AssessmentHead,
  AssessmentItem,
  AssessmentScore,
  LayerScore,
  UnitScore,
} from '../contract.ts';
import { addDays, addYear } from '@chedun/kernel';
import {
  conclusionOf,
  conformityScore,
  layerScore,
  objectScore,
  totalScore,
  unitScore,
  UNIT_WEIGHT,
} from './miping-score.ts';
import type { UnitTable } from '../units.ts';
import type { z } from 'zod';

/** Days from the report to its filing (商用密码应用安全性评估管理办法). */
const FILING_DAYS = 30;

type Item = Pick<AssessmentItem, 'unit' | 'applicable' | 'd' | 'a' | 'k' | 'ra' | 'rk' | 'conformity' | 'highRisk'>;
type Group = LayerScore['group'];

/** Score of a judged object that applies; null while its judgement is not complete. */
export const itemScore = ({ d, a, k, ra, rk, conformity }: Item, group: Group): number | null => {
  if (group === 'management') return conformity === null ? null : conformityScore(conformity);
  // Without effective use the other two need no judgement.
  if (d === false) return 0;
  return d === null || a === null || k === null ? null : objectScore({ D: d, A: a, K: k, Ra: ra, Rk: rk });
};

const isJudged = (item: Item, group: Group): boolean => !item.applicable || itemScore(item, group) !== null;

/** Scores an assessment against the table of units at its level: units, layers, total, conclusion. */
export const scoreOf = (
  { level, items }: { readonly level: number; readonly items: readonly Item[] },
  table: UnitTable,
): AssessmentScore => {
  const layers = table.map((layer) => {
    const units = layer.units.map(({ id, name, levels }): UnitScore => {
      const own = items.filter(({ unit }) => unit === id);
      const scores = own.flatMap((item) => {
        const score = item.applicable ? itemScore(item, layer.group) : null;
        return score === null ? [] : [score];
      });
      return {
        unit: id,
        name,
        layer: layer.id,
        requirement: levels[level - 1] ?? null,
        score: unitScore(scores),
        objects: own.length,
        highRisk: own.filter(({ highRisk }) => highRisk).length,
        judged: own.length > 0 && own.every((item) => isJudged(item, layer.group)),
      };
    });
    const weighted = units.flatMap(({ requirement, score }) =>
      requirement === null ? [] : [{ weight: UNIT_WEIGHT[requirement], score }],
    );
    return { layer, units, score: layerScore(weighted) };
  });
  const of = (group: Group) =>
    layers
      .filter((each) => each.layer.group === group)
      .map((each) => ({ weight: each.layer.weight, score: each.score }));
  const units = layers.flatMap((each) => each.units);
  const total = totalScore(of('technical'), of('management'));
  const missing = units.filter(({ requirement, judged }) => requirement !== null && !judged).map(({ unit }) => unit);
  const highRisk = units.reduce((sum, each) => sum + each.highRisk, 0);
  return {
    units,
    layers: layers.map(({ layer, score }) => ({
      layer: layer.id,
      name: layer.name,
      group: layer.group,
      weight: layer.weight,
      score,
    })),
    total,
    highRisk,
    missing,
    conclusion: total === null || missing.length > 0 ? null : conclusionOf(total, highRisk),
  };
};

/** Objects that leave something to be done: judged, and less than full or of high risk. */
export const gapsOf = (items: readonly AssessmentItem[], table: UnitTable): readonly AssessmentItem[] => {
  const groups = new Map(table.flatMap(({ units, group }) => units.map(({ id }) => [id, group] as const)));
  return items.filter((item) => {
    const score = item.applicable ? itemScore(item, groups.get(item.unit) ?? 'technical') : null;
    return score !== null && (score < 1 || item.highRisk);
  });
};

/** Legal dates: filing 30 days after the report, the next assessment a year after this one. */
export const datesOf = (
  { assessedOn, reportedOn, filedOn }: Pick<AssessmentHead, 'assessedOn' | 'reportedOn' | 'filedOn'>,
  today: string,
): z.infer<typeof AssessmentDates> => {
  const fileBy = reportedOn === null ? null : addDays(reportedOn, FILING_DAYS);
  const nextBy = assessedOn === null ? null : addYear(assessedOn);
  return {
    fileBy,
    nextBy,
    fileOverdue: fileBy !== null && (filedOn ?? today) > fileBy,
    nextOverdue: nextBy !== null && today > nextBy,
  };
};

/** Units whose judgement has another form than their kind, or that are not in the table. */
export const misfits = ({ items }: Pick<Assessment, 'items'>, table: UnitTable): readonly string[] => {
  const groups = new Map(table.flatMap(({ units, group }) => units.map(({ id }) => [id, group] as const)));
  return items.flatMap(({ unit, conformity, d, a, k }) => {
    const group = groups.get(unit);
    const technical = d !== null || a !== null || k !== null;
    return group === undefined || (group === 'management' ? technical : conformity !== null) ? [unit] : [];
  });
};
