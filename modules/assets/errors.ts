import { DomainError, type ErrorDetail, defineErrors } from '@chedun/kernel';

/** Errors of this module. */
export const assetsErrors = defineErrors({
  'assets.no-such-asset': {
    status: 404,
    zh: '没有这个资产',
    en: 'There is no such asset',
    doZh: '在资产列表中查找，或先登记',
    doEn: 'Look it up in the list, or register it first',
  },
  'assets.bad-cursor': {
    status: 400,
    zh: '翻页位置无效',
    en: 'The cursor of the list is not valid',
    doZh: '从第一页重新开始',
    doEn: 'Start again from the first page',
  },
  'assets.import-empty': {
    status: 422,
    zh: '文件中没有数据',
    en: 'The file holds no data',
    doZh: '下载模板，保留表头并填写至少一行',
    doEn: 'Download the template, keep the header and fill at least one row',
  },
  'assets.import-malformed': {
    status: 422,
    zh: '无法读取文件',
    en: 'The file cannot be read',
    doZh: '按 detail 修正；或用模板另存为 CSV（UTF-8）或 XLSX',
    doEn: 'Correct it as detail says, or save it from the template as CSV (UTF-8) or XLSX',
  },
  'assets.import-too-large': {
    status: 422,
    zh: '文件内容超过上限',
    en: 'The file holds more than allowed',
    doZh: '拆成多个文件导入；CSV 比 XLSX 允许更多行',
    doEn: 'Split it into several files; CSV allows more rows than XLSX',
  },
  'assets.import-no-key': {
    status: 422,
    zh: '表头中缺少必需的列',
    en: 'The header lacks a column that is needed',
    doZh: '下载模板，按模板的表头填写',
    doEn: 'Download the template and use its header',
  },
});

/** Codes of {@link assetsErrors}. */
export type AssetsErrorCode = keyof typeof assetsErrors;

/** An error of this module. */
export const assetsError = (code: AssetsErrorCode, detail: ErrorDetail = {}, cause?: unknown): DomainError =>
  new DomainError(code, detail, cause);
