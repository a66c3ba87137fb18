import type { z } from 'zod';
import type { Change, DiscoverySummary, ImportReport, Orphan, Thing, ThingDetail } from './contract.ts';

const AT = '2026-11-23T01:00:00.000Z';
const ID = '0193a000-0000-7000-8000-000000000001';

export const thingExample: z.input<typeof Thing> = {
  id: ID,
  label: 'tsp-web-01',
  hostName: 'tsp-web-01',
  addresses: ['10.1.2.3'],
  mac: '00:1b:21:0a:0b:0c',
  os: 'Linux 5.15',
  team: '',
  state: 'unknown',
  registeredAs: null,
  sources: ['nmap', 'logs'],
  services: 1,
  firstSeenAt: AT,
  lastSeenAt: AT,
  goneAt: null,
  unknownSince: AT,
  ignored: null,
};

export const changeExample: z.input<typeof Change> = {
  id: '0193a000-0000-7000-8000-000000000002',
  at: AT,
  thing: ID,
  label: 'tsp-web-01',
  kind: 'port-opened',
  source: 'nmap',
  before: '',
  after: '8080/tcp http nginx 1.27.3',
};

export const detailExample: z.input<typeof ThingDetail> = {
  ...thingExample,
  externalId: '',
  seen: [{ source: 'nmap', firstAt: AT, lastAt: AT }],
  claims: [{ address: '10.1.2.3', source: 'nmap', at: AT }],
  serviceList: [
    { transport: 'tcp', port: 8080, name: 'http', product: 'nginx', version: '1.27.3', source: 'nmap', at: AT },
  ],
  changes: [changeExample],
};

export const orphanExample: z.input<typeof Orphan> = {
  host: 'tsp-db-02',
  addresses: ['10.1.2.9'],
  noTeam: true,
  unseen: false,
  lastSeenAt: AT,
  knownSince: AT,
};

export const summaryExample: z.input<typeof DiscoverySummary> = {
  things: 120,
  unknown: 4,
  unknownOverdue: 1,
  registered: 114,
  ignored: 2,
  gone: 6,
  hosts: 118,
  hostsSeen: 110,
  orphans: 5,
  noTeam: 2,
  unseen: 3,
  settings: { unseenDays: 30 },
  newestAt: AT,
  sources: [{ source: 'nmap', lastRunAt: AT, things: 120, unknown: 4, hosts: 108 }],
};

export const importExample: z.input<typeof ImportReport> = {
  applied: false,
  source: 'nmap',
  taken: 9_999,
  skipped: 3,
  refusedCount: 1,
  refused: [{ line: 17, field: 'addr', value: '10.1.2.999', text: { zh: '不是 IP 地址', en: 'this is no address' } }],
  appeared: 12,
  known: 9_987,
  unknown: 12,
  changes: 40,
  sample: [{ label: '10.1.2.3', addresses: ['10.1.2.3'], mac: '', os: '', services: 2, isNew: true }],
};
