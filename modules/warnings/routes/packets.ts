import { Readable } from 'node:stream';
import { downloadRoute, route, type Route } from '@chedun/http';
import {
  NewPacket,
  Packet,
  PacketList,
  PacketParams,
  PacketReceipt,
  PacketSchemaChange,
  PacketSchemaInForce,
  warningPermissions,
} from '../contract.ts';
import type { Documents } from '../documents.ts';
import { examplePacket } from '../examples.ts';
import type { packetReadModel } from '../read-risk.ts';
import type { makePacket, recordReceipt } from '../use-cases/packets.ts';

export interface PacketUses {
  readonly packets: ReturnType<typeof packetReadModel>;
  readonly documents: Documents;
  readonly makePacket: ReturnType<typeof makePacket>;
  readonly recordReceipt: ReturnType<typeof recordReceipt>;
}

const read = { permission: warningPermissions.read, audit: 'none' } as const;
const permission = warningPermissions.packets;

const exampleSchema = {
  version: 0,
  schema: {
    standard: 'YD/T 4974-2024',
    verified: false,
    note: { zh: '未核对', en: 'not verified' },
    operator: { companyName: '' },
    packets: [
      {
        type: 'warning' as const,
        code: 'warning',
        title: { zh: '预警信息', en: 'Warning' },
        fields: [
          {
            name: 'warningNo',
            title: { zh: '预警编号', en: 'Number' },
            type: 'string' as const,
            required: true,
            source: 'warning.number',
          },
        ],
      },
    ],
  },
};

const tables = ({ documents }: PacketUses): Route[] => [
  route({
    ...read,
    method: 'GET',
    path: '/warnings/packet-schema',
    operationId: 'getPacketSchema',
    summary: { zh: '报送字段表', en: 'The field tables of packets' },
    response: PacketSchemaInForce,
    example: exampleSchema,
    handle: async () => {
      const { version, body } = await documents.packetSchema();
      return { version, schema: body };
    },
  }),
  route({
    permission,
    method: 'PUT',
    path: '/warnings/packet-schema',
    operationId: 'changePacketSchema',
    summary: { zh: '修改报送字段表', en: 'Change the field tables; becomes the next version' },
    audit: 'warnings.packet-schema-changed',
    body: PacketSchemaChange,
    response: PacketSchemaInForce,
    example: exampleSchema,
    handle: async ({ body, actor }) => {
      await documents.savePacketSchema(body.schema, body.note, actor);
      const saved = await documents.packetSchema();
      return { version: saved.version, schema: saved.body };
    },
  }),
];

/** Routes of reporting packets. None of them sends anything to an authority. */
export const packetRoutes = (uses: PacketUses): Route[] => [
  ...tables(uses),
  route({
    ...read,
    method: 'GET',
    path: '/warnings/packets',
    operationId: 'listPackets',
    summary: { zh: '报送材料列表', en: 'Reporting packets' },
    response: PacketList,
    example: { items: [examplePacket] },
    handle: async () => ({ items: await uses.packets.list() }),
  }),
  route({
    permission,
    method: 'POST',
    path: '/warnings/packets',
    operationId: 'makePacket',
    summary: { zh: '生成报送材料', en: 'Make a reporting packet' },
    audit: 'warnings.packet-made',
    body: NewPacket,
    response: Packet,
    example: examplePacket,
    handle: async ({ body, actor }) => uses.packets.must(await uses.makePacket(body, actor)),
  }),
  downloadRoute({
    ...read,
    method: 'GET',
    path: '/warnings/packets/:id/file',
    operationId: 'downloadPacket',
    summary: { zh: '下载报送材料', en: 'The file of a packet' },
    params: PacketParams,
    handle: async ({ params }) => {
      const { number, file } = await uses.packets.file(params.id);
      return { contentType: 'application/json', fileName: `${number}.json`, body: Readable.from([file]) };
    },
  }),
  route({
    permission,
    method: 'POST',
    path: '/warnings/packets/:id/receipt',
    operationId: 'recordPacketReceipt',
    summary: { zh: '登记报送回执', en: 'Note the receipt of a packet that was handed over' },
    audit: 'warnings.packet-receipt',
    params: PacketParams,
    body: PacketReceipt,
    response: Packet,
    example: { ...examplePacket, receipt: { number: 'R-1', at: '2026-11-23T02:00:00.000Z', via: 'HTTPS', by: '李雷' } },
    handle: async ({ params, body, actor }) => {
      await uses.recordReceipt(params.id, body, actor);
      return uses.packets.must(params.id);
    },
  }),
];
