import { defineErrors, DomainError } from '@chedun/kernel';

export const criticalInfrastructureErrors = defineErrors({
  'critical-infrastructure.document-unknown': {
    status: 422,
    zh: '找不到上传的文件。',
    en: 'The uploaded document is not there.',
    doZh: '重新上传文件。',
    doEn: 'Upload it again.',
  },
  'critical-infrastructure.day-ahead': {
    status: 422,
    zh: '日期晚于今天。',
    en: 'The day has not come yet.',
    doZh: '填写实际发生的日期。',
    doEn: 'Give the day on which it happened.',
  },
  'critical-infrastructure.left-early': {
    status: 422,
    zh: '离岗日期早于审查日期。',
    en: 'The person left before the check.',
    doZh: '核对离岗日期。',
    doEn: 'Compare the days.',
  },
  'critical-infrastructure.vetting-unknown': {
    status: 404,
    zh: '没有这条审查记录，或该人员已离岗。',
    en: 'There is no such check, or the person has left.',
    doZh: '刷新后在列表中选择。',
    doEn: 'Reload and choose one in the list.',
  },
  'critical-infrastructure.named': {
    status: 409,
    zh: '单位信息已写明被认定为关键信息基础设施运营者，不能再声明未被认定。',
    en: 'The organisation is registered as an operator of critical infrastructure; it cannot state that nobody named it.',
    doZh: '如登记有误，先在“单位与责任人”中更正。',
    doEn: 'If that is wrong, mend it on the page of the organisation first.',
  },
});

/** An error of the catalogue. */
export const criticalInfrastructureError = (
  code: keyof typeof criticalInfrastructureErrors,
  field?: string,
): DomainError => new DomainError(code, field === undefined ? {} : { field });
