import type { z } from 'zod';
import type { FlowPage, Openings, ZoneOverview } from './contract.ts';

const OFFICE = '0193a000-0000-7000-8000-000000000001';
const DATA = '0193a000-0000-7000-8000-000000000002';
const AT = '2026-11-23T01:00:00.000Z';

/** An overview as the reference shows it. */
export const overviewExample: z.input<typeof ZoneOverview> = {
  zones: [
    {
      id: OFFICE,
      name: '办公网',
      kind: 'office',
      cidrs: ['10.8.0.0/16'],
      description: '',
      owner: '信息部',
      hosts: 320,
      updatedAt: AT,
    },
    {
      id: DATA,
      name: '数据区',
      kind: 'data',
      cidrs: ['10.9.0.0/16'],
      description: '',
      owner: '数据平台组',
      hosts: 24,
      updatedAt: AT,
    },
  ],
  permissions: [
    {
      id: '0193a000-0000-7000-8000-000000000003',
      from: OFFICE,
      to: DATA,
      protocol: 'tcp',
      ports: '443',
      purpose: '数据门户',
      approver: '王工',
      validTo: '2027-06-30',
      isInForce: true,
      createdAt: AT,
      createdBy: 'li',
    },
  ],
  pairs: [{ from: OFFICE, to: DATA, flows: 2, records: 410, violating: 1, ended: 0, blocked: 0, lastSeen: AT }],
  counts: {
    conversations: 36,
    flows: 2,
    crossing: 2,
    violating: 1,
    ended: 0,
    blocked: 0,
    unzoned: 0,
    ownUnzoned: 0,
  },
  unzonedExamples: [],
  lookedAt: AT,
  cut: false,
};

/** A page of flows. */
export const flowsExample: z.input<typeof FlowPage> = {
  items: [
    {
      id: `${OFFICE}:${DATA}:tcp:3306`,
      from: OFFICE,
      to: DATA,
      protocol: 'tcp',
      port: 3306,
      ports: 1,
      status: 'violating',
      conversations: 1,
      records: 12,
      blocked: 0,
      bytes: null,
      firstSeen: AT,
      lastSeen: AT,
      examples: [
        {
          client: '10.8.3.7',
          server: '10.9.0.5',
          port: 3306,
          records: 12,
          lastSeen: AT,
          source: 'logs',
          event: { journal: 'network', seq: 118, index: 3 },
        },
      ],
    },
  ],
  next: null,
};

/** What a firewall lets through. */
export const openingsExample: z.input<typeof Openings> = {
  comparedAt: AT,
  firewalls: 1,
  rules: 120,
  uncompared: 4,
  cut: false,
  items: [
    {
      firewall: '0193a000-0000-7000-8000-000000000009',
      firewallName: '数据中心边界',
      line: 42,
      rule: 'security-policy 临时放行',
      text: 'rule name 临时放行',
      from: OFFICE,
      to: DATA,
      services: 'TCP 22',
    },
  ],
};
