import { linesOf, textOf, type CheckRule, type Form } from '../rule.ts';

const FEWEST = 3;
const FACTOR = 5;

const countOf = (data: Form): number =>
  linesOf(data, 'equipment').reduce((sum, line) => sum + (Number(line['quantity']) || 0), 0);

const medianOf = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
};

/** 合理性: size and level beside units of the same kind of other enterprises; at least three of them, which are not named. */
export const peers: CheckRule = {
  id: 'peers',
  check: ({ data, peers: all }) => {
    const type = textOf(data, 'unitType');
    const same = type === '' ? [] : all.filter((each) => textOf(each, 'unitType') === type);
    if (same.length < FEWEST) return [];
    const [mine, usual] = [countOf(data), medianOf(same.map(countOf))];
    const [level, usualLevel] = [
      Number(textOf(data, 'level')),
      medianOf(same.map((each) => Number(textOf(each, 'level')))),
    ];
    return [
      ...(usual > 0 && (mine * FACTOR < usual || mine > usual * FACTOR)
        ? [
            {
              field: 'equipment',
              zh: `软硬件数量为 ${mine}，同类单元的中位数为 ${usual}，请核实是否完整`,
              en: `${mine} pieces of equipment, the median of units of this kind is ${usual}`,
            },
          ]
        : []),
      ...(level + 1 <= usualLevel
        ? [
            {
              field: 'level',
              zh: `拟定级别低于同类单元的常见级别（${usualLevel} 级），请说明理由`,
              en: `The level is below that of most units of this kind (${usualLevel})`,
            },
          ]
        : []),
    ];
  },
};
