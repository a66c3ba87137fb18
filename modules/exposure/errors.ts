import { defineErrors, DomainError, type ErrorDetail } from '@chedun/kernel';

/** What can be wrong with a request to this module. */
export const exposureErrors = defineErrors({
  'exposure.unknown': {
    status: 404,
    zh: '没有这条记录',
    en: 'There is no such entry',
    doZh: '请刷新页面后重试',
    doEn: 'Read the list again',
  },
  'exposure.duplicate': {
    status: 409,
    zh: '已经登记过',
    en: 'It is there already',
    doZh: '请修改原有记录',
    doEn: 'Change the entry that is there',
  },
  'exposure.not-public': {
    status: 422,
    zh: '不是公网地址',
    en: 'This is no public address',
    doZh: '只能探测本单位的公网地址或域名；内网、回环和链路本地地址不予探测',
    doEn: 'Only public addresses and names of your own are probed; private, loopback and link-local ones are not',
  },
  'exposure.bad-scan': {
    status: 422,
    zh: '扫描结果无法读取',
    en: 'The scan cannot be read',
    doZh: '请导入 nmap -oX 的输出文件',
    doEn: 'Bring the file that nmap -oX wrote',
  },
  'exposure.bad-ports': {
    status: 422,
    zh: '端口写法不正确或超过 4096 个',
    en: 'The ports cannot be read, or are more than 4,096',
    doZh: '请写作 443 或 1-1024,8080，留空探测常用端口',
    doEn: 'Write 443 or 1-1024,8080; empty probes the usual ports',
  },
  'exposure.too-many': {
    status: 409,
    zh: '数量已达上限',
    en: 'There are too many',
    doZh: '最多 256 个探测目标、5000 个批准服务',
    doEn: 'At most 256 targets and 5,000 approved services',
  },
});
export type ExposureErrorCode = keyof typeof exposureErrors;

/** Builds an error of this module; the caller throws it. */
export const exposureError = (code: ExposureErrorCode, detail: ErrorDetail = {}): DomainError<ExposureErrorCode> =>
  new DomainError(code, detail);
