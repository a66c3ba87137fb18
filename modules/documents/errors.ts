import { defineErrors, DomainError, type ErrorDetail } from '@chedun/kernel';
import { EXCHANGE_ERRORS } from '@chedun/exchange';
import { TYPESETTING_ERRORS } from '@chedun/typesetting';

const own = defineErrors({
  'documents.unknown': {
    status: 404,
    zh: '没有这份文书或版本',
    en: 'There is no such document or version',
    doZh: '请刷新列表后重试',
    doEn: 'Read the list again',
  },
  'documents.unknown-template': {
    status: 404,
    zh: '没有这个文书模板',
    en: 'There is no such template',
    doZh: '请从模板列表中选择',
    doEn: 'Choose one of the list of templates',
  },
  'documents.unknown-part': {
    status: 404,
    zh: '这份文书没有该格式的文件',
    en: 'The document has no file of this kind',
    doZh: '请选择 PDF、DOCX、XLSX、JSON、签名或交换包',
    doEn: 'Choose PDF, DOCX, XLSX, JSON, signature or package',
  },
  'documents.bad-data': {
    status: 422,
    zh: '内容不符合模板',
    en: 'The data does not fit the template',
    doZh: '请按 detail.field 与 detail.reason 指出的位置补全或更正',
    doEn: 'Complete or correct what detail.field and detail.reason name',
  },
  'documents.too-large': {
    status: 413,
    zh: '内容超过上限',
    en: 'The content is larger than allowed',
    doZh: '文书内容不超过 2 MiB，回执不超过 16 MiB',
    doEn: 'Data may have 2 MiB, a receipt 16 MiB',
  },
  'documents.damaged': {
    status: 500,
    zh: '保存的文书与签发时不一致',
    en: 'The stored document is not what was issued',
    doZh: '请从备份恢复，并核查存储',
    doEn: 'Restore it from a backup and examine the storage',
  },
  'documents.receipt-refused': {
    status: 422,
    zh: '回执的签名或内容不成立',
    en: 'The signature or content of the receipt does not hold',
    doZh: '请向收文单位重新索取；普通回执文件请按原样保存',
    doEn: 'Ask the receiver for it again; keep ordinary receipts as the files that they are',
  },
});

/** What can be wrong with a request to this module, with what reading packages and typesetting throw. */
export const documentErrors = { ...own, ...EXCHANGE_ERRORS, ...TYPESETTING_ERRORS };

/** Codes of this module only. */
export type DocumentErrorCode = keyof typeof own;

/** An error of this module; the caller throws it. */
export const documentError = (code: DocumentErrorCode, detail: ErrorDetail = {}): DomainError =>
  new DomainError(code, detail);
