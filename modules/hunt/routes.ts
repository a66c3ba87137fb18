import { route, type Route } from '@chedun/http';
import type { ActorRef } from '@chedun/kernel';
import { HuntDetail, HuntList, HuntParams, huntPermissions, NewHunt } from './contract.ts';
import { exampleHunt } from './examples.ts';
import type { Hunts } from './hunts.ts';

/** What the routes stand on. */
interface HuntUses {
  readonly hunts: Hunts;
  readonly start: (hunt: NewHunt, actor: ActorRef) => Promise<HuntDetail>;
  readonly cancel: (id: string, actor: ActorRef) => Promise<HuntDetail>;
}

const { byRule: _rules, histogram: _bars, barMs: _width, found: _found, more: _more, ...exampleRow } = exampleHunt;

/** Routes of the hunts. */
export const huntRoutes = ({ hunts, start, cancel }: HuntUses): Route[] => [
  route({
    permission: huntPermissions.read,
    audit: 'none',
    method: 'GET',
    path: '/hunts',
    operationId: 'listHunts',
    summary: { zh: '威胁狩猎列表', en: 'Hunts of this server' },
    response: HuntList,
    example: { items: [exampleRow] },
    handle: async () => ({ items: [...hunts.list()] }),
  }),
  route({
    permission: huntPermissions.run,
    audit: 'hunt.started',
    method: 'POST',
    path: '/hunts',
    operationId: 'startHunt',
    summary: { zh: '在历史事件上运行规则', en: 'Run rules over stored events' },
    body: NewHunt,
    response: HuntDetail,
    example: exampleHunt,
    handle: ({ body, actor }) => start(body, actor),
  }),
  route({
    permission: huntPermissions.read,
    audit: 'none',
    method: 'GET',
    path: '/hunts/:id',
    operationId: 'getHunt',
    summary: { zh: '查看一次狩猎的进度与命中', en: 'Progress and hits of a hunt' },
    params: HuntParams,
    response: HuntDetail,
    example: exampleHunt,
    handle: async ({ params }) => hunts.get(params.id),
  }),
  route({
    permission: huntPermissions.run,
    audit: 'hunt.cancelled',
    method: 'POST',
    path: '/hunts/:id/cancel',
    operationId: 'cancelHunt',
    summary: { zh: '取消狩猎', en: 'Cancel a hunt' },
    params: HuntParams,
    response: HuntDetail,
    example: exampleHunt,
    handle: ({ params, actor }) => cancel(params.id, actor),
  }),
];
