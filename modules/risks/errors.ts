import { defineErrors, DomainError, type ErrorDetail } from '@chedun/kernel';

/** What can be wrong with a request to this module. */
export const riskErrors = defineErrors({
  'risks.unknown': {
    status: 404,
    zh: '没有这条记录',
    en: 'There is no such record',
    doZh: '刷新列表后重新选择',
    doEn: 'Read the list again',
  },
  'risks.end-missing': {
    status: 422,
    zh: '接受风险须填写截止日期，且不早于今天、不超过一年',
    en: 'Accepting a risk needs a last day, not before today and at most a year ahead',
    doZh: '填写截止日期',
    doEn: 'Give the last day',
  },
  'risks.own-request': {
    status: 409,
    zh: '不能批准自己提出的风险接受',
    en: 'Nobody decides on his own request',
    doZh: '由另一位有权限的人员决定',
    doEn: 'Let another person decide',
  },
  'risks.decided': {
    status: 409,
    zh: '已有决定，或不需要决定',
    en: 'It is decided already, or needs no decision',
    doZh: '刷新列表',
    doEn: 'Read the list again',
  },
  'risks.unit-ungraded': {
    status: 409,
    zh: '定级对象尚未确定等级',
    en: 'The level of the unit is not fixed yet',
    doZh: '先完成定级评审',
    doEn: 'Have the level reviewed first',
  },
  'risks.run-done': {
    status: 409,
    zh: '该次评测或评估已结束，不能修改',
    en: 'This run has ended and cannot be changed',
    doZh: '需要时新建一次',
    doEn: 'Start another one',
  },
  'risks.run-open': {
    status: 409,
    zh: '尚不能结束',
    en: 'It cannot end yet',
    doZh: '判定全部条目；未通过的须填写整改措施和期限，见原因',
    doEn: 'Judge every item; what does not pass needs a measure and a day, see the reason',
  },
  'risks.item': {
    status: 422,
    zh: '判定不完整',
    en: 'The judgement is not whole',
    doZh: '人工条目通过须有证据说明；未通过须有整改措施和期限',
    doEn: 'A manual item that passes needs evidence; what does not pass needs a measure and a day',
  },
  'risks.table': {
    status: 422,
    zh: '表格缺少列',
    en: 'The table lacks a column',
    doZh: '首行须有：编号、结果、说明',
    doEn: 'The first row names: id, result, evidence',
  },
  'risks.file-unknown': {
    status: 422,
    zh: '找不到上传的文件',
    en: 'The uploaded file is not there',
    doZh: '重新上传',
    doEn: 'Upload it again',
  },
});
export type RiskErrorCode = keyof typeof riskErrors;

/** An error of this module; the caller throws it. */
export const riskError = (code: RiskErrorCode, detail: ErrorDetail = {}): DomainError => new DomainError(code, detail);
