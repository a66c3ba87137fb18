import { defineErrors, DomainError } from '@chedun/kernel';
import type { ErrorDetail } from '@chedun/kernel';

/** Every error this library throws; `detail.offset` is the byte in the input, `detail.field` the path of the field. */
export const V2X_SECURITY_ERRORS = defineErrors({
  'v2xsec.format': {
    status: 422,
    zh: '字节不是规定格式的 V2X 安全数据（证书、消息或列表）',
    en: 'The bytes are no V2X security data of this kind',
    doZh: '请检查数据是否完整、类型是否选对；detail 给出出错的字节与字段。',
    doEn: 'Check that the data is whole and of the kind asked for; detail names the byte and the field.',
  },
  'v2xsec.key': {
    status: 422,
    zh: '密钥或椭圆曲线点无效',
    en: 'A key or a point of a curve is not valid',
    doZh: '请检查公钥是否在所述曲线上、长度是否正确。',
    doEn: 'Check that the key lies on the named curve and has its length.',
  },
  'v2xsec.unsupported': {
    status: 422,
    zh: '算法或结构尚不支持',
    en: 'An algorithm or structure is not supported',
    doZh: '请使用显式证书以及 SM2、P-256、P-384 或 brainpool 曲线。',
    doEn: 'Use explicit certificates and SM2, P-256, P-384 or brainpool curves.',
  },
  'v2xsec.value': {
    status: 422,
    zh: '取值无法编码',
    en: 'A value does not fit its type',
    doZh: '请修改 detail.field 指出的字段。',
    doEn: 'Change the field named in detail.field.',
  },
  'v2xsec.decrypt': {
    status: 422,
    zh: '解密失败：密钥不符或密文被改动',
    en: 'Decryption failed: another key, or the ciphertext was changed',
    doZh: '请核对接收方密钥与报文。',
    doEn: 'Check the key of the recipient and the message.',
  },
});

/** Codes of {@link V2X_SECURITY_ERRORS}. */
export type V2xSecurityErrorCode = keyof typeof V2X_SECURITY_ERRORS;

/** Builds the error of this library; the caller throws it. */
export const securityError = (
  code: V2xSecurityErrorCode,
  detail: ErrorDetail,
  cause?: unknown,
): DomainError<V2xSecurityErrorCode> => new DomainError(code, detail, cause);
