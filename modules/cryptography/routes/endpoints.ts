import { buffer } from 'node:stream/consumers';
import type { Readable } from 'node:stream';
import { downloadRoute, route, uploadRoute, type Route } from '@chedun/http';
import type { ActorRef } from '@chedun/kernel';
import type { z } from 'zod';
import {
  CertificateList,
  CertificateQuery,
  cryptographyPermissions,
  Endpoint,
  EndpointDetail,
  EndpointInput,
  EndpointList,
  EndpointParams,
  EndpointsImported,
  ProbeOrder,
  ProbeParams,
  ProbesOrdered,
  Removed,
} from '../contract.ts';
import { exampleCertificate, exampleEndpoint, exampleProbe } from '../examples.ts';

/** What the routes of endpoints stand on. */
export interface EndpointUses {
  readonly list: () => Promise<Endpoint[]>;
  readonly read: (id: string) => Promise<z.input<typeof EndpointDetail>>;
  readonly declare: (input: EndpointInput, actor: ActorRef) => Promise<Endpoint>;
  readonly change: (id: string, input: EndpointInput, actor: ActorRef) => Promise<Endpoint>;
  readonly remove: (id: string, actor: ActorRef) => Promise<{ removed: boolean }>;
  readonly importTable: (bytes: Uint8Array, actor: ActorRef) => Promise<z.input<typeof EndpointsImported>>;
  readonly probe: (ids: readonly string[], actor: ActorRef) => Promise<{ ordered: number }>;
  readonly transcript: (probe: string) => Promise<Readable>;
  readonly certificates: (query: z.output<typeof CertificateQuery>) => Promise<z.input<typeof CertificateList>>;
}

const { read: READ, manage: MANAGE, probe: PROBE } = cryptographyPermissions;
const MAX_TABLE = 4 * 1024 * 1024;

const reading = (uses: EndpointUses): Route[] => [
  route({
    method: 'GET',
    path: '/cryptography/endpoints',
    operationId: 'listCryptoEndpoints',
    summary: { zh: '登记的端点与最近一次探测', en: 'Declared endpoints with their newest probe' },
    permission: READ,
    audit: 'none',
    response: EndpointList,
    example: { items: [exampleEndpoint], total: 1 },
    handle: async () => {
      const items = await uses.list();
      return { items, total: items.length };
    },
  }),
  route({
    method: 'GET',
    path: '/cryptography/endpoints/:id',
    operationId: 'getCryptoEndpoint',
    summary: { zh: '端点的探测结果与历史', en: 'An endpoint with certificates and history' },
    permission: READ,
    audit: 'none',
    params: EndpointParams,
    response: EndpointDetail,
    example: { endpoint: exampleEndpoint, certificates: [exampleCertificate], history: [exampleProbe] },
    handle: ({ params }) => uses.read(params.id),
  }),
  route({
    method: 'GET',
    path: '/cryptography/certificates',
    operationId: 'listSeenCertificates',
    summary: { zh: '探测到的证书', en: 'Certificates that endpoints showed' },
    permission: READ,
    audit: 'none',
    query: CertificateQuery,
    response: CertificateList,
    example: { items: [exampleCertificate], total: 1 },
    handle: ({ query }) => uses.certificates(query),
  }),
  downloadRoute({
    method: 'GET',
    path: '/cryptography/probes/:id/transcript',
    operationId: 'downloadProbeTranscript',
    summary: { zh: '下载握手记录', en: 'Download the handshake transcript of a probe' },
    permission: READ,
    audit: 'cryptography.transcript-downloaded',
    params: ProbeParams,
    handle: async ({ params }) => ({
      contentType: 'application/json; charset=utf-8',
      fileName: `handshake-${params.id}.json`,
      body: await uses.transcript(params.id),
    }),
  }),
];

const declaring = (uses: EndpointUses): Route[] => [
  route({
    method: 'POST',
    path: '/cryptography/endpoints',
    operationId: 'declareCryptoEndpoint',
    summary: { zh: '登记端点', en: 'Declare an endpoint' },
    permission: MANAGE,
    audit: 'cryptography.endpoint-declared',
    body: EndpointInput,
    response: Endpoint,
    example: exampleEndpoint,
    handle: ({ body, actor }) => uses.declare(body, actor),
  }),
  route({
    method: 'PUT',
    path: '/cryptography/endpoints/:id',
    operationId: 'changeCryptoEndpoint',
    summary: { zh: '修改端点', en: 'Change an endpoint' },
    permission: MANAGE,
    audit: 'cryptography.endpoint-changed',
    params: EndpointParams,
    body: EndpointInput,
    response: Endpoint,
    example: exampleEndpoint,
    handle: ({ params, body, actor }) => uses.change(params.id, body, actor),
  }),
  route({
    method: 'DELETE',
    path: '/cryptography/endpoints/:id',
    operationId: 'removeCryptoEndpoint',
    summary: { zh: '删除端点', en: 'Forget an endpoint' },
    permission: MANAGE,
    audit: 'cryptography.endpoint-removed',
    params: EndpointParams,
    response: Removed,
    example: { removed: true },
    handle: ({ params, actor }) => uses.remove(params.id, actor),
  }),
];

const inBulk = (uses: EndpointUses): Route[] => [
  uploadRoute({
    method: 'POST',
    path: '/cryptography/endpoints/import',
    operationId: 'importCryptoEndpoints',
    summary: { zh: '导入端点表格', en: 'Declare the endpoints of a table' },
    permission: MANAGE,
    audit: 'cryptography.endpoints-imported',
    maxBytes: MAX_TABLE,
    response: EndpointsImported,
    example: { imported: 12, refused: [{ row: 4, reason: 'bad_host' }] },
    handle: async ({ body, actor }) => uses.importTable(await buffer(body), actor),
  }),
  route({
    method: 'POST',
    path: '/cryptography/probes',
    operationId: 'orderProbes',
    summary: { zh: '立即探测', en: 'Probe endpoints now' },
    permission: PROBE,
    audit: 'cryptography.probes-ordered',
    body: ProbeOrder,
    response: ProbesOrdered,
    example: { ordered: 3 },
    handle: ({ body, actor }) => uses.probe(body.endpoints, actor),
  }),
];

/** Routes of endpoints, probes and certificates. */
export const endpointRoutes = (uses: EndpointUses): Route[] => [...reading(uses), ...declaring(uses), ...inBulk(uses)];
