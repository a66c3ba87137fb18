import { linesOf, textOf, type CheckRule } from '../rule.ts';

const COUNT = /服务器 ?(?:共|约|合计)? ?(\d{1,6}) ?台/;

/** 合理性: counts are numbers, and the text names as many servers as the table holds. */
export const numbers: CheckRule = {
  id: 'numbers',
  check: ({ data }) => {
    const lines = linesOf(data, 'equipment');
    const counted = lines.map((line) => ({ name: String(line['name'] ?? ''), text: String(line['quantity'] ?? '') }));
    const unclear = counted.filter(({ text }) => text !== '' && !/^\d{1,9}$/.test(text.trim()));
    if (unclear.length > 0)
      return [
        {
          field: 'equipment',
          zh: `“主要软硬件及型号”中 ${unclear.length} 行数量不是数字，请填写具体数量`,
          en: `In ${unclear.length} lines of the equipment the quantity is no number`,
        },
      ];
    const said = COUNT.exec(['functions', 'topology', 'boundary'].map((field) => textOf(data, field)).join('\n'))?.[1];
    const servers = counted.filter(({ name }) => name.includes('服务器'));
    const sum = servers.reduce((all, { text }) => all + Number(text), 0);
    if (said === undefined || servers.length === 0 || Number(said) === sum) return [];
    return [
      {
        field: 'equipment',
        zh: `文字描述服务器 ${said} 台，表中合计 ${sum} 台，请核对一致`,
        en: `The text names ${said} servers, the table holds ${sum}`,
      },
    ];
  },
};
