import { type Route, downloadRoute, route, uploadRoute } from '@chedun/http';
import type { Readable } from 'node:stream';
import { AssetSummary, ExportQuery, ImportQuery, ImportReport, assetsPermissions } from '../contract.ts';
import { summarise } from '../read-model.ts';
import { exportAssets, importTemplate } from '../use-cases/export-assets.ts';
import { importAssets } from '../use-cases/import-assets.ts';
import type { World } from '../use-cases/save-asset.ts';
import { importExample } from './examples.ts';

const MAX_FILE = 32 * 1024 * 1024;

const readAll = async (body: Readable): Promise<Uint8Array> => {
  const chunks: Buffer[] = [];
  for await (const chunk of body as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
};

/** Summary, import and export. */
export const transferRoutes = (world: World): readonly Route[] => [
  route({
    method: 'GET',
    path: '/assets/summary',
    operationId: 'getAssetSummary',
    summary: { zh: '资产概况', en: 'Assets in numbers' },
    permission: assetsPermissions.read,
    audit: 'none',
    response: AssetSummary,
    example: {
      kinds: [{ kind: 'vehicle', status: 'registered', count: 1000 }],
      models: [{ model: 'E5', count: 600 }],
      seenLastDay: 940,
    },
    handle: () => summarise(world.records, world.clock.now()),
  }),
  uploadRoute({
    method: 'POST',
    path: '/assets/import',
    operationId: 'importAssets',
    summary: { zh: '导入资产（CSV 或 XLSX）', en: 'Import assets (CSV or XLSX)' },
    permission: assetsPermissions.import,
    audit: 'assets.imported',
    rate: 'normal',
    query: ImportQuery,
    maxBytes: MAX_FILE,
    response: ImportReport,
    example: importExample,
    handle: async ({ query, body, actor }) => importAssets(world)({ ...query, bytes: await readAll(body) }, actor),
  }),
  downloadRoute({
    method: 'GET',
    path: '/assets/export',
    operationId: 'exportAssets',
    summary: { zh: '导出资产', en: 'Export assets' },
    permission: assetsPermissions.export,
    audit: 'assets.exported',
    query: ExportQuery,
    handle: ({ query, actor }) => exportAssets(world)(query.kind, query.format, actor),
  }),
  downloadRoute({
    method: 'GET',
    path: '/assets/template',
    operationId: 'getImportTemplate',
    summary: { zh: '导入模板', en: 'Template for import' },
    permission: assetsPermissions.import,
    audit: 'none',
    query: ExportQuery,
    handle: ({ query }) => importTemplate(query.kind, query.format),
  }),
];
