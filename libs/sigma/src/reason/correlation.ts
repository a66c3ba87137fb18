/** What can be wrong with a correlation or a filter document. */
export const correlationReasons = {
  'correlation-type': {
    zh: '不支持关联类型“{text}”，只能是：{allowed}',
    en: 'the type "{text}" is not one of {allowed}',
  },
  'correlation-key': { zh: 'correlation 中不支持“{key}”', en: '"{key}" is not a key of a correlation' },
  'correlation-key-missing': { zh: 'correlation 缺少 {key}', en: 'the correlation has no {key}' },
  'correlation-value-type': { zh: '{key} 必须是{wanted}，这里是{type}', en: '{key} must be {wanted}, not {type}' },
  'correlation-rules-most': { zh: 'rules 超过 {most} 条', en: 'rules names more than {most} rules' },
  'correlation-rule-twice': { zh: 'rules 中“{name}”重复', en: 'rules names "{name}" twice' },
  'group-by-most': { zh: 'group-by 超过 {most} 个字段', en: 'group-by has more than {most} fields' },
  'fields-most': { zh: 'field 超过 {most} 个字段', en: 'field names more than {most} fields' },
  'alias-rule': {
    zh: '别名“{alias}”引用的规则“{name}”不在 rules 中',
    en: 'the alias "{alias}" names the rule "{name}", which is not in rules',
  },
  'alias-unused': {
    zh: 'group-by 与 condition 都没有用到别名“{alias}”',
    en: 'the alias "{alias}" is used neither by group-by nor by the condition',
  },
  'timespan-form': {
    zh: '“{text}”不是时间长度，应写作数字加 s、m、h、d、w、M 或 y，如 5m',
    en: '"{text}" is no time span; write a number and s, m, h, d, w, M or y, such as 5m',
  },
  'timespan-zero': { zh: '{key} 必须大于零', en: '{key} must be longer than nothing' },
  'timespan-too-long': { zh: '{key} 不能超过一年', en: '{key} must not be longer than a year' },
  'window-kind': {
    zh: '窗口“{text}”未知，只能是 sliding、tumbling 或 session',
    en: 'the window "{text}" is not one of sliding, tumbling, session',
  },
  'gap-missing': { zh: 'session 窗口需要写明 gap', en: 'a session window needs a gap' },
  'gap-useless': { zh: '只有 session 窗口可以有 gap', en: 'only a session window has a gap' },
  'gap-too-long': { zh: 'gap 不能超过 timespan', en: 'the gap must not be longer than the timespan' },
  'bounds-missing': {
    zh: 'condition 没有比较条件（{allowed}）',
    en: 'the condition has no bound ({allowed})',
  },
  'bound-key': { zh: 'condition 中不支持“{key}”', en: '"{key}" is not a key of the condition' },
  'bound-number': { zh: '{op} 的值必须是数字', en: 'the value of {op} must be a number' },
  'bound-count': { zh: '{op} 的值必须是非负整数', en: 'the value of {op} must be a whole number, not negative' },
  'bounds-impossible': { zh: '没有任何窗口能满足 condition', en: 'no window can meet the condition' },
  'field-missing': { zh: '{type} 需要在 condition 中写明 field', en: '{type} needs a field in its condition' },
  'field-useless': { zh: '{type} 不使用 field', en: '{type} uses no field' },
  'field-single': { zh: '{type} 只能有一个 field', en: '{type} has one field only' },
  'percentile-range': {
    zh: 'percentile 必须是大于 0、不超过 100 的数字',
    en: 'percentile must be a number above 0 and up to 100',
  },
  'percentile-useless': { zh: '只有 value_percentile 使用 percentile', en: 'only value_percentile uses a percentile' },
  'ordered-bounds': {
    zh: 'temporal_ordered 总是要求全部规则依次出现，请去掉 condition 或改写为规则名表达式',
    en: 'temporal_ordered always asks for all rules in turn; leave the condition out or write an expression of rule names',
  },
  'expression-wanted': {
    zh: '{type} 的 condition 必须是规则名组成的表达式',
    en: 'the condition of {type} must be an expression of rule names',
  },
  'expression-useless': {
    zh: '{type} 的 condition 必须是比较条件，不能是表达式',
    en: 'the condition of {type} must be bounds, not an expression',
  },
  'expression-unused': {
    zh: 'condition 没有用到 rules 中的“{name}”',
    en: 'the condition does not use "{name}" of rules',
  },
  'expression-only-not': {
    zh: 'condition 不出现任何规则也能成立，每种情形至少需要一条不带 not 的规则',
    en: 'the condition can hold without any rule; each alternative needs a rule without "not"',
  },
  'expression-alternatives': {
    zh: 'condition 展开后超过 {most} 种情形',
    en: 'the condition unfolds into more than {most} alternatives',
  },
  'reference-unknown': { zh: '没有 id 或名称为“{name}”的规则', en: 'there is no rule with the id or name "{name}"' },
  'reference-cycle': { zh: '关联规则循环引用：{path}', en: 'correlations refer to one another in a circle: {path}' },
  'reference-broken': {
    zh: '引用的关联规则“{name}”无法使用',
    en: 'the correlation "{name}" that it refers to cannot be used',
  },
  'reference-deep': {
    zh: '关联规则逐级引用超过 {most} 层',
    en: 'correlations refer to one another in a chain of more than {most}',
  },
  'reference-field': {
    zh: '关联规则“{name}”的 group-by 中没有字段“{field}”，无法按它关联',
    en: 'the correlation "{name}" has no field "{field}" in its group-by, so nothing can be correlated by it',
  },
  'correlation-twice': { zh: '“{key}”已被另一条关联规则使用', en: '"{key}" already stands for another correlation' },
  'temporal-single': {
    zh: '只有一条规则，temporal 没有可关联的内容',
    en: 'with one rule only, temporal has nothing to correlate',
  },
  'filter-key-missing': { zh: 'filter 缺少 {key}', en: 'the filter has no {key}' },
  'filter-rules': {
    zh: 'filter 的 rules 必须是规则 id 或名称的列表，或 any',
    en: 'rules of a filter must be a list of ids or names, or any',
  },
  'filter-rule-unknown': {
    zh: 'filter 引用的规则“{name}”不存在',
    en: 'the filter refers to "{name}", which is no rule',
  },
  'filter-logsource': {
    zh: '规则“{name}”的日志源与 filter 不符，filter 对其不起作用',
    en: 'the log source of "{name}" is not that of the filter, which does not apply to it',
  },
  'snapshot-invalid': { zh: '快照无法读取（位置 {at}）', en: 'the snapshot cannot be read (at byte {at})' },
} as const;
