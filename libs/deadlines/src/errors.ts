import { defineErrors, DomainError, type ErrorDetail } from '@chedun/kernel';

/** Every error that this package throws. */
export const DEADLINE_ERRORS = defineErrors({
  'deadlines.catalogue-invalid': {
    status: 422,
    zh: '时限目录无效',
    en: 'The catalogue of deadlines is not valid',
    doZh: '按 detail.reason 修改：每条时限须有编号、依据、起算点和至少一个期限。',
    doEn: 'Change what detail.reason names: every clock has an id, a source, a start and at least one term.',
  },
  'deadlines.unknown-clock': {
    status: 404,
    zh: '时限目录中没有这一条',
    en: 'The catalogue of deadlines has no such clock',
    doZh: '请从时限目录中选择编号，例如 CAC-3。',
    doEn: 'Choose an id of the catalogue, for example CAC-3.',
  },
  'deadlines.unknown-term': {
    status: 422,
    zh: '该时限没有适用的期限',
    en: 'The clock has no term that applies',
    doZh: '按 detail.terms 给出适用情形，例如等级或办理环节。',
    doEn: 'Say which of detail.terms applies, for example the level or the stage.',
  },
  'deadlines.no-record': {
    status: 422,
    zh: '没有可以起算时限的系统记录',
    en: 'There is no system record from which the clock could run',
    doZh: '至少给出一条有时间的记录；时限从最早的一条起算。',
    doEn: 'Give at least one record with its time; the clock runs from the earliest.',
  },
});

/** Codes of {@link DEADLINE_ERRORS}. */
export type DeadlineErrorCode = keyof typeof DEADLINE_ERRORS;

/** An error of this package. */
export const deadlineError = (code: DeadlineErrorCode, detail: ErrorDetail = {}): DomainError<DeadlineErrorCode> =>
  new DomainError(code, detail);
