import { textOf, type CheckRule } from '../rule.ts';

const PICTURE = /\.(?:svg|png|jpe?g|pdf|vsdx?|drawio)$/i;

/** 完整性: from level 3 on the topology comes as a picture, too (a decision of this product). */
export const topology: CheckRule = {
  id: 'topology',
  check: ({ kind, data, attachments }) =>
    kind.id === 'grading' && Number(textOf(data, 'level')) >= 3 && !attachments.some((name) => PICTURE.test(name))
      ? [
          {
            field: 'topology',
            zh: '三级及以上单元应附网络拓扑图',
            en: 'From level 3 on a drawing of the topology goes along',
          },
        ]
      : [],
};
