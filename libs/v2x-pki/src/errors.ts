import { defineErrors, DomainError, isDomainError } from '@chedun/kernel';
import type { ErrorDetail } from '@chedun/kernel';

/** Every error of this library itself; `detail.reason` says what is wrong. Keys and ciphertexts throw those of @chedun/v2x-security. */
export const V2X_PKI_ERRORS = defineErrors({
  'v2xpki.message': {
    status: 422,
    zh: '报文无法识别或不符合流程',
    en: 'The message cannot be read, or does not belong here',
    doZh: '请按 YD/T 3957 的管理报文格式重新生成；detail.reason 说明了原因。',
    doEn: 'Make it again in the form of the management messages of YD/T 3957; detail.reason says what is wrong.',
  },
  'v2xpki.signature': {
    status: 422,
    zh: '报文签名不成立',
    en: 'The signature of the message does not hold',
    doZh: '请检查私钥与证书是否配对。',
    doEn: 'Check that the private key belongs to the certificate.',
  },
  'v2xpki.value': {
    status: 422,
    zh: '取值不能写入证书',
    en: 'A value cannot be written into a certificate',
    doZh: '请修改 detail.reason 指出的值。',
    doEn: 'Change the value that detail.reason names.',
  },
});

/** Codes of {@link V2X_PKI_ERRORS}. */
export type V2xPkiErrorCode = keyof typeof V2X_PKI_ERRORS;

/** Builds an error of this library; the caller throws it. */
export const pkiError = (
  code: V2xPkiErrorCode,
  detail: ErrorDetail = {},
  cause?: unknown,
): DomainError<V2xPkiErrorCode> => new DomainError(code, detail, cause);

/** Runs a codec over foreign bytes; what it refuses becomes `v2xpki.message`. */
export const asMessage = <R>(read: () => R): R => {
  try {
    return read();
  } catch (error) {
    if (!isDomainError(error) || error.code.startsWith('v2xpki.')) throw error;
    throw pkiError('v2xpki.message', { ...error.detail, reason: error.message }, error);
  }
};
