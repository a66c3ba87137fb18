import { defineErrors, DomainError } from '@chedun/kernel';

/** Every error that this library throws, with what to do about it. */
export const GM_ERRORS = defineErrors({
  'gm.length': {
    status: 422,
    zh: '输入长度不符合算法要求',
    en: 'An input has a length that the algorithm does not take',
    doZh: '请检查密钥、初始向量、随机数、标签或消息的长度。',
    doEn: 'Check the length of key, initial vector, nonce, tag or message.',
  },
  'gm.key': {
    status: 422,
    zh: '不是有效的 SM2 密钥',
    en: 'This is no SM2 key',
    doZh: '私钥须为 1 至 n-2 的 32 字节整数；公钥须为曲线上的点。',
    doEn: 'A private key is 32 bytes from 1 to n-2; a public key is a point of the curve.',
  },
  'gm.encoding': {
    status: 422,
    zh: 'DER 编码有误',
    en: 'The DER encoding is wrong',
    doZh: '请提供未改动的 DER 编码（GM/T 0009、GM/T 0010）。',
    doEn: 'Give the DER encoding as it was made (GM/T 0009, GM/T 0010).',
  },
  'gm.tag': {
    status: 422,
    zh: '认证标签不符，密文、附加数据、随机数或密钥有误',
    en: 'The authentication tag does not match',
    doZh: '数据可能被篡改，或使用了错误的密钥或随机数，请勿使用其内容。',
    doEn: 'The data were changed, or key or nonce are wrong: do not use them.',
  },
  'gm.padding': {
    status: 422,
    zh: '填充有误',
    en: 'The padding is wrong',
    doZh: '请检查密钥、初始向量和填充方式。',
    doEn: 'Check key, initial vector and kind of padding.',
  },
  'gm.ciphertext': {
    status: 422,
    zh: 'SM2 密文无法解密',
    en: 'The SM2 ciphertext cannot be decrypted',
    doZh: '请检查密文排列（C1C3C2、C1C2C3、ASN.1）以及是否使用了对应的私钥。',
    doEn: 'Check the order of its parts (C1C3C2, C1C2C3, ASN.1) and that the private key belongs to it.',
  },
  'gm.infinity': {
    status: 422,
    zh: '运算结果为无穷远点',
    en: 'The result is the point at infinity',
    doZh: '请更换输入；对正常密钥不会发生。',
    doEn: 'Give other inputs; it does not happen with keys made at random.',
  },
  'gm.self-test': {
    status: 500,
    zh: '国密算法自检未通过',
    en: 'A self-test of the SM algorithms failed',
    doZh: '请勿继续使用；更换 Node.js 版本后重试，并报告 detail.reason。',
    doEn: 'Do not go on; try another version of Node.js, and report detail.reason.',
  },
});

/** Codes of {@link GM_ERRORS}. */
export type GmErrorCode = keyof typeof GM_ERRORS;

/** The only error of this library. `detail.offset` is the byte of the input at fault where there is one. */
export class GmError extends DomainError<GmErrorCode> {
  constructor(code: GmErrorCode, reason: string, offset?: number) {
    super(code, offset === undefined ? { reason } : { reason, offset });
    this.name = 'GmError';
  }
}

/** Throws `gm.length` unless `bytes` has exactly this length. */
export const requireLength = (bytes: Uint8Array, length: number, name: string): void => {
  if (bytes.length !== length) throw new GmError('gm.length', `${name} has ${bytes.length} bytes instead of ${length}`);
};
