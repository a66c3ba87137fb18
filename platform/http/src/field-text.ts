import type { Bilingual } from '@chedun/kernel';
import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

const TYPES: Readonly<Record<string, Bilingual>> = {
  string: { zh: '文本', en: 'text' },
  number: { zh: '数字', en: 'a number' },
  int: { zh: '整数', en: 'a whole number' },
  boolean: { zh: '是或否（true/false）', en: 'true or false' },
  array: { zh: '列表', en: 'a list' },
  object: { zh: '对象', en: 'an object' },
  record: { zh: '对象', en: 'an object' },
  null: { zh: '空值', en: 'null' },
};

const FORMATS: Readonly<Record<string, Bilingual>> = {
  uuid: { zh: 'UUID', en: 'a UUID' },
  datetime: { zh: 'ISO 8601 时间，如 2026-11-23T01:00:00Z', en: 'an ISO 8601 time such as 2026-11-23T01:00:00Z' },
  date: { zh: '日期，如 2026-11-23', en: 'a date such as 2026-11-23' },
  url: { zh: '网址', en: 'a URL' },
  email: { zh: '电子邮箱地址', en: 'an e-mail address' },
  ipv4: { zh: 'IPv4 地址', en: 'an IPv4 address' },
  ipv6: { zh: 'IPv6 地址', en: 'an IPv6 address' },
};

const size = (origin: string, bound: number | bigint, least: boolean): Bilingual => {
  const [zhBound, enBound] = least ? ['至少', 'at least'] : ['最多', 'at most'];
  if (origin === 'string') return { zh: `${zhBound} ${bound} 个字符`, en: `${enBound} ${bound} characters` };
  if (origin === 'array' || origin === 'set') return { zh: `${zhBound} ${bound} 项`, en: `${enBound} ${bound} items` };
  return least
    ? { zh: `不能小于 ${bound}`, en: `not less than ${bound}` }
    : { zh: `不能大于 ${bound}`, en: `not more than ${bound}` };
};

const shouldBe = (what: Bilingual | undefined): Bilingual =>
  what === undefined
    ? { zh: '格式不正确', en: 'not well formed' }
    : { zh: `应为${what.zh}`, en: `should be ${what.en}` };

/** What is wrong with a field, in words for people; `issue` must carry its input (`reportInput`). */
export const fieldText = (issue: Issue): Bilingual => {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? { zh: '必填', en: 'required' } : shouldBe(TYPES[issue.expected]);
    case 'too_small':
      return size(issue.origin, issue.minimum, true);
    case 'too_big':
      return size(issue.origin, issue.maximum, false);
    case 'invalid_format':
      return shouldBe(FORMATS[issue.format]);
    case 'invalid_value': {
      if (issue.input === undefined) return { zh: '必填', en: 'required' };
      const values = issue.values.slice(0, 20).map(String);
      return { zh: `只能是：${values.join('、')}`, en: `one of: ${values.join(', ')}` };
    }
    case 'unrecognized_keys': {
      const keys = issue.keys.slice(0, 5).map((key) => key.slice(0, 64));
      return { zh: `未知的字段：${keys.join('、')}`, en: `unknown field: ${keys.join(', ')}` };
    }
    case 'not_multiple_of':
      return { zh: `应为 ${issue.divisor} 的倍数`, en: `should be a multiple of ${issue.divisor}` };
    case 'invalid_union':
      return { zh: '不符合任何一种允许的形式', en: 'fits none of the allowed forms' };
    case 'invalid_key':
    case 'invalid_element':
      return { zh: '含有不允许的键或值', en: 'holds a key or value that is not allowed' };
    case 'custom':
      return { zh: '不符合要求', en: issue.message };
  }
};
