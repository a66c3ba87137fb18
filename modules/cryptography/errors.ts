import { defineErrors } from '@chedun/kernel';

/** What can be wrong with a request to this module. */
export const cryptographyErrors = defineErrors({
  'cryptography.unknown-endpoint': {
    status: 404,
    zh: '没有这个端点',
    en: 'There is no such endpoint',
    doZh: '请刷新列表；端点可能已被删除',
    doEn: 'Read the list again; it may have been removed',
  },
  'cryptography.endpoint-declared': {
    status: 409,
    zh: '该主机和端口已登记',
    en: 'This host and port are declared already',
    doZh: '请修改已登记的端点',
    doEn: 'Change the endpoint that is there',
  },
  'cryptography.too-many': {
    status: 409,
    zh: '登记数量已达上限',
    en: 'The most that may be declared is reached',
    doZh: '请先删除不再使用的条目',
    doEn: 'Remove what is no longer in use',
  },
  'cryptography.no-transcript': {
    status: 404,
    zh: '没有这次探测的握手记录',
    en: 'There is no transcript of this probe',
    doZh: '每个端点保留最近 30 次探测的握手记录；请重新探测',
    doEn: 'Transcripts of the last 30 probes of an endpoint are kept; probe again',
  },
  'cryptography.unknown-entry': {
    status: 404,
    zh: '没有这个条目',
    en: 'There is no such entry',
    doZh: '请刷新列表；条目可能已被删除',
    doEn: 'Read the list again; it may have been removed',
  },
  'cryptography.product-declared': {
    status: 409,
    zh: '该认证证书编号已登记',
    en: 'A product with this certificate number is declared already',
    doZh: '请修改已登记的产品',
    doEn: 'Change the product that is there',
  },
});

/** Codes of {@link cryptographyErrors}. */
export type CryptographyErrorCode = keyof typeof cryptographyErrors;
