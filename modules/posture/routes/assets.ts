import { route, type Route } from '@chedun/http';
import type { z } from 'zod';
import {
  AssetParams,
  AssetPosture,
  AssetRun,
  AssetVerdicts,
  JudgedAssets,
  JudgedQuery,
  ObligationParams,
  posturePermissions,
} from '../contract.ts';
import { exampleRun } from '../examples.ts';

/** What the routes of the posture of assets stand on. */
export interface AssetUses {
  readonly assetRun: () => Promise<z.infer<typeof AssetRun> | null>;
  readonly evaluateAssets: () => Promise<z.infer<typeof AssetRun>>;
  readonly assetVerdicts: (kind: string, id: string) => Promise<z.infer<typeof AssetVerdicts>>;
  readonly judgedAssets: (
    obligation: string,
    verdict: 'pass' | 'fail' | 'unknown',
    limit: number,
  ) => Promise<z.infer<typeof JudgedAssets>>;
}

const { read: READ, run: RUN } = posturePermissions;

/** Routes of the posture of assets. */
export const assetRoutes = (uses: AssetUses): Route[] => [
  route({
    method: 'GET',
    path: '/posture/assets',
    operationId: 'getAssetPosture',
    summary: { zh: '逐资产合规态势', en: 'Posture of all assets' },
    permission: READ,
    audit: 'none',
    response: AssetPosture,
    example: { run: exampleRun },
    handle: async () => ({ run: await uses.assetRun() }),
  }),
  route({
    method: 'POST',
    path: '/posture/assets/run',
    operationId: 'evaluateAssets',
    summary: { zh: '立即评估全部资产', en: 'Judge all assets now' },
    permission: RUN,
    audit: 'posture.assets-evaluated',
    response: AssetRun,
    example: exampleRun,
    handle: () => uses.evaluateAssets(),
  }),
  route({
    method: 'GET',
    path: '/posture/assets/:kind/:id',
    operationId: 'getAssetVerdicts',
    summary: { zh: '一项资产的合规判定', en: 'Verdicts on an asset' },
    permission: READ,
    audit: 'none',
    params: AssetParams,
    response: AssetVerdicts,
    example: {
      kind: 'vehicle',
      id: 'LSVAA4182E2123456',
      at: '2026-11-23T01:00:00.000Z',
      verdicts: [{ obligation: '1.3-b', verdict: 'pass', reason: 'in-order', before: [] }],
    },
    handle: ({ params }) => uses.assetVerdicts(params.kind, params.id),
  }),
  route({
    method: 'GET',
    path: '/posture/obligations/:id/assets',
    operationId: 'listJudgedAssets',
    summary: { zh: '一项义务下未达标的资产', en: 'Assets by verdict for an obligation' },
    permission: READ,
    audit: 'none',
    params: ObligationParams,
    query: JudgedQuery,
    response: JudgedAssets,
    example: { items: [{ kind: 'host', id: 'srv-1', reason: 'open-finding' }], total: 1 },
    handle: ({ params, query }) => uses.judgedAssets(params.id, query.verdict, query.limit),
  }),
];
