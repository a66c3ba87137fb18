import { defineErrors, DomainError, type ErrorDetail } from '@chedun/kernel';

/** Every error that the builders of OSCAL documents throw. */
export const OSCAL_ERRORS = defineErrors({
  'oscal.text-empty': {
    status: 422,
    zh: 'OSCAL 文档中必填的文字为空',
    en: 'A text that OSCAL requires is empty',
    doZh: '按 detail.field 补充文字后重新导出。',
    doEn: 'Write the text named by detail.field and export again.',
  },
  'oscal.time-invalid': {
    status: 422,
    zh: 'OSCAL 文档中的时间超出 1900 至 2999 年',
    en: 'A time of the OSCAL document is outside the years 1900 to 2999',
    doZh: '检查记录中的时间。',
    doEn: 'Check the time of the record.',
  },
  'oscal.reference-unknown': {
    status: 422,
    zh: 'OSCAL 文档引用了其中没有的内容',
    en: 'The OSCAL document refers to something that it does not hold',
    doZh: '按 detail.field 核对引用的编号。',
    doEn: 'Compare the id named by detail.field.',
  },
  'oscal.nothing-open': {
    status: 409,
    zh: '没有未了事项，OSCAL 不允许空的行动计划',
    en: 'Nothing is open, and OSCAL has no empty plan of action',
    doZh: '没有需要整改的事项时，请导出评估结果。',
    doEn: 'Export the assessment results when nothing has to be done.',
  },
});

/** Codes of {@link OSCAL_ERRORS}. */
export type OscalErrorCode = keyof typeof OSCAL_ERRORS;

/** An error of this package. */
export const oscalError = (code: OscalErrorCode, detail: ErrorDetail = {}): DomainError<OscalErrorCode> =>
  new DomainError(code, detail);
