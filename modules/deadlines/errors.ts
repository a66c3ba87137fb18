import { defineErrors, DomainError, type ErrorDetail } from '@chedun/kernel';

/** What can be wrong with a request to this module. */
export const deadlineErrors = defineErrors({
  'deadlines.unknown': {
    status: 404,
    zh: '没有这个时限',
    en: 'There is no such clock',
    doZh: '请刷新列表。',
    doEn: 'Read the list again.',
  },
  'deadlines.ended': {
    status: 409,
    zh: '该时限已办结或已撤销',
    en: 'The clock has ended',
    doZh: '已办结的时限不能再改；如需补充材料，请在对应文书中登记。',
    doEn: 'An ended clock cannot be changed; keep further papers with the document.',
  },
  'deadlines.in-future': {
    status: 422,
    zh: '时间不能晚于当前时间',
    en: 'The time lies in the future',
    doZh: '请核对时间；时限从已发生的最早记录起算。',
    doEn: 'Check the time; a clock runs from the earliest record that exists.',
  },
  'deadlines.before-start': {
    status: 422,
    zh: '报送时间早于起算时间',
    en: 'The submission lies before the start of the clock',
    doZh: '请核对报送时间；起算时间不可更改。',
    doEn: 'Check the time of the submission; the start cannot be changed.',
  },
  'deadlines.late-unexplained': {
    status: 422,
    zh: '已逾期，请说明原因',
    en: 'It is late and has to be explained',
    doZh: '逾期仍可办结，请填写逾期原因。',
    doEn: 'It can still be ended; say why it is late.',
  },
  'deadlines.receipt-too-large': {
    status: 413,
    zh: '回执超过 16 MB',
    en: 'The receipt is larger than 16 MB',
    doZh: '请压缩后上传。',
    doEn: 'Upload a smaller file.',
  },
  'deadlines.no-receipt': {
    status: 404,
    zh: '该时限没有回执文件',
    en: 'The clock has no receipt',
    doZh: '办结时未上传回执。',
    doEn: 'Nothing was uploaded when it ended.',
  },
});

/** Codes of {@link deadlineErrors}. */
export type DeadlineLedgerErrorCode = keyof typeof deadlineErrors;

/** An error of this module. */
export const ledgerError = (code: DeadlineLedgerErrorCode, detail: ErrorDetail = {}): DomainError =>
  new DomainError(code, detail);
