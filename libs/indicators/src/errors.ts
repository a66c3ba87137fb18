import { defineErrors, DomainError, type ErrorDetail } from '@chedun/kernel';

/** Every error that the readers of threat intelligence throw. Faults of single entries are no errors: they go to the sink. */
export const INDICATOR_ERRORS = defineErrors({
  'indicators.not-json': {
    status: 422,
    zh: '情报文件不是有效的 JSON',
    en: 'The file of indicators is not valid JSON',
    doZh: '按 detail.offset 指出的字节位置检查文件，或重新下载后再导入。',
    doEn: 'Check the file at the byte offset given, or download it again.',
  },
  'indicators.structure': {
    status: 422,
    zh: '情报文件的结构不符合所选格式',
    en: 'The file of indicators does not have the structure of its format',
    doZh: '确认格式：STIX 2.1 包、MISP 事件、MISP CSV 或每行一个指标的清单。',
    doEn: 'Check the format: STIX 2.1 bundle, MISP event, MISP CSV, or a list with one indicator a line.',
  },
  'indicators.format-unknown': {
    status: 422,
    zh: '无法识别情报文件的格式',
    en: 'The format of the file of indicators cannot be told',
    doZh: '导入时明确选择格式；文件须为 UTF-8 文本。',
    doEn: 'Name the format when importing; the file has to be UTF-8 text.',
  },
  'indicators.too-large': {
    status: 413,
    zh: '情报文件中的单个对象或单行超过长度上限',
    en: 'One object or line of the file of indicators is longer than allowed',
    doZh: '检查文件是否损坏；正常的指标对象不超过 1 MB，MISP 事件不超过 64 MB。',
    doEn: 'Check whether the file is damaged: an indicator takes less than 1 MB, a MISP event less than 64 MB.',
  },
  'indicators.too-many': {
    status: 413,
    zh: '情报文件的条目超过上限，已停止读取',
    en: 'The file of indicators has more entries than allowed; reading stopped',
    doZh: '拆分文件，或在源头按可信度、时间筛选后再导入。',
    doEn: 'Split the file, or let the provider filter by confidence or age.',
  },
  'indicators.matcher': {
    status: 422,
    zh: '指标匹配表无效',
    en: 'The packed matcher is not usable',
    doZh: '重新加载威胁情报。',
    doEn: 'Load the intelligence again.',
  },
});

/** Codes of {@link INDICATOR_ERRORS}. */
export type IndicatorErrorCode = keyof typeof INDICATOR_ERRORS;

/** An error of this library. */
export const indicatorError = (code: IndicatorErrorCode, detail: ErrorDetail): DomainError<IndicatorErrorCode> =>
  new DomainError(code, detail);
