import { linesOf, textOf, type CheckRule } from '../rule.ts';

const PUBLIC = /互联网|公网|internet|https?:\/\//i;
const ADDRESS = /\b(?:\d{1,3}\.){3}\d{1,3}\b/g;
const PROTECTION = /防火墙|防护|网关|隔离|网闸|firewall|waf|ips|ids|入侵|抗D|清洗/i;

const isPublic = (address: string): boolean => {
  const [a = 0, b = 0] = address.split('.').map(Number);
  const reserved = a === 10 || a === 127 || a === 0 || a >= 224 || (a === 172 && b >= 16 && b <= 31);
  return !reserved && !(a === 192 && b === 168) && !(a === 169 && b === 254) && !(a === 100 && b >= 64 && b <= 127);
};

/** 合理性: what is open to the Internet stands behind equipment that protects its boundary. */
export const exposure: CheckRule = {
  id: 'exposure',
  check: ({ data }) => {
    const equipment = linesOf(data, 'equipment');
    if (equipment.length === 0) return [];
    const said = ['functions', 'topology', 'boundary', 'other'].map((field) => textOf(data, field)).join('\n');
    const addresses = (said.match(ADDRESS) ?? []).filter(isPublic);
    const isOpen = PUBLIC.test(said) || addresses.length > 0;
    const isProtected = equipment.some((line) => PROTECTION.test(`${line['name'] ?? ''} ${line['model'] ?? ''}`));
    if (!isOpen || isProtected) return [];
    return [
      {
        field: 'equipment',
        zh: '材料表明该单元与互联网相通，但“主要软硬件及型号”中没有边界防护设备，请补充或说明',
        en: 'The unit is open to the Internet, but no equipment that protects its boundary is listed',
      },
    ];
  },
};
