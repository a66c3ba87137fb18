import { defineErrors } from '@chedun/kernel';

/** Errors of this module. */
export const gatewayErrors = defineErrors({
  'gateway.bad-secret': {
    status: 422,
    zh: '密钥内容无法识别',
    en: 'The secret is not a key of this kind',
    doZh: '请提供 PEM、DER 十六进制，或对称密钥的 32 位十六进制',
    doEn: 'Give PEM, hex of the DER, or 32 hex digits of a symmetric key',
  },
  'gateway.secret-needed': {
    status: 422,
    zh: 'RSA 与 SM2 需要提供私钥',
    en: 'RSA and SM2 need a private key',
    doZh: '粘贴私钥（PEM 或十六进制）；只有 AES 与 SM4 可由平台生成',
    doEn: 'Give the private key as PEM or hex; only AES and SM4 keys are made here',
  },
  'gateway.no-such-key': {
    status: 404,
    zh: '没有这个有效密钥',
    en: 'There is no such key in force',
    doZh: '刷新列表后重试',
    doEn: 'Reload the list and try again',
  },
  'gateway.bad-cursor': {
    status: 400,
    zh: '翻页位置无效',
    en: 'The position in the list is not valid',
    doZh: '从第一页重新开始',
    doEn: 'Begin again with the first page',
  },
});
