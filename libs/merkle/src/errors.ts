import { defineErrors, DomainError } from '@chedun/kernel';
import type { ErrorDetail } from '@chedun/kernel';

/** Every error that the readers of this library throw. */
export const MERKLE_ERRORS = defineErrors({
  'merkle.bad-note': {
    status: 422,
    zh: '不是有效的签名文本（signed note）',
    en: 'This is no signed note',
    doZh: '请提供完整的检查点文件，勿改动换行与签名行',
    doEn: 'Give the whole checkpoint as it was published, line ends and signature lines included',
  },
  'merkle.bad-checkpoint': {
    status: 422,
    zh: '检查点正文不符合格式',
    en: 'The text is no checkpoint',
    doZh: '检查点依次为：名称、树大小、根哈希（Base64）、扩展行',
    doEn: 'A checkpoint holds origin, tree size, root in base64 and then extension lines',
  },
  'merkle.bad-key': {
    status: 422,
    zh: '不是有效的验证公钥',
    en: 'This is no verifier key',
    doZh: '请提供“名称+编号+Base64”形式的一行公钥',
    doEn: 'Give one line of the form name+id+base64',
  },
  'merkle.bad-proof': {
    status: 422,
    zh: '不是有效的存在性证明文件',
    en: 'This is no proof of a record',
    doZh: '请提供 chedun logs prove 生成的文件',
    doEn: 'Give the file that chedun logs prove made',
  },
});

/** Codes of {@link MERKLE_ERRORS}. */
export type MerkleErrorCode = keyof typeof MERKLE_ERRORS;

/** Builds an error of this library; the caller throws it. */
export const merkleError = (code: MerkleErrorCode, detail: ErrorDetail): DomainError<MerkleErrorCode> =>
  new DomainError(code, detail);
