import { route, type Route } from '@chedun/http';
import {
  Channel,
  ChannelList,
  ChannelParams,
  ChannelRemoved,
  Delivery,
  DeliveryFilter,
  DeliveryList,
  DeliveryParams,
  NewChannel,
  warningPermissions,
} from '../contract.ts';
import { exampleChannel, exampleDelivery } from '../examples.ts';
import type { channelReadModel } from '../read-channels.ts';
import type { channelUseCases } from '../use-cases/channels.ts';
import type { sendAgain } from '../use-cases/deliver.ts';

export interface ChannelUses {
  readonly channels: ReturnType<typeof channelReadModel>;
  readonly keep: ReturnType<typeof channelUseCases>;
  readonly sendAgain: ReturnType<typeof sendAgain>;
}

const read = { permission: warningPermissions.read, audit: 'none' } as const;
const permission = warningPermissions.channels;

const newest = async (channels: ChannelUses['channels'], id: string) => {
  const { items } = await channels.deliveries({ limit: 500 });
  return items.find((each) => each.id === id) ?? { ...exampleDelivery, id };
};

const changes = ({ channels, keep }: ChannelUses): Route[] => [
  route({
    permission,
    method: 'POST',
    path: '/warnings/channels',
    operationId: 'addWarningChannel',
    summary: { zh: '新增通知通道', en: 'Add a channel' },
    audit: 'warnings.channel-added',
    body: NewChannel,
    response: Channel,
    example: exampleChannel,
    handle: async ({ body, actor }) => channels.must(await keep.add(body, actor)),
  }),
  route({
    permission,
    method: 'PUT',
    path: '/warnings/channels/:id',
    operationId: 'changeWarningChannel',
    summary: { zh: '修改通知通道', en: 'Change a channel; secrets that are left out stay' },
    audit: 'warnings.channel-changed',
    params: ChannelParams,
    body: NewChannel,
    response: Channel,
    example: exampleChannel,
    handle: async ({ params, body, actor }) => {
      await keep.change(params.id, body, actor);
      return channels.must(params.id);
    },
  }),
  route({
    permission,
    method: 'DELETE',
    path: '/warnings/channels/:id',
    operationId: 'removeWarningChannel',
    summary: { zh: '删除通知通道', en: 'Remove a channel and its secrets; its deliveries stay' },
    audit: 'warnings.channel-removed',
    params: ChannelParams,
    response: ChannelRemoved,
    example: { removed: true },
    handle: async ({ params, actor }) => {
      await keep.remove(params.id, actor);
      return { removed: true };
    },
  }),
  route({
    permission,
    method: 'POST',
    path: '/warnings/channels/:id/test',
    operationId: 'testWarningChannel',
    summary: { zh: '发送测试消息', en: 'Send a test message; it is tried once' },
    audit: 'warnings.channel-tested',
    params: ChannelParams,
    response: Delivery,
    example: exampleDelivery,
    handle: async ({ params, actor }) => newest(channels, await keep.test(params.id, actor)),
  }),
];

/** Routes of channels and deliveries. */
export const channelRoutes = (uses: ChannelUses): Route[] => [
  route({
    ...read,
    method: 'GET',
    path: '/warnings/channels',
    operationId: 'listWarningChannels',
    summary: { zh: '通知通道列表', en: 'Channels, without their secrets' },
    response: ChannelList,
    example: { items: [exampleChannel] },
    handle: async () => ({ items: await uses.channels.list() }),
  }),
  route({
    ...read,
    method: 'GET',
    path: '/warnings/deliveries',
    operationId: 'listWarningDeliveries',
    summary: { zh: '消息投递记录', en: 'Deliveries with their receipts' },
    query: DeliveryFilter,
    response: DeliveryList,
    example: { items: [exampleDelivery] },
    handle: ({ query }) => uses.channels.deliveries(query),
  }),
  ...changes(uses),
  route({
    permission,
    method: 'POST',
    path: '/warnings/deliveries/:id/repeat',
    operationId: 'repeatWarningDelivery',
    summary: { zh: '重发失败的消息', en: 'Send a dead message again' },
    audit: 'warnings.delivery-repeated',
    params: DeliveryParams,
    response: Delivery,
    example: exampleDelivery,
    handle: async ({ params, actor }) => {
      await uses.sendAgain(params.id, actor);
      return newest(uses.channels, params.id);
    },
  }),
];
