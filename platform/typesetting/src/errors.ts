import { defineErrors, DomainError, type ErrorDetail } from '@chedun/kernel';

/** What can go wrong when documents are typeset. */
export const TYPESETTING_ERRORS = defineErrors({
  'typesetting.too-large': {
    status: 413,
    zh: '文书内容超过上限',
    en: 'The document is larger than allowed',
    doZh: '请缩减内容或拆分为多份文书；表格合计不超过 20000 行，内容不超过 8 MiB。',
    doEn: 'Shorten or split the document: at most 20,000 rows in all tables and 8 MiB of text.',
  },
  'typesetting.busy': {
    status: 503,
    zh: '排版任务过多',
    en: 'Too many documents are waiting to be typeset',
    doZh: '请稍后再试。',
    doEn: 'Try again later.',
  },
  'typesetting.exhausted': {
    status: 422,
    zh: '排版所需时间或内存超过上限，已中止',
    en: 'Typesetting took more time or memory than allowed and was ended',
    doZh: '请缩减内容或拆分为多份文书。',
    doEn: 'Shorten or split the document.',
  },
  'typesetting.failed': {
    status: 500,
    zh: '排版失败',
    en: 'Typesetting failed',
    doZh: '请将 detail.reason 报告给维护人员。',
    doEn: 'Report detail.reason to the maintainers.',
  },
});

/** Codes of {@link TYPESETTING_ERRORS}. */
export type TypesettingErrorCode = keyof typeof TYPESETTING_ERRORS;

/** An error of this package; the caller throws it. */
export const typesettingError = (code: TypesettingErrorCode, detail: ErrorDetail = {}): DomainError =>
  new DomainError(code, detail);
