import { defineErrors, DomainError, type ErrorDetail } from '@chedun/kernel';

/** What this library throws; each with the place in its detail. */
export const CACAO_ERRORS = defineErrors({
  'cacao.not-json': {
    status: 400,
    zh: '文件不是有效的 JSON',
    en: 'The file is not JSON',
    doZh: '请从编排工具重新导出 CACAO 2.0 剧本（JSON、UTF-8）',
    doEn: 'Export the CACAO 2.0 playbook again as JSON in UTF-8',
  },
  'cacao.too-large': {
    status: 413,
    zh: '剧本超出大小限制',
    en: 'The playbook is larger than what is read',
    doZh: '拆分剧本，或删除无关的扩展内容',
    doEn: 'Split the playbook, or leave out extensions that are not needed',
  },
  'cacao.not-playbook': {
    status: 400,
    zh: '内容不是 CACAO 2.0 剧本',
    en: 'This is no CACAO 2.0 playbook',
    doZh: '请选择 type 为 playbook、spec_version 为 cacao-2.0 的文件',
    doEn: 'Choose a file whose type is playbook and whose spec_version is cacao-2.0',
  },
  'cacao.bad-condition': {
    status: 400,
    zh: '条件表达式无法解析',
    en: 'The condition cannot be read',
    doZh: "按 STIX 比较表达式书写，例如 __level__:value = 'high'",
    doEn: "Write a STIX comparison expression, such as __level__:value = 'high'",
  },
  'cacao.bad-run': {
    status: 409,
    zh: '剧本运行状态与剧本不一致',
    en: 'The state of the run does not fit the playbook',
    doZh: '以启动时的剧本版本继续运行',
    doEn: 'Go on with the version of the playbook that the run began with',
  },
});
export type CacaoErrorCode = keyof typeof CACAO_ERRORS;

/** An error of the catalogue. */
export const cacaoError = (code: CacaoErrorCode, detail: ErrorDetail): DomainError<CacaoErrorCode> =>
  new DomainError(code, detail);
