import { defineErrors } from '@chedun/kernel';

export const governanceErrors = defineErrors({
  'governance.finding-unknown': {
    status: 404,
    zh: '没有这条隐患或告警。',
    en: 'There is no such finding.',
    doZh: '请从台账列表中重新打开。',
    doEn: 'Open it again from the ledger.',
  },
  'governance.same-status': {
    status: 409,
    zh: '状态没有变化。',
    en: 'The status is already that.',
    doZh: '刷新页面：可能已有同事处理。',
    doEn: 'Reload the page: a colleague may have handled it.',
  },
  'governance.comment-needed': {
    status: 422,
    zh: '关闭前请写明结论。',
    en: 'Closing needs a comment that says what was found.',
    doZh: '填写处置结论后再提交。',
    doEn: 'Write the conclusion and submit again.',
  },
  'governance.drill-fixed': {
    status: 409,
    zh: '演练告警由系统自动关闭，不能改状态。',
    en: 'An alert of a drill is closed by the product; its status does not change.',
    doZh: '在“告警质量”页查看演练结果。',
    doEn: 'See the result of the drill on the page of alert quality.',
  },
  'governance.nothing-to-change': {
    status: 422,
    zh: '请求中没有任何变更。',
    en: 'The request changes nothing.',
    doZh: '至少填写状态、负责人、备注、期限之一。',
    doEn: 'Give at least one of status, owner, comment, due date.',
  },
  'governance.cursor-invalid': {
    status: 400,
    zh: '分页标记无效。',
    en: 'The page cursor is not valid.',
    doZh: '从第一页重新开始。',
    doEn: 'Start again from the first page.',
  },
  'governance.filter-invalid': {
    status: 400,
    zh: '筛选条件中有无效的取值。',
    en: 'A filter holds a value that does not exist.',
    doZh: '检查标出的筛选项。',
    doEn: 'Check the filter that is named.',
  },
});
