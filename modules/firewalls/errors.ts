import { FIREWALL_ERRORS } from '@chedun/firewall';
import { defineErrors, DomainError, type ErrorDetail } from '@chedun/kernel';

const own = defineErrors({
  'firewalls.unknown': {
    status: 404,
    zh: '没有这台防火墙',
    en: 'There is no such firewall',
    doZh: '请刷新列表后重试',
    doEn: 'Read the list again',
  },
  'firewalls.duplicate': {
    status: 409,
    zh: '已有同名防火墙',
    en: 'A firewall of this name exists',
    doZh: '请换一个名称，或在原有条目中上传新配置',
    doEn: 'Take another name, or upload the new export there',
  },
  'firewalls.no-text': {
    status: 422,
    zh: '文件不是文本配置',
    en: 'The file is no text',
    doZh: '请上传 UTF-8 文本格式的配置导出',
    doEn: 'Upload an export as UTF-8 text',
  },
});

/** What can be wrong with a request to this module. */
export const firewallsErrors = { ...own, ...FIREWALL_ERRORS };
export type FirewallsErrorCode = keyof typeof own;

/** Builds an error of this module; the caller throws it. */
export const firewallsError = (code: FirewallsErrorCode, detail: ErrorDetail = {}): DomainError<FirewallsErrorCode> =>
  new DomainError(code, detail);
