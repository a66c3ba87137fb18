import type { Host, ImportReport, Service, Vehicle } from '../contract.ts';

const at = '2026-11-23T01:00:00.000Z';

/** Examples that the OpenAPI document shows. */
export const vehicleExample: Vehicle = {
  vin: 'LSVAA49J132047371',
  checkDigit: 'right',
  brand: '示例汽车',
  model: 'E5',
  modelYear: 2026,
  status: 'registered',
  criticality: 'medium',
  ownerRef: 'cust-7f3a9c21',
  tags: ['试运行'],
  ecus: [
    { name: 'TBOX', supplier: '示例电子', partNumber: '3612000-A1', hardwareVersion: 'H1.2', softwareVersion: '4.1.7' },
  ],
  firstSeenAt: at,
  lastSeen: {
    at,
    source: 'gbt32960',
    position: { latitude: 31.2304, longitude: 121.4737 },
    state: { speedKmh: 62, socPercent: 71 },
  },
  updatedAt: at,
};
export const hostExample: Host = {
  name: 'tsp-app-01',
  addresses: ['10.20.1.11'],
  os: 'openEuler 24.03',
  role: 'TSP 应用服务器',
  zone: '生产区',
  team: '信息安全部',
  status: 'registered',
  criticality: 'high',
  tags: [],
  updatedAt: at,
};
export const serviceExample: Service = {
  name: '远程控制接口',
  type: 'tsp',
  url: 'https://tsp.example.com/api',
  exposure: 'internet',
  hosts: ['tsp-app-01'],
  team: '信息安全部',
  status: 'registered',
  criticality: 'critical',
  tags: [],
  updatedAt: at,
};
export const importExample: ImportReport = {
  kind: 'vehicle',
  format: 'csv',
  applied: false,
  rows: 2,
  created: 1,
  updated: 0,
  unchanged: 0,
  errorRows: 1,
  problems: [
    { row: 3, column: '车架号', severity: 'error', message: { zh: '不是有效的车架号', en: 'Not a VIN' }, value: 'LSV' },
  ],
  sample: [{ key: 'LSVAA49J132047371', change: 'create', fields: { model: 'E5' } }],
};
export const done = { done: true } as const;
