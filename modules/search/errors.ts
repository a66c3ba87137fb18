import { defineErrors } from '@chedun/kernel';

export const searchErrors = defineErrors({
  'search.query-invalid': {
    status: 400,
    zh: '检索语句有误。',
    en: 'The query is not valid.',
    doZh: '按标出的位置修改；语法见检索帮助。',
    doEn: 'Mend it at the place that is named; the search help shows the syntax.',
  },
  'search.query-too-long': {
    status: 400,
    zh: '检索语句过长或条件过多。',
    en: 'The query is too long or has too many conditions.',
    doZh: '减少条件，或拆成几次检索。',
    doEn: 'Use fewer conditions, or several searches.',
  },
  'search.cursor-invalid': {
    status: 400,
    zh: '分页标记无效。',
    en: 'The page cursor is not valid.',
    doZh: '从第一页重新开始。',
    doEn: 'Start again from the first page.',
  },
  'search.event-unknown': {
    status: 404,
    zh: '没有这条记录。',
    en: 'There is no such record.',
    doZh: '刚接收的记录约一秒后可查；请稍后重试。',
    doEn: 'A record can be found about a second after it was accepted; try again.',
  },
  'search.saved-unknown': {
    status: 404,
    zh: '没有这个已存检索。',
    en: 'There is no such saved search.',
    doZh: '刷新列表。',
    doEn: 'Reload the list.',
  },
  'search.saved-not-yours': {
    status: 403,
    zh: '只能删除自己保存的检索。',
    en: 'Only the owner can remove a saved search.',
    doZh: '请联系保存者。',
    doEn: 'Ask its owner.',
  },
});
