import { unitLevelOf, type Factor } from '@chedun/regulations';
import { linesOf, textOf, type CheckContext, type CheckRule } from '../rule.ts';

const factorsOf = ({ data, levels }: CheckContext): Partial<Record<Factor, number>> => {
  const found: Partial<Record<Factor, number>> = {};
  for (const line of linesOf(data, 'factors')) {
    const name = String(line['factor'] ?? '');
    const value = Number(line['value']);
    for (const factor of ['I', 'V', 'R'] as const)
      if ((name.includes(levels.factors[factor].title.zh) || name === factor) && Number.isInteger(value))
        found[factor] = value;
  }
  return found;
};

/** 合理性: the level is the one that the stated factors give (YD/T 1729, unverified). */
export const level: CheckRule = {
  id: 'level',
  check: (context) => {
    const { data, levels } = context;
    const { I, V, R } = factorsOf(context);
    const stated = Number(textOf(data, 'level'));
    const [low, high] = levels.range;
    if (I === undefined || V === undefined || R === undefined || !(stated >= 1)) return [];
    if ([I, V, R].some((value) => value < low || value > high))
      return [
        { field: 'factors', zh: `定级要素应在 ${low} 至 ${high} 之间`, en: `Factors lie between ${low} and ${high}` },
      ];
    const computed = unitLevelOf(levels, { I, V, R }).level;
    if (computed === stated) return [];
    return [
      {
        field: 'level',
        zh: `按所填定级要素以默认权重计算应为 ${computed} 级，填报为 ${stated} 级，请说明或更正`,
        en: `The stated factors give level ${computed} with the usual weights, the form says ${stated}`,
      },
    ];
  },
};
