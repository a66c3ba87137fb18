import { defineErrors } from '@chedun/kernel';

/** What can be wrong with a request to this module. */
export const watchErrors = defineErrors({
  'watch.detector-unknown': {
    status: 404,
    zh: '没有这个检测器。',
    en: 'There is no such detector.',
    doZh: '刷新检测器列表。',
    doEn: 'Reload the list of detectors.',
  },
  'watch.detector-fixed': {
    status: 409,
    zh: '该检测器由接入或分析部分运行，不在此处启停。',
    en: 'This detector runs in another part and is not switched here.',
    doZh: '停用对应的检测规则即可不再产生告警。',
    doEn: 'Switch the rule that asks for it off, and there are no more alerts.',
  },
  'watch.limit-unknown': {
    status: 422,
    zh: '检测器没有这个参数。',
    en: 'The detector has no such limit.',
    doZh: '只修改列表中的参数。',
    doEn: 'Change only limits that are listed.',
  },
  'watch.limit-out-of-bounds': {
    status: 422,
    zh: '参数超出允许范围，未保存。',
    en: 'The limit is out of its bounds; nothing was saved.',
    doZh: '填写范围内的数值。',
    doEn: 'Enter a value within the bounds.',
  },
  'watch.change-empty': {
    status: 422,
    zh: '没有要修改的内容。',
    en: 'Nothing is to be changed.',
    doZh: '至少修改启停状态或一个参数。',
    doEn: 'Change the switch or at least one limit.',
  },
  'watch.campaign-unknown': {
    status: 404,
    zh: '没有这个攻击活动。',
    en: 'There is no such campaign.',
    doZh: '刷新攻击活动列表。',
    doEn: 'Reload the list of campaigns.',
  },
  'watch.cursor-invalid': {
    status: 400,
    zh: '分页标记无效。',
    en: 'The page cursor is not valid.',
    doZh: '从第一页重新开始。',
    doEn: 'Start again from the first page.',
  },
});
