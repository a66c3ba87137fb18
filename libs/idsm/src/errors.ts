import { defineErrors, DomainError } from '@chedun/kernel';
import type { ErrorDetail } from '@chedun/kernel';

/** Every error this library throws. Faults inside received bytes are no errors: they become the `fault` of the result. */
export const IDSM_ERRORS = defineErrors({
  'idsm.profile': {
    status: 422,
    zh: 'IDS 协议字段宽度配置无效',
    en: 'The profile of field widths is not usable',
    doZh: '请按 detail.field 修正：帧总位数须为 8 的倍数，每个字段 1 至 32 位且只出现一次。',
    doEn: 'Correct the part named in detail.field: whole bytes per frame, 1 to 32 bits per field, each field once.',
  },
  'idsm.range': {
    status: 422,
    zh: '字段取值超出报文格式允许的范围',
    en: 'A value does not fit its field',
    doZh: '请修改 detail.field 指出的字段。',
    doEn: 'Change the field named in detail.field.',
  },
  'idsm.xml': {
    status: 422,
    zh: 'ARXML 文件不是可接受的 XML',
    en: 'The ARXML file is no acceptable XML',
    doZh: '请按行列号检查文件：须为 UTF-8、格式良好、不含 DTD 和自定义实体，且不超过大小与深度限制。',
    doEn: 'Check the place given: UTF-8, well-formed, no DTD, no entities of its own, within the limits of size and depth.',
  },
  'idsm.extract': {
    status: 422,
    zh: '文件中没有可用的安全提取（Security Extract）内容',
    en: 'The files hold no usable Security Extract',
    doZh: '请提供含 SECURITY-EVENT-DEFINITION 的 AUTOSAR ARXML 文件。',
    doEn: 'Give AUTOSAR files (ARXML) that hold SECURITY-EVENT-DEFINITION elements, no more than the limits allow.',
  },
});

/** Codes of {@link IDSM_ERRORS}. */
export type IdsmErrorCode = keyof typeof IDSM_ERRORS;

/** Builds the error of this library; the caller throws it. */
export const idsmError = (code: IdsmErrorCode, detail: ErrorDetail): DomainError<IdsmErrorCode> =>
  new DomainError(code, detail);
