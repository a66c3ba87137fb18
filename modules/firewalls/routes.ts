import { route, uploadRoute, type Route } from '@chedun/http';
import type { ActorRef } from '@chedun/kernel';
import { buffer } from 'node:stream/consumers';
import type { z } from 'zod';
import {
  FirewallDetail,
  FirewallInput,
  FirewallList,
  FirewallParams,
  firewallPermissions,
  FirewallRemoved,
  MOST_EXPORT,
  type Firewall,
} from './contract.ts';

/** What the routes of firewalls stand on. */
export interface FirewallUses {
  readonly list: () => Promise<Firewall[]>;
  readonly read: (id: string) => Promise<FirewallDetail>;
  readonly add: (input: FirewallInput, actor: ActorRef) => Promise<string>;
  readonly take: (id: string, bytes: Uint8Array, actor: ActorRef) => Promise<void>;
  readonly remove: (id: string, actor: ActorRef) => Promise<void>;
}

const { read: READ, write: WRITE } = firewallPermissions;
const example: z.input<typeof FirewallDetail> = {
  firewall: {
    id: '0193a000-0000-7000-8000-000000000001',
    name: '互联网边界防火墙',
    place: '武汉数据中心',
    owner: '网络组',
    format: 'huawei',
    version: 2,
    uploadedAt: '2026-11-23T01:00:00.000Z',
    uploadedBy: 'li',
    sm3: 'a7'.repeat(32),
    rules: 120,
    unread: 0,
    counts: [{ kind: 'shadowed', count: 3 }],
  },
  rules: [],
  weaknesses: [],
  unread: [],
  changes: [],
  versions: [],
};
const detail = { response: FirewallDetail, example };
const list = { response: FirewallList, example: { items: [example.firewall] } };

const reading = (uses: FirewallUses): Route[] => [
  route({
    method: 'GET',
    path: '/firewalls',
    operationId: 'listFirewalls',
    summary: { zh: '防火墙及其规则问题', en: 'Firewalls and what is wrong with their rules' },
    permission: READ,
    audit: 'none',
    ...list,
    handle: async () => ({ items: await uses.list() }),
  }),
  route({
    method: 'GET',
    path: '/firewalls/:id',
    operationId: 'getFirewall',
    summary: { zh: '防火墙规则与问题', en: 'Rules of a firewall and their weaknesses' },
    permission: READ,
    audit: 'none',
    params: FirewallParams,
    ...detail,
    handle: ({ params }) => uses.read(params.id),
  }),
];

const writing = (uses: FirewallUses): Route[] => [
  route({
    method: 'POST',
    path: '/firewalls',
    operationId: 'addFirewall',
    summary: { zh: '登记防火墙', en: 'Register a firewall' },
    permission: WRITE,
    audit: 'firewalls.added',
    body: FirewallInput,
    ...detail,
    handle: async ({ body, actor }) => uses.read(await uses.add(body, actor)),
  }),
  uploadRoute({
    method: 'POST',
    path: '/firewalls/:id/exports',
    operationId: 'uploadFirewallExport',
    summary: { zh: '上传防火墙配置', en: 'Upload an export of a firewall' },
    permission: WRITE,
    audit: 'firewalls.export-taken',
    params: FirewallParams,
    maxBytes: MOST_EXPORT,
    ...detail,
    handle: async ({ params, body, actor }) => {
      await uses.take(params.id, new Uint8Array(await buffer(body)), actor);
      return uses.read(params.id);
    },
  }),
  route({
    method: 'DELETE',
    path: '/firewalls/:id',
    operationId: 'removeFirewall',
    summary: { zh: '删除防火墙', en: 'Remove a firewall' },
    permission: WRITE,
    audit: 'firewalls.removed',
    params: FirewallParams,
    response: FirewallRemoved,
    example: { removed: true },
    handle: async ({ params, actor }) => {
      await uses.remove(params.id, actor);
      return { removed: true };
    },
  }),
];

/** Routes of firewalls. */
export const firewallRoutes = (uses: FirewallUses): Route[] => [...reading(uses), ...writing(uses)];
