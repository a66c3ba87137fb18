/** What can be wrong with a processing pipeline. */
export const pipelineReasons = {
  'pipeline-refuses': { zh: '管线拒绝该规则：{message}', en: '{message}' },
  'pipeline-not-map': { zh: '管线必须是映射', en: 'a pipeline must be a map' },
  'pipeline-priority': { zh: 'priority 必须是数字', en: 'priority must be a number' },
  'pipeline-step-not-map': { zh: '转换必须是映射', en: 'a transformation must be a map' },
  'pipeline-key': { zh: '不支持“{key}”', en: '"{key}" is not supported' },
  'pipeline-conditions': { zh: 'add_condition 需要条件映射', en: 'add_condition needs a map of conditions' },
  'pipeline-step': { zh: '不支持转换 {type}', en: 'the transformation {type} is not supported' },
  'pipeline-key-missing': { zh: '缺少 {key}', en: '{key} is missing' },
  'pipeline-maps-to-nothing': { zh: '“{from}”没有映射到任何字段', en: '"{from}" is mapped to nothing' },
  'pipeline-rule-condition-not-map': { zh: '规则条件必须是映射', en: 'a rule condition must be a map' },
  'pipeline-rule-condition': { zh: '不支持规则条件 {type}', en: 'the rule condition {type} is not supported' },
  'pipeline-field-condition-not-map': { zh: '字段条件必须是映射', en: 'a field condition must be a map' },
  'pipeline-field-condition': { zh: '不支持字段条件 {type}', en: 'the field condition {type} is not supported' },
} as const;
