import { defineErrors, DomainError, type ErrorDetail } from '@chedun/kernel';

/** Every error that the readers of inventories throw. What is wrong with a single entry is no error: it is refused by name. */
export const INVENTORY_ERRORS = defineErrors({
  'inventory.format-unknown': {
    status: 422,
    zh: '无法识别文件格式',
    en: 'The format of the file cannot be told',
    doZh: '支持 nmap -oX、dhcpd.leases、Kea 租约 CSV、dnsmasq.leases、arp/ip neigh/arp-scan 输出、CMDB 表格和云主机列表 JSON；也可以手动选择格式。',
    doEn: 'Bring nmap -oX, dhcpd.leases, a Kea lease CSV, dnsmasq.leases, output of arp, ip neigh or arp-scan, a CMDB table or a cloud list as JSON; or choose the format.',
  },
  'inventory.structure': {
    status: 422,
    zh: '文件内容与所选格式不符',
    en: 'The file does not have the structure of its format',
    doZh: '按指出的行列或字段检查文件，重新导出后再导入。',
    doEn: 'Check the file at the place given and export it again.',
  },
  'inventory.columns-missing': {
    status: 422,
    zh: '表格缺少能识别主机的列',
    en: 'The table has no column that tells hosts apart',
    doZh: '表头至少包含主机名、IP 地址、MAC 地址之一，或指定列的对应关系。',
    doEn: 'Have a column of host names, addresses or MAC addresses, or say which column is which.',
  },
  'inventory.too-large': {
    status: 413,
    zh: '文件或其中一项超过上限',
    en: 'The file or one entry of it is larger than allowed',
    doZh: '拆分文件后分批导入。',
    doEn: 'Split the file and import the parts.',
  },
});

/** Codes of {@link INVENTORY_ERRORS}. */
export type InventoryErrorCode = keyof typeof INVENTORY_ERRORS;

/** An error of this library. */
export const inventoryError = (code: InventoryErrorCode, detail: ErrorDetail): DomainError<InventoryErrorCode> =>
  new DomainError(code, detail);
