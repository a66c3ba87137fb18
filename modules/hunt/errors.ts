import { defineErrors } from '@chedun/kernel';

/** What can be wrong with a request to this module. */
export const huntErrors = defineErrors({
  'hunt.unknown': {
    status: 404,
    zh: '没有这次狩猎',
    en: 'There is no such hunt',
    doZh: '狩猎结束 184 天后删除；请重新运行',
    doEn: 'Hunts are forgotten 184 days after their end; run it again',
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
    doZh: '按原因修正；一次只能给出一条检测规则，或关联规则及其所依据的检测规则',
    doEn: 'Correct it as the reason says; one rule at a time, or correlations with their rules',
  },
  'hunt.busy': {
    status: 409,
    zh: '排队的狩猎已达上限',
    en: 'Too many hunts are waiting',
    doZh: '等其中一次结束，或先取消',
    doEn: 'Wait for one to end, or cancel it',
  },
  'hunt.not-live': {
    status: 409,
    zh: '规则未启用，不能回补',
    en: 'The rule is not at work, so it cannot be backfilled',
    doZh: '先启用规则；只作为关联规则依据、不单独告警的规则不能回补',
    doEn: 'Enable it first; a rule that only serves correlations raises no alerts',
  },
  'hunt.backfill-running': {
    status: 409,
    zh: '这条规则正在回补',
    en: 'A backfill of this rule is under way',
    doZh: '等它结束，或先取消',
    doEn: 'Wait for its end, or cancel it',
  },
  'hunt.tier-moved': {
    status: 409,
    zh: '狩猎期间有日志转入冷存',
    en: 'Logs went to the cold tier while the hunt ran',
    doZh: '继续这次狩猎，它将从头开始',
    doEn: 'Go on with the hunt; it begins anew',
  },
  'hunt.not-ended': {
    status: 409,
    zh: '这次狩猎不能继续',
    en: 'This hunt cannot be continued',
    doZh: '只有失败或已取消的狩猎可以继续',
    doEn: 'Only one that failed or was cancelled can be continued',
  },
});
