import { defineErrors, DomainError } from '@chedun/kernel';

/** Every error that this library throws. */
export const FIREWALL_ERRORS = defineErrors({
  'firewall.unknown-format': {
    status: 422,
    zh: '无法识别的防火墙配置格式',
    en: 'The format of the firewall export is not known',
    doZh: '请导出 iptables-save、nft list ruleset、Cisco ACL、华为/新华三 security-policy 、FortiGate 配置，或云安全组的 JSON',
    doEn: 'Export iptables-save, nft list ruleset, Cisco access lists, Huawei or H3C security-policy, FortiGate, or security groups of a cloud as JSON',
  },
  'firewall.too-large': {
    status: 413,
    zh: '配置超过上限',
    en: 'The export is larger than allowed',
    doZh: '单个文件不超过 16 MiB、1 万条规则',
    doEn: 'A file has at most 16 MiB and 10,000 rules',
  },
});
export type FirewallErrorCode = keyof typeof FIREWALL_ERRORS;

/** Builds an error of this library; the caller throws it. */
export const firewallError = (code: FirewallErrorCode): DomainError<FirewallErrorCode> => new DomainError(code, {});
