/** What can be wrong with a regular expression. */
export const regexReasons = {
  'regex-at': { zh: '{what}（第 {at} 个字符处）', en: '{what} (at character {at})' },
  'regex-backslash-end': { zh: '表达式以反斜杠结尾', en: 'the pattern ends in a backslash' },
  'regex-escape': { zh: '不支持“\\{character}”', en: '"\\{character}" is not supported' },
  'regex-category': {
    zh: '只支持 \\p{Lu} 这类通用类别',
    en: 'only general categories such as \\p{Lu} are supported',
  },
  'regex-code-point': { zh: '码位超出范围', en: 'a code point is out of range' },
  'regex-class-open': { zh: '字符类没有闭合', en: 'a class is not closed' },
  'regex-class-order': { zh: '字符类的范围前大后小', en: 'a class range counts down' },
  'regex-bracket-extra': { zh: '多出一个右括号', en: 'a closing bracket has no opening one' },
  'regex-bracket-open': { zh: '括号没有闭合', en: 'a bracket is not closed' },
  'regex-repeats-nothing': { zh: '“{character}”前面没有可重复的内容', en: '"{character}" has nothing to repeat' },
  'regex-quantifier-alone': { zh: '量词前面没有可重复的内容', en: 'a quantifier has nothing to repeat' },
  'regex-possessive': { zh: '不支持占有量词', en: 'possessive quantifiers are not supported' },
  'regex-quantifier-order': { zh: '量词的下限大于上限', en: 'a quantifier counts down' },
  'regex-quantifier-most': { zh: '量词超过 {most} 次', en: 'a quantifier counts beyond {most}' },
  'regex-verbs': { zh: '不支持控制动词', en: 'control verbs are not supported' },
  'regex-flags': { zh: '不支持标志 x 与 U', en: 'the flags x and U are not supported' },
  'regex-lookaround': { zh: '不支持环视', en: 'lookaround is not supported' },
  'regex-atomic': { zh: '不支持原子组', en: 'atomic groups are not supported' },
  'regex-group': { zh: '不支持这种分组', en: 'this kind of group is not supported' },
  'regex-too-long': {
    zh: '正则表达式超过 {most} 个字符',
    en: 'the regular expression is longer than {most} characters',
  },
  'regex-too-deep': { zh: '正则表达式嵌套超过 {most} 层', en: 'the regular expression nests deeper than {most}' },
  'regex-multiplies': {
    zh: '正则表达式的嵌套量词相乘超过 {most} 次',
    en: 'nested quantifiers of the regular expression multiply to more than {most}',
  },
  'regex-linear': {
    zh: '线性时间引擎不接受该表达式：{message}',
    en: 'the linear-time engine refuses the pattern: {message}',
  },
} as const;
