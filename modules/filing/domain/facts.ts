import type { Host, Service } from '@chedun/assets/contract';
import type { Difference, Equipment, UnitFacts } from '../contract.ts';

/** The assets of a unit as the inventory knows them now. */
export interface UnitAssets {
  readonly hosts: readonly Host[];
  readonly services: readonly Service[];
  readonly models: readonly string[];
  readonly sites: string;
}

const softwareOf = (hosts: readonly Host[]): string[] =>
  [...Map.groupBy(hosts, ({ os }) => (os === '' ? '未登记操作系统' : os))]
    .map(([os, group]) => `${os} × ${group.length}`)
    .toSorted();

/** What there is of a unit, in the shape in which it is filed. */
export const factsOf = ({ hosts, services, models, sites }: UnitAssets): UnitFacts => ({
  hosts: hosts.map(({ name }) => name).toSorted(),
  services: services.map(({ name }) => name).toSorted(),
  software: softwareOf(hosts),
  models: [...models].toSorted(),
  sites: sites.trim(),
});

const SERVICE: Readonly<Record<Service['type'], string>> = {
  tsp: '远程信息服务',
  ota: '在线升级服务',
  pki: '证书服务',
  'app-backend': '移动应用后台',
  api: '接口服务',
  data: '数据服务',
  other: '其他服务',
};

/** Main hardware and software with models: hosts by role and operating system, services one by one. */
export const equipmentOf = ({ hosts, services, sites }: UnitAssets): Equipment[] => [
  ...[...Map.groupBy(hosts, ({ role, os, zone }) => JSON.stringify([role, os, zone]))].map(([key, group]) => {
    const [role = '', os = '', zone = ''] = JSON.parse(key) as string[];
    return {
      name: role === '' ? '主机' : role,
      model: os === '' ? '未登记' : os,
      quantity: String(group.length),
      location: zone === '' ? sites.split('\n')[0] || '未登记' : zone,
    };
  }),
  ...services.map(({ name, type }) => ({ name, model: SERVICE[type], quantity: '1', location: '—' })),
];

/** Hosts of a list of main hardware: what the numbers of the rows that are no service add up to; undefined when one is no number. */
export const hostsInEquipment = (
  rows: readonly Partial<Equipment>[],
  services: readonly string[],
): number | undefined => {
  const known = new Set(services);
  const counts = rows.filter(({ name = '' }) => !known.has(name)).map(({ quantity = '' }) => Number(quantity));
  return counts.every((each) => Number.isInteger(each) && each >= 0)
    ? counts.reduce((sum, each) => sum + each, 0)
    : undefined;
};

const MOST_SHOWN = 20;
const listed = (names: readonly string[]): string =>
  names.length > MOST_SHOWN
    ? `${names.slice(0, MOST_SHOWN).join('、')} 等 ${names.length} 项`
    : names.join('、') || '无';

const changedList = (
  item: Difference['item'],
  before: readonly string[],
  after: readonly string[],
  unit: string,
): Difference[] => {
  const added = after.filter((each) => !before.includes(each));
  const gone = before.filter((each) => !after.includes(each));
  if (added.length === 0 && gone.length === 0) return [];
  const changes = [added.length > 0 ? `新增 ${listed(added)}` : '', gone.length > 0 ? `减少 ${listed(gone)}` : ''];
  return [
    {
      item,
      before: `${before.length} ${unit}`,
      after: `${after.length} ${unit}（${changes.filter((each) => each !== '').join('；')}）`,
    },
  ];
};

/** What is different between what was filed and what is there. */
export const differencesOf = (filed: UnitFacts, now: UnitFacts): Difference[] => [
  ...changedList('hosts', filed.hosts, now.hosts, '台'),
  ...changedList('services', filed.services, now.services, '项'),
  ...(filed.software.join() === now.software.join()
    ? []
    : [{ item: 'software' as const, before: listed(filed.software), after: listed(now.software) }]),
  ...changedList('models', filed.models, now.models, '种'),
  ...(filed.sites === now.sites
    ? []
    : [{ item: 'sites' as const, before: filed.sites || '无', after: now.sites || '无' }]),
];
