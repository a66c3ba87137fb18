import { defineErrors } from '@chedun/kernel';

/** What can be wrong with a request to this module. */
export const huntErrors = defineErrors({
  'hunt.unknown': {
    status: 404,
    zh: '没有这次狩猎',
    en: 'There is no such hunt',
    doZh: '结果保留到服务停止为止，至多五十次；请重新运行',
    doEn: 'Results are kept until the server stops, fifty at most; run it again',
  },
  'hunt.rule-unknown': {
    status: 404,
    zh: '没有这条规则',
    en: 'There is no such rule',
    doZh: '用规则的 ID 或名称，或直接给出规则文本',
    doEn: 'Give the id or the name of a rule, or its text',
  },
  'hunt.rule-invalid': {
    status: 422,
    zh: '规则有误',
    en: 'The rule is not valid',
    doZh: '按原因修正；一次只能给出一条规则',
    doEn: 'Correct it as the reason says; one rule at a time',
  },
  'hunt.busy': {
    status: 409,
    zh: '已有两次狩猎在运行',
    en: 'Two hunts are running already',
    doZh: '等其中一次结束，或先取消',
    doEn: 'Wait for one to end, or cancel it',
  },
});
