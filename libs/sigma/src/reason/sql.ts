/** Why a rule has no exact form in SQL; it is hunted with the engine alone. */
export const sqlReasons = {
  'sql-time-part': {
    zh: '按时间片段比较（minute、hour 等）没有与引擎完全一致的 SQL 写法',
    en: 'parts of a time (minute, hour …) have no SQL form that is exactly that of the engine',
  },
  'sql-regex': {
    zh: '存储的正则引擎不接受该表达式：{message}',
    en: 'the regular expression engine of the store does not take this pattern: {message}',
  },
  'sql-regex-property': {
    zh: '正则使用了 Unicode 属性类，两个引擎的字符表可能不同',
    en: 'the pattern uses a Unicode property, whose table may differ between the two engines',
  },
  'sql-wildcards': {
    zh: '连续的 ? 通配符超过 {most} 个',
    en: 'more than {most} wildcards ? in a row',
  },
  'sql-surrogate': { zh: '取值含有半个代理对', en: 'a value holds half of a surrogate pair' },
  'sql-size': { zh: '取值过多，超出一条语句的上限', en: 'the values are more than one statement can hold' },
} as const;
