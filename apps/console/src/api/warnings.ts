import {
  Channel,
  ChannelList,
  ChannelRemoved,
  Delivery,
  DeliveryList,
  Packet,
  PacketList,
  PacketSchemaInForce,
  PolicyInForce,
  RiskDetail,
  RiskList,
  Warning,
  WarningBoard,
  WarningPage,
} from '@chedun/warnings/contract';
import type {
  DeliveryFilter,
  NewChannel,
  NewPacket,
  NewWarning,
  PacketReceipt,
  PacketSchemaChange,
  PolicyChange,
  RiskQuery,
  WarningDecision,
  WarningFilter,
} from '@chedun/warnings/contract';
import type { z } from 'zod';
import { call, fetchApi } from './client.ts';
import { saveBlob } from './download.ts';

const at = (path: string, id: string): string => `/warnings/${path}${encodeURIComponent(id)}`;

export const listWarnings = (query: z.input<typeof WarningFilter>, signal?: AbortSignal) =>
  call('GET', '/warnings', WarningPage, { query: { ...query, limit: Number(query.limit ?? 50) }, signal });

export const warningBoard = (signal?: AbortSignal) => call('GET', '/warnings/board', WarningBoard, { signal });

export const getWarning = (id: string, signal?: AbortSignal) => call('GET', at('', id), Warning, { signal });

export const issueWarning = (body: z.input<typeof NewWarning>) => call('POST', '/warnings', Warning, { body });

export const decideWarning = (id: string, body: WarningDecision) =>
  call('POST', `${at('', id)}/decision`, Warning, { body });

export const evaluateNow = () => call('POST', '/warnings/evaluate', WarningBoard, { body: undefined });

export const listRisk = (query: z.input<typeof RiskQuery>, signal?: AbortSignal) =>
  call('GET', '/warnings/risk', RiskList, { query: { ...query, limit: Number(query.limit ?? 200) }, signal });

export const explainRisk = (kind: string, id: string, signal?: AbortSignal) =>
  call('GET', `/warnings/risk/${kind}/${encodeURIComponent(id)}`, RiskDetail, { signal });

export const getPolicy = (signal?: AbortSignal) => call('GET', '/warnings/policy', PolicyInForce, { signal });

export const changePolicy = (body: z.input<typeof PolicyChange>) =>
  call('PUT', '/warnings/policy', PolicyInForce, { body });

export const listChannels = (signal?: AbortSignal) => call('GET', '/warnings/channels', ChannelList, { signal });

export const addChannel = (body: z.input<typeof NewChannel>) => call('POST', '/warnings/channels', Channel, { body });

export const changeChannel = (id: string, body: z.input<typeof NewChannel>) =>
  call('PUT', at('channels/', id), Channel, { body });

export const removeChannel = (id: string) => call('DELETE', at('channels/', id), ChannelRemoved);

export const testChannel = (id: string) => call('POST', `${at('channels/', id)}/test`, Delivery);

export const listDeliveries = (query: z.input<typeof DeliveryFilter>, signal?: AbortSignal) =>
  call('GET', '/warnings/deliveries', DeliveryList, { query: { ...query, limit: Number(query.limit ?? 100) }, signal });

export const repeatDelivery = (id: string) => call('POST', `${at('deliveries/', id)}/repeat`, Delivery);

export const listPackets = (signal?: AbortSignal) => call('GET', '/warnings/packets', PacketList, { signal });

export const makePacket = (body: z.input<typeof NewPacket>) => call('POST', '/warnings/packets', Packet, { body });

export const recordReceipt = (id: string, body: z.input<typeof PacketReceipt>) =>
  call('POST', `${at('packets/', id)}/receipt`, Packet, { body });

export const downloadPacket = async ({ id, number }: Packet): Promise<void> => {
  const response = await fetchApi('GET', `${at('packets/', id)}/file`);
  saveBlob(await response.blob(), `${number}.json`);
};

export const getPacketSchema = (signal?: AbortSignal) =>
  call('GET', '/warnings/packet-schema', PacketSchemaInForce, { signal });

export const changePacketSchema = (body: z.input<typeof PacketSchemaChange>) =>
  call('PUT', '/warnings/packet-schema', PacketSchemaInForce, { body });
