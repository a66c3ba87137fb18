import { defineErrors } from '@chedun/kernel';

/** What can be wrong with a request to this module. */
export const baselineErrors = defineErrors({
  'baselines.unknown': {
    status: 404,
    zh: '没有这条行为基线规则。',
    en: 'There is no such behaviour rule.',
    doZh: '刷新列表。',
    doEn: 'Reload the list.',
  },
  'baselines.entity-unknown': {
    status: 404,
    zh: '没有这个对象的基线。',
    en: 'There is no baseline of this entity.',
    doZh: '从对象列表中选择；只有频次异常规则有可绘制的基线。',
    doEn: 'Choose one of the list of entities; only rate anomalies have a baseline to draw.',
  },
  'baselines.invalid': {
    status: 422,
    zh: '行为基线规则有误，未保存。',
    en: 'The behaviour rule is not valid; nothing was saved.',
    doZh: '按标出的位置修改。',
    doEn: 'Mend it at the place that is named.',
  },
  'baselines.exists': {
    status: 409,
    zh: '已有相同标识的行为基线规则。',
    en: 'A behaviour rule with this id exists.',
    doZh: '换一个 id，或修改原有的规则。',
    doEn: 'Choose another id, or change the rule that is there.',
  },
  'baselines.shipped': {
    status: 409,
    zh: '内置的行为基线规则不能修改或删除。',
    en: 'A behaviour rule that comes with the product is not rewritten or deleted.',
    doZh: '停用它，或复制为自建规则。',
    doEn: 'Switch it off, or copy it as one of your own.',
  },
  'baselines.change-empty': {
    status: 400,
    zh: '没有要修改的内容。',
    en: 'There is nothing to change.',
    doZh: '提供 enabled 或 yaml。',
    doEn: 'Give `enabled` or `yaml`.',
  },
  'baselines.cursor-invalid': {
    status: 400,
    zh: '分页标记无效。',
    en: 'The page cursor is not valid.',
    doZh: '从第一页重新开始。',
    doEn: 'Start again from the first page.',
  },
});
