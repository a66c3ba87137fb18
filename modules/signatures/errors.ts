import { defineErrors } from '@chedun/kernel';

/** Errors of this module. */
export const signatureErrors = defineErrors({
  'signatures.bad-key': {
    status: 422,
    zh: '公钥无法识别',
    en: 'The public key cannot be read',
    doZh: '请提供 PEM、DER 十六进制，或激活报文中的原始十六进制公钥',
    doEn: 'Give PEM, hex of the DER, or the hex of an activation frame',
  },
});
