import { ASN1_ERRORS } from '@chedun/asn1';
import { defineErrors, DomainError } from '@chedun/kernel';
import type { ErrorDetail } from '@chedun/kernel';

const OWN = defineErrors({
  'x509.structure': {
    status: 422,
    zh: '数据不符合 X.509、PKCS#10、CRL、OCSP 或 CMS 的结构',
    en: 'The data does not have the structure of X.509, PKCS #10, CRL, OCSP or CMS',
    doZh: '请检查文件类型，并查看 detail.reason 指出的位置。',
    doEn: 'Check what kind of file this is; detail.reason names the place.',
  },
  'x509.pem': {
    status: 422,
    zh: '不是有效的 PEM 文本',
    en: 'This is no PEM text',
    doZh: '请提供完整的 -----BEGIN …----- 到 -----END …----- 文本。',
    doEn: 'Give the whole text from -----BEGIN …----- to -----END …-----.',
  },
  'x509.value': {
    status: 422,
    zh: '取值不能写入证书或消息',
    en: 'A value cannot be written into a certificate or message',
    doZh: '请修改 detail.reason 指出的值。',
    doEn: 'Change the value that detail.reason names.',
  },
  'x509.unsupported': {
    status: 422,
    zh: '不支持该算法或类型',
    en: 'The algorithm or type is not supported',
    doZh: '请使用 README 所列的算法。',
    doEn: 'Use one of the algorithms that the README lists.',
  },
  'x509.limit': {
    status: 422,
    zh: '数据超出大小或数量限制',
    en: 'The data is larger or has more parts than allowed',
    doZh: '请拆分数据，或提高读取限制。',
    doEn: 'Split the data, or raise the limits of the reader.',
  },
  'x509.decrypt': {
    status: 422,
    zh: '无法解密：密钥不对或密文已被改动',
    en: 'The message cannot be decrypted: another key, or changed bytes',
    doZh: '请确认接收者私钥与密文对应。',
    doEn: 'Check that the key belongs to a recipient of this message.',
  },
});

/** Every error that this library throws: its own and those of the DER reader. */
export const X509_ERRORS = { ...ASN1_ERRORS, ...OWN };

/** Codes of the errors that are of this library only. */
export type X509ErrorCode = keyof typeof OWN;

/** Builds an error of this library; the caller throws it. `reason` says what is wrong, `offset` where (bytes). */
export const x509Error = (code: X509ErrorCode, detail: ErrorDetail): DomainError<X509ErrorCode> =>
  new DomainError(code, detail);
