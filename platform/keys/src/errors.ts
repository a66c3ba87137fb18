import { defineErrors } from '@chedun/kernel';

/** Everything that a key store refuses. */
export const keysErrors = defineErrors({
  'keys.no-passphrase': {
    status: 503,
    zh: '已有密钥文件，但没有口令',
    en: 'There is a key file but no passphrase for it',
    doZh: '通过 keys.passphraseFile 提供创建该密钥文件时使用的口令',
    doEn: 'Give the passphrase that the key file was made with in keys.passphraseFile',
  },
  'keys.wrong-passphrase': {
    status: 503,
    zh: '口令错误，或密钥文件被改动',
    en: 'The passphrase is wrong or the key file was changed',
    doZh: '核对口令；若口令无误，请从备份恢复密钥文件',
    doEn: 'Check the passphrase; if it is right, restore the key file from a backup',
  },
  'keys.damaged': {
    status: 503,
    zh: '密钥文件无法读取',
    en: 'The key file cannot be read',
    doZh: '从备份恢复密钥文件',
    doEn: 'Restore the key file from a backup',
  },
  'keys.unknown': {
    status: 500,
    zh: '没有这个密钥',
    en: 'There is no such key',
    doZh: '先用 ensure 创建密钥',
    doEn: 'Make the key with ensure first',
  },
  'keys.wrong-kind': {
    status: 500,
    zh: '该密钥不能用于此操作',
    en: 'This key cannot do that',
    doZh: '为此用途使用另一个名称的密钥',
    doEn: 'Use a key of another name for this purpose',
  },
  'keys.self-test': {
    status: 503,
    zh: '国密算法自检未通过，密钥停用',
    en: 'The self-test of an algorithm failed; the key is not used',
    doZh: '请使用受支持的 Node.js 24 运行，勿改用精简的 OpenSSL',
    doEn: 'Run it with the supported Node.js 24 and its own OpenSSL',
  },
  'keys.bad-name': {
    status: 500,
    zh: '密钥名称无效',
    en: 'The name of the key is not allowed',
    doZh: '使用小写字母、数字和横线，以字母开头',
    doEn: 'Use lower-case letters, digits and hyphens, beginning with a letter',
  },
  'keys.bad-secret': {
    status: 422,
    zh: '密钥内容无法识别',
    en: 'The secret is not a key of this kind',
    doZh: '请提供 PEM、DER 十六进制，或对称密钥的 32 位十六进制',
    doEn: 'Give PEM, hex of the DER, or 32 hex digits of a symmetric key',
  },
  'keys.bad-seal': {
    status: 500,
    zh: '密文损坏，或上下文不符',
    en: 'The sealed bytes are damaged or belong to another context',
    doZh: '检查数据来源；必要时让用户重新设置该秘密',
    doEn: 'Check where the bytes come from; if need be let the user set the secret again',
  },
});
