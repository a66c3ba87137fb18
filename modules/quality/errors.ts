import { defineErrors } from '@chedun/kernel';

/** What can be wrong with a request to this module. */
export const qualityErrors = defineErrors({
  'quality.drill-running': {
    status: 409,
    zh: '已有一次检测演练在进行。',
    en: 'A drill is running already.',
    doZh: '等它结束后再试，最长五分钟。',
    doEn: 'Try again when it has ended, at most five minutes.',
  },
  'quality.exception-unknown': {
    status: 404,
    zh: '没有这条例外。',
    en: 'There is no such exception.',
    doZh: '刷新例外列表。',
    doEn: 'Reload the list of exceptions.',
  },
});
