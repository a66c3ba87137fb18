import { defineErrors } from '@chedun/kernel';

export const detectionErrors = defineErrors({
  'detection.rule-unknown': {
    status: 404,
    zh: '没有这条规则。',
    en: 'There is no such rule.',
    doZh: '刷新规则列表。',
    doEn: 'Reload the list of rules.',
  },
  'detection.rule-invalid': {
    status: 422,
    zh: '规则有误，未保存。',
    en: 'The rule is not valid; nothing was saved.',
    doZh: '按标出的位置修改。',
    doEn: 'Mend it at the place that is named.',
  },
  'detection.rule-exists': {
    status: 409,
    zh: '已有相同标识的规则。',
    en: 'A rule with this id exists.',
    doZh: '换一个 id，或修改原有规则。',
    doEn: 'Choose another id, or change the rule that is there.',
  },
  'detection.rule-imported': {
    status: 409,
    zh: '导入的规则不能在此修改。',
    en: 'An imported rule is not changed here.',
    doZh: '为它添加例外，或复制为自建规则。',
    doEn: 'Add an exception, or copy it as a rule of your own.',
  },
  'detection.exception-invalid': {
    status: 422,
    zh: '例外条件有误，未保存。',
    en: 'The exception is not valid; nothing was saved.',
    doZh: '例外写成检测条件的映射，例如 Image|endswith: x.exe。',
    doEn: 'Write the exception as a detection map, for example Image|endswith: x.exe.',
  },
  'detection.exception-unknown': {
    status: 404,
    zh: '没有这条例外。',
    en: 'There is no such exception.',
    doZh: '刷新规则页面。',
    doEn: 'Reload the page of the rule.',
  },
  'detection.events-unreadable': {
    status: 422,
    zh: '测试事件无法读取。',
    en: 'The test events cannot be read.',
    doZh: '粘贴 JSON 对象或每行一条的 JSON。',
    doEn: 'Paste a JSON object, or one JSON object a line.',
  },
  'detection.event-unknown': {
    status: 404,
    zh: '没有这条事件记录。',
    en: 'There is no such event.',
    doZh: '刚接收的记录约一秒后可查；请稍后重试。',
    doEn: 'A record can be found about a second after it was accepted; try again.',
  },
  'detection.archive-invalid': {
    status: 422,
    zh: '压缩包无法读取，未导入。',
    en: 'The archive cannot be read; nothing was imported.',
    doZh: '上传不超过上限的 zip 规则目录。',
    doEn: 'Upload a zip of a rule folder within the limits.',
  },
  'detection.cursor-invalid': {
    status: 400,
    zh: '分页标记无效。',
    en: 'The page cursor is not valid.',
    doZh: '从第一页重新开始。',
    doEn: 'Start again from the first page.',
  },
});
