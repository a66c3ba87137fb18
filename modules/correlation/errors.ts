import { defineErrors } from '@chedun/kernel';

/** What can be wrong with a request to this module. */
export const correlationErrors = defineErrors({
  'correlation.unknown': {
    status: 404,
    zh: '没有这条关联规则。',
    en: 'There is no such correlation.',
    doZh: '刷新关联规则列表。',
    doEn: 'Reload the list of correlations.',
  },
  'correlation.invalid': {
    status: 422,
    zh: '关联规则有误，未保存。',
    en: 'The correlation is not valid; nothing was saved.',
    doZh: '按标出的位置修改。',
    doEn: 'Mend it at the place that is named.',
  },
  'correlation.exists': {
    status: 409,
    zh: '已有相同标识的关联规则。',
    en: 'A correlation with this id exists.',
    doZh: '换一个 id，或修改原有的关联规则。',
    doEn: 'Choose another id, or change the correlation that is there.',
  },
  'correlation.imported': {
    status: 409,
    zh: '导入的关联规则不能在此修改或删除。',
    en: 'An imported correlation is not rewritten or deleted here.',
    doZh: '停用它，或复制为自建的关联规则。',
    doEn: 'Switch it off, or copy it as one of your own.',
  },
  'correlation.events-unreadable': {
    status: 422,
    zh: '测试事件无法读取。',
    en: 'The test events cannot be read.',
    doZh: '粘贴 JSON 对象，或每行一条的 JSON。',
    doEn: 'Paste JSON objects, or one JSON object a line.',
  },
  'correlation.changed-meanwhile': {
    status: 409,
    zh: '关联规则在回补期间被修改或停用。',
    en: 'The correlation was changed or switched off during its backfill.',
    doZh: '继续这次回补，它将按现在的规则从头开始；已产生的告警不会重复。',
    doEn: 'Go on with the backfill: it begins anew with the correlation as it reads now, and tells nothing twice.',
  },
  'correlation.cursor-invalid': {
    status: 400,
    zh: '分页标记无效。',
    en: 'The page cursor is not valid.',
    doZh: '从第一页重新开始。',
    doEn: 'Start again from the first page.',
  },
});
