import { defineErrors, DomainError, type ErrorDetail } from '@chedun/kernel';

/** Every error that this library throws, beside those of whoever signs. */
export const EXCHANGE_ERRORS = defineErrors({
  'exchange.zip': {
    status: 422,
    zh: '文件不是允许的 ZIP 结构',
    en: 'The file does not have the ZIP structure that is allowed',
    doZh: '请使用原始文件；不要用其他工具解压后重新打包。',
    doEn: 'Use the original file; do not unpack it and pack it again with another tool.',
  },
  'exchange.name': {
    status: 422,
    zh: '包内文件名不被允许',
    en: 'The name of a file in the package is not allowed',
    doZh: '拒收该文件，并向提供方核实来源；文件名含路径穿越、重复或非法字符。',
    doEn: 'Refuse the file and ask its sender: names climb out of folders, repeat, or have forbidden characters.',
  },
  'exchange.too-large': {
    status: 413,
    zh: '交换包超过大小或数量限制',
    en: 'The package is larger or has more files than allowed',
    doZh: '请减少附件；单个文件不超过 32 MiB，整包不超过 64 MiB。',
    doEn: 'Take out attachments: a file has at most 32 MiB, a package 64 MiB.',
  },
  'exchange.json': {
    status: 422,
    zh: '包内 JSON 无效或不是 RFC 8785 规范形式',
    en: 'A JSON file of the package is not valid or not in the canonical form of RFC 8785',
    doZh: '请使用原始文件；detail.reason 指出文件与位置。',
    doEn: 'Use the original file; detail.reason names the file and place.',
  },
  'exchange.manifest': {
    status: 422,
    zh: '清单与包内文件不一致',
    en: 'The manifest does not agree with the files of the package',
    doZh: '文件已被改动或损坏，请向提供方重新索取。',
    doEn: 'The package was changed or is damaged; ask its sender for it again.',
  },
  'exchange.pdf': {
    status: 422,
    zh: '无法从 PDF 中取出内嵌数据',
    en: 'The data embedded in the PDF cannot be taken out',
    doZh: '请使用车盾生成的 PDF/A-3b 文件。',
    doEn: 'Use a PDF/A-3b file made by CheDun.',
  },
  'exchange.value': {
    status: 422,
    zh: '内容不能写入交换包',
    en: 'A value cannot be written into a package',
    doZh: '请修改 detail.reason 指出的内容。',
    doEn: 'Change what detail.reason names.',
  },
});

/** Codes of {@link EXCHANGE_ERRORS}. */
export type ExchangeErrorCode = keyof typeof EXCHANGE_ERRORS;

/** Builds an error of this library; the caller throws it. */
export const exchangeError = (code: ExchangeErrorCode, detail: ErrorDetail): DomainError<ExchangeErrorCode> =>
  new DomainError(code, detail);
