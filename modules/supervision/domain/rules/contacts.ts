import { quoted, textOf, type CheckRule } from '../rule.ts';

const PHONE = /(?:\+?86[- ]?)?(?:1[3-9]\d{9}|0\d{2,3}[- ]?\d{7,8}|400[- ]?\d{3}[- ]?\d{4})/;
const MAIL = /[^\s@]+@[^\s@]+\.[^\s@]+/;
/** Longer than any contact; the expressions look at no more. */
const MOST = 200;
const FIELDS = ['organisationContact', 'principalContact', 'reporterContact'] as const;

/** 真实性: a contact is a telephone number or a mail address that can be one. */
export const contacts: CheckRule = {
  id: 'contacts',
  check: ({ data }) =>
    FIELDS.filter((field) => {
      const text = textOf(data, field);
      return text !== '' && (text.length > MOST || (!PHONE.test(text) && !MAIL.test(text)));
    }).map((field) => ({
      field,
      zh: `联系方式“${quoted(textOf(data, field))}”不是可用的电话号码或电子邮箱`,
      en: `${quoted(textOf(data, field))} is neither a telephone number nor a mail address`,
    })),
};
