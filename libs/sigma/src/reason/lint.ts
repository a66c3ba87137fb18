/** What the linter says about rules that load. */
export const lintReasons = {
  'title-long': { zh: '标题超过 {most} 个字符', en: 'the title is longer than {most} characters' },
  'title-period': { zh: '标题末尾不要加句点', en: 'the title ends in a period' },
  'id-missing': { zh: '规则没有 id', en: 'the rule has no id' },
  'id-form': { zh: 'id 不是 UUID', en: 'the id is not a UUID' },
  'id-twice': { zh: 'id {id} 在本文件中重复', en: 'the id {id} is used twice in this file' },
  'key-missing': { zh: '规则没有 {key}', en: 'the rule has no {key}' },
  'key-not-one-of': { zh: '{key} 的值“{text}”不在允许范围内：{allowed}', en: '{key} "{text}" is not one of {allowed}' },
  'date-form': {
    zh: '{key} 的值“{text}”不是 YYYY-MM-DD 形式的日期',
    en: '{key} "{text}" is not a date of the form YYYY-MM-DD',
  },
  'modified-before-date': {
    zh: '修改日期 {modified} 早于创建日期 {date}',
    en: 'the rule was modified on {modified}, before its date {date}',
  },
  'list-wanted': { zh: '{key} 必须是列表', en: '{key} must be a list' },
  'entry-not-text': { zh: '{key} 中有一项不是文本', en: 'an entry of {key} is not text' },
  'relation-type': { zh: '关联类型只能是：{allowed}', en: 'the type of a relation must be one of {allowed}' },
  'relation-id': { zh: '关联需要写明另一条规则的 UUID', en: 'a relation needs the UUID of the other rule' },
  'attribute-unknown': { zh: '“{key}”不是规范定义的属性', en: '"{key}" is not an attribute of the specification' },
  'tag-twice': { zh: '标签“{tag}”重复', en: 'the tag "{tag}" is given twice' },
  'tag-namespace': {
    zh: '标签“{tag}”没有已知的命名空间（{known}）',
    en: 'the tag "{tag}" has no known namespace ({known})',
  },
  'tag-form': {
    zh: '标签“{tag}”不符合其命名空间的写法',
    en: 'the tag "{tag}" does not have the form of its namespace',
  },
  'logsource-key': { zh: '“{key}”不是日志源的键', en: '"{key}" is not a key of a log source' },
  'logsource-case': { zh: '{key} 应使用小写', en: '{key} is written in lower case' },
  'logsource-empty': {
    zh: '日志源没有写明 product、category 或 service',
    en: 'the log source names neither product, category nor service',
  },
  'selection-unused': {
    zh: 'condition 没有用到选择项“{name}”',
    en: 'the selection "{name}" is not used by the condition',
  },
  'quantifier-single': { zh: '“{pattern}”只选中一个选择项', en: '"{pattern}" selects only one selection' },
  'timeframe-useless': {
    zh: 'timeframe 对单事件规则没有意义',
    en: 'timeframe has no meaning in a rule for single events',
  },
  'all-single-value': { zh: 'all 只有一个值，没有作用', en: '"all" has only one value to join' },
  'value-twice': { zh: '值 {value} 重复', en: 'the value {value} is given twice' },
  'regex-redundant': {
    zh: '正则表达式本来就匹配任意位置，首尾的 .* 没有作用',
    en: 'a regular expression searches anywhere; ".*" at its ends changes nothing',
  },
  'wildcard-redundant': {
    zh: '修饰符已使这一端不受限，通配符没有作用',
    en: 'the modifier already leaves this end open',
  },
  'expand-missing': {
    zh: '{value} 像是占位符，但没有使用 expand 修饰符',
    en: '{value} looks like a placeholder, but the modifier "expand" is missing',
  },
} as const;
