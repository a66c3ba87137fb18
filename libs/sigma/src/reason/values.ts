/** What can be wrong with the selections of a rule: keys, modifiers and values. */
export const valueReasons = {
  'cidr-invalid': { zh: '“{text}”不是 CIDR 形式的网段', en: '"{text}" is not a network in CIDR notation' },
  'placeholder-too-many': {
    zh: '占位符展开后超过 {most} 个值',
    en: 'placeholders expand to more than {most} values',
  },
  'placeholder-unknown': {
    zh: '占位符 %{name}% 没有登记取值',
    en: 'no values are registered for the placeholder %{name}%',
  },
  'selection-empty-list': { zh: '选择项是空列表', en: 'the selection is an empty list' },
  'selection-empty-map': { zh: '选择项是空映射', en: 'the selection is an empty map' },
  'selection-type': {
    zh: '选择项必须是映射或列表，这里是{type}',
    en: 'a selection must be a map or a list, not {type}',
  },
  'base64offset-short': { zh: 'base64offset 至少需要两个字节', en: 'base64offset needs at least two bytes' },
  'utf16-alone': {
    zh: '值转为 UTF-16 后不再是文本，其后须接 base64 或 base64offset',
    en: 'the UTF-16 form of the value is not text by itself; follow it with base64 or base64offset',
  },
  'modifier-unknown': { zh: '未知的修饰符“{name}”', en: 'unknown modifier "{name}"' },
  'modifier-twice': { zh: '“{key}”中有重复的修饰符', en: 'a modifier is given twice in "{key}"' },
  'modifier-comparison-twice': {
    zh: '比较修饰符与时间修饰符各只能用一个',
    en: 'only one comparison and one time part can be asked for at once',
  },
  'modifiers-clash': { zh: '{names} 不能同时使用', en: '{names} cannot be combined' },
  'modifier-after-re': { zh: '“{names}”只能用在 re 之后', en: '"{names}" is only possible after "re"' },
  'modifier-misfit': {
    zh: '“{name}”不能用于 {kind} 类条件',
    en: '"{name}" cannot be combined with a {kind} item',
  },
  'modifier-needs-field': { zh: '{kind} 类条件必须写明字段', en: 'a {kind} item needs a field' },
  'utf16-twice': { zh: '只能使用一种 UTF-16 编码', en: 'only one UTF-16 encoding can be asked for' },
  'base64-both': { zh: 'base64 与 base64offset 不能同时使用', en: 'base64 and base64offset cannot be combined' },
  'utf16-order': { zh: 'UTF-16 编码必须写在 base64 之前', en: 'a UTF-16 encoding must stand before base64' },
  'shape-order': {
    zh: 'startswith、endswith、contains 必须写在编码之后',
    en: 'startswith, endswith and contains must stand after an encoding',
  },
  'windash-order': { zh: 'windash 必须写在编码之前', en: 'windash must stand before an encoding' },
  'values-empty': { zh: '取值列表为空', en: 'the list of values is empty' },
  'values-too-many': { zh: '取值超过 {most} 个', en: 'more than {most} values' },
  'value-type': {
    zh: '取值必须是文本、数字、布尔值或 null，这里是{type}',
    en: 'a value must be text, number, boolean or null, not {type}',
  },
  'value-needs-text': { zh: '{modifier} 需要文本', en: '{modifier} needs text' },
  'exists-needs-boolean': { zh: 'exists 只能是 true 或 false', en: 'exists needs true or false' },
  'comparison-needs-number': { zh: '比较需要数字', en: 'a comparison needs a number' },
  'null-with-modifiers': { zh: 'null 不能与文本修饰符同时使用', en: 'null cannot be combined with text modifiers' },
  'null-keyword': { zh: 'null 不能作为关键词', en: 'null is no keyword' },
  'encoded-wildcard': {
    zh: '需要编码的值不能含通配符或选项短横',
    en: 'a value that is encoded must not contain wildcards or option dashes',
  },
  'value-too-long': { zh: '单个值超过 2,000 个片段', en: 'a value has more than 2,000 parts' },
} as const;
