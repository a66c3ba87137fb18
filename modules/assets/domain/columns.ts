import type { Bilingual } from '@chedun/kernel';
import type { AssetKind } from '../contract.ts';

/** A column of import, export and template. */
export interface Column {
  /** Name of the field in the contract; `ecu.*` are the fields of one ECU per row. */
  readonly field: string;
  readonly title: Bilingual;
  /** Further headers that mean the same, lower case. */
  readonly also?: readonly string[];
  readonly sample: string;
}

const team: Column = {
  field: 'team',
  title: { zh: '责任部门', en: 'Team' },
  also: ['负责部门', 'owner team'],
  sample: '信息安全部',
};
const criticality: Column = {
  field: 'criticality',
  title: { zh: '重要程度', en: 'Criticality' },
  also: ['重要性', 'level'],
  sample: 'high',
};
const tags: Column = { field: 'tags', title: { zh: '标签', en: 'Tags' }, also: ['标记'], sample: '试运行;华东' };

const VEHICLE: readonly Column[] = [
  {
    field: 'vin',
    title: { zh: '车架号', en: 'VIN' },
    also: ['车辆识别代号', '车辆识别代码', 'vin码'],
    sample: 'LSVAA49J132047371',
  },
  { field: 'brand', title: { zh: '品牌', en: 'Brand' }, sample: '示例汽车' },
  { field: 'model', title: { zh: '车型', en: 'Model' }, also: ['型号', '车辆型号'], sample: 'E5' },
  { field: 'modelYear', title: { zh: '年款', en: 'Model year' }, also: ['年份', 'year'], sample: '2026' },
  criticality,
  {
    field: 'ownerRef',
    title: { zh: '车主编号', en: 'Owner reference' },
    also: ['车主假名', 'owner'],
    sample: 'cust-7f3a9c21',
  },
  tags,
  { field: 'ecu.name', title: { zh: 'ECU', en: 'ECU' }, also: ['控制器', 'ecu名称'], sample: 'TBOX' },
  {
    field: 'ecu.supplier',
    title: { zh: 'ECU 供应商', en: 'ECU supplier' },
    also: ['供应商', 'supplier'],
    sample: '示例电子',
  },
  { field: 'ecu.partNumber', title: { zh: '零件号', en: 'Part number' }, also: ['ecu零件号'], sample: '3612000-A1' },
  { field: 'ecu.hardwareVersion', title: { zh: '硬件版本', en: 'Hardware version' }, sample: 'H1.2' },
  { field: 'ecu.softwareVersion', title: { zh: '软件版本', en: 'Software version' }, sample: '4.1.7' },
];

const HOST: readonly Column[] = [
  {
    field: 'name',
    title: { zh: '主机名', en: 'Host name' },
    also: ['hostname', 'host', '计算机名'],
    sample: 'tsp-app-01',
  },
  {
    field: 'addresses',
    title: { zh: 'IP 地址', en: 'IP addresses' },
    also: ['ip', 'ip地址', 'address'],
    sample: '10.20.1.11;10.20.1.12',
  },
  { field: 'os', title: { zh: '操作系统', en: 'Operating system' }, also: ['os'], sample: 'openEuler 24.03' },
  { field: 'role', title: { zh: '用途', en: 'Role' }, also: ['作用'], sample: 'TSP 应用服务器' },
  { field: 'zone', title: { zh: '网络区域', en: 'Zone' }, also: ['区域', 'network zone'], sample: '生产区' },
  team,
  criticality,
  tags,
];

const SERVICE: readonly Column[] = [
  { field: 'name', title: { zh: '服务名称', en: 'Service name' }, also: ['名称', 'service'], sample: '远程控制接口' },
  { field: 'type', title: { zh: '类型', en: 'Type' }, also: ['服务类型'], sample: 'tsp' },
  { field: 'url', title: { zh: '地址', en: 'URL' }, also: ['网址', 'address'], sample: 'https://tsp.example.com/api' },
  { field: 'exposure', title: { zh: '暴露面', en: 'Exposure' }, also: ['访问范围'], sample: 'internet' },
  { field: 'hosts', title: { zh: '所在主机', en: 'Hosts' }, also: ['主机'], sample: 'tsp-app-01' },
  team,
  criticality,
  tags,
];

/** Columns of each kind, the key first. */
export const COLUMNS: Readonly<Record<AssetKind, readonly [Column, ...Column[]]>> = {
  vehicle: VEHICLE as readonly [Column, ...Column[]],
  host: HOST as readonly [Column, ...Column[]],
  service: SERVICE as readonly [Column, ...Column[]],
};

/** Chinese words that people write for the fixed values, with the value. */
export const VALUE_WORDS: Readonly<Record<string, string>> = {
  低: 'low',
  一般: 'low',
  中: 'medium',
  重要: 'high',
  高: 'high',
  核心: 'critical',
  极高: 'critical',
  互联网: 'internet',
  公网: 'internet',
  车联网: 'vehicle-network',
  车端: 'vehicle-network',
  内网: 'intranet',
  应用后台: 'app-backend',
  数据: 'data',
  其他: 'other',
};

/** A header without case, spaces, marks of obligation and what stands in brackets. */
const fold = (header: string): string =>
  header
    .toLowerCase()
    .replace(/[（(].*$/, '')
    .replaceAll(/[\s_*]/g, '');

/** Finds the column that a header means: either title, any of the other names, or the field itself. */
export const columnOf = (kind: AssetKind, header: string): Column | undefined => {
  const wanted = fold(header);
  return COLUMNS[kind].find(({ field, title, also = [] }) =>
    [field, title.zh, title.en, ...also].some((name) => fold(name) === wanted),
  );
};
