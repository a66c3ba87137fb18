import { defineErrors, DomainError, type ErrorDetail } from '@chedun/kernel';

/** What can be wrong with a request to this module. */
export const zonesErrors = defineErrors({
  'zones.unknown': {
    status: 404,
    zh: '没有这个安全域',
    en: 'There is no such zone',
    doZh: '请刷新页面后重试',
    doEn: 'Read the list again',
  },
  'zones.unknown-permission': {
    status: 404,
    zh: '没有这条访问许可',
    en: 'There is no such permission',
    doZh: '请刷新页面后重试',
    doEn: 'Read the list again',
  },
  'zones.duplicate': {
    status: 409,
    zh: '已有同名安全域',
    en: 'A zone of this name exists',
    doZh: '请换一个名称，或修改原有安全域',
    doEn: 'Take another name, or change that zone',
  },
  'zones.bad-network': {
    status: 422,
    zh: '不是有效的网段',
    en: 'This is no network',
    doZh: '请写作 10.1.0.0/16、10.1.2.3 或 fd00::/8，主机位须为零',
    doEn: 'Write 10.1.0.0/16, 10.1.2.3 or fd00::/8 with the bits of the host at zero',
  },
  'zones.taken-network': {
    status: 409,
    zh: '网段已属于另一个安全域',
    en: 'The network belongs to another zone',
    doZh: '同一网段只能属于一个安全域；可填写更长前缀的子网段',
    doEn: 'A network belongs to one zone only; a longer prefix inside it may belong to another',
  },
  'zones.bad-ports': {
    status: 422,
    zh: '端口写法不正确',
    en: 'The ports cannot be read',
    doZh: '请写作 443 或 443,8000-8100；仅 TCP、UDP、SCTP 可填写端口，留空表示全部端口',
    doEn: 'Write 443 or 443,8000-8100, for TCP, UDP and SCTP only; empty means every port',
  },
  'zones.same-zone': {
    status: 422,
    zh: '同一安全域内部的流量无需许可',
    en: 'Flows within one zone need no permission',
    doZh: '请选择两个不同的安全域',
    doEn: 'Choose two zones',
  },
  'zones.too-many': {
    status: 409,
    zh: '数量已达上限',
    en: 'There are too many',
    doZh: '最多 200 个安全域、2000 条访问许可，请先合并或删除',
    doEn: 'At most 200 zones and 2,000 permissions; merge or remove some first',
  },
  'zones.missing-column': {
    status: 422,
    zh: '表头缺少必需的列',
    en: 'A column is missing in the header',
    doZh: '第一行须包含“名称”“类型”“网段”三列',
    doEn: 'The first row has to name the columns name, kind and networks',
  },
});
export type ZonesErrorCode = keyof typeof zonesErrors;

/** Builds an error of this module; the caller throws it. */
export const zonesError = (code: ZonesErrorCode, detail: ErrorDetail = {}): DomainError<ZonesErrorCode> =>
  new DomainError(code, detail);
