import { defineErrors, DomainError } from '@chedun/kernel';
import type { ErrorDetail } from '@chedun/kernel';

/** Every error this library throws; `detail.field` is the path in the message. */
export const V2X_ERRORS = defineErrors({
  'v2x.not_a_message': {
    status: 422,
    zh: '字节不是 T/CSAE 53 的 UPER 消息',
    en: 'The bytes are no T/CSAE 53 message in UPER',
    doZh: '请检查数据是否为去掉设备封装和安全层之后的 MessageFrame。',
    doEn: 'Check that the bytes are a MessageFrame, without the envelope of the device and without the secured layer.',
  },
  'v2x.value': {
    status: 422,
    zh: '取值无法编码为 T/CSAE 53 消息',
    en: 'A value does not fit its field of the message',
    doZh: '请修改 detail.field 指出的字段。',
    doEn: 'Change the field named in detail.field.',
  },
  'v2x.not_a_report': {
    status: 422,
    zh: '字节不是异常行为报告（ETSI TS 103 759）',
    en: 'The bytes are no misbehaviour report (ETSI TS 103 759)',
    doZh: '请按 ETSI TS 103 759 V2.2.1 的结构重新编码；detail 指出了位置与原因。',
    doEn: 'Encode the report again in the form of ETSI TS 103 759 V2.2.1; detail names place and reason.',
  },
});

/** Codes of {@link V2X_ERRORS}. */
export type V2xErrorCode = keyof typeof V2X_ERRORS;

/** Builds the error of this library; the caller throws it. */
export const v2xError = (code: V2xErrorCode, detail: ErrorDetail, cause?: unknown): DomainError<V2xErrorCode> =>
  new DomainError(code, detail, cause);
