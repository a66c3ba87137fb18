import { defineErrors, DomainError, type ErrorDetail } from '@chedun/kernel';

/** What can be wrong with a request to this module. */
export const cryptoAssessmentErrors = defineErrors({
  'crypto-assessment.unknown': {
    status: 404,
    zh: '没有这个密评项目',
    en: 'There is no such assessment',
    doZh: '请刷新列表；项目可能已被删除',
    doEn: 'Read the list again; it may have been removed',
  },
  'crypto-assessment.unknown-unit': {
    status: 422,
    zh: '测评单元不存在，或判定与单元类型不符',
    en: 'There is no such unit, or the judgement does not fit its kind',
    doZh: '技术单元按 D、A、K 判定，管理单元按符合程度判定',
    doEn: 'Judge technical units by D, A and K, and those of management by conformity',
  },
  'crypto-assessment.open': {
    status: 409,
    zh: '密评尚不能完成',
    en: 'The assessment cannot be completed yet',
    doZh: '请判定该等级要求的全部测评单元，填写评估日期，并为每个差距填写整改期限',
    doEn: 'Judge every unit that the level asks for, give the day of the assessment, and a day for each gap',
  },
  'crypto-assessment.not-ready': {
    status: 409,
    zh: '还不能生成密评结果报送表',
    en: 'The document of the result cannot be made yet',
    doZh: '请先完成密评，填写测评机构、评估日期与报告日期，并在“组织与责任人”中登记单位与责任人；缺少的内容见 detail.reason',
    doEn: 'Complete the assessment, give the assessor and the days of assessment and report, and enter the organisation and who answers; detail.reason names what lacks',
  },
  'crypto-assessment.done': {
    status: 409,
    zh: '已完成的密评不能再改判定',
    en: 'Judgements of a completed assessment cannot be changed',
    doZh: '请新建一次密评；备案日期仍可填写',
    doEn: 'Begin a new assessment; the day of filing can still be given',
  },
});

/** Codes of {@link cryptoAssessmentErrors}. */
export type CryptoAssessmentErrorCode = keyof typeof cryptoAssessmentErrors;

/** Builds an error of this module; the caller throws it. */
export const cryptoAssessmentError = (
  code: CryptoAssessmentErrorCode,
  detail: ErrorDetail = {},
): DomainError<CryptoAssessmentErrorCode> => new DomainError(code, detail);
