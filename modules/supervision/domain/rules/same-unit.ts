import { quoted, textOf, type CheckRule } from '../rule.ts';

/** A unit is filed once; a change names a filing that exists. */
export const sameUnit: CheckRule = {
  id: 'same-unit',
  check: ({ kind, data, own }) => {
    const name = textOf(data, 'unitName');
    if (kind.id === 'grading') {
      const twin = own.find(
        (each) => each.kind === 'grading' && each.state === 'numbered' && textOf(each.data, 'unitName') === name,
      );
      return name !== '' && twin !== undefined
        ? [
            {
              field: 'unitName',
              zh: `同名单元已备案（${twin.number}），请办理变更备案`,
              en: `A unit of this name is filed as ${twin.number}; file a change`,
            },
          ]
        : [];
    }
    const number = textOf(data, 'filingNumber');
    if (number === '') return [];
    const original = own.find((each) => each.number === number);
    if (original === undefined)
      return [
        {
          field: 'filingNumber',
          zh: `备案号 ${quoted(number)} 不属于该企业`,
          en: `${quoted(number)} is no filing of this enterprise`,
        },
      ];
    const filed = textOf(original.data, 'unitName');
    return name !== '' && filed !== name
      ? [
          {
            field: 'unitName',
            zh: `备案号 ${number} 对应的单元为“${quoted(filed)}”，与填报名称不一致`,
            en: `${number} is the filing of ${quoted(filed)}`,
          },
        ]
      : [];
  },
};
