import type { Readable } from 'node:stream';
import { route, uploadRoute, type Route } from '@chedun/http';
import type { ActorRef } from '@chedun/kernel';
import { buffer } from 'node:stream/consumers';
import { gatewayPermissions } from './contract.ts';
import { RoadUnitId, RoadUnitList, RoadUnitsImported, SaveRoadUnit, type NewRoadUnit } from './road-contract.ts';

/** What the routes of roadside units stand on. */
export interface RoadUses {
  readonly list: () => Promise<RoadUnitList>;
  readonly save: (unit: NewRoadUnit, actor: ActorRef) => Promise<void>;
  readonly remove: (id: string, actor: ActorRef) => Promise<void>;
  readonly importTable: (bytes: Uint8Array, actor: ActorRef) => Promise<RoadUnitsImported>;
}

const MAX_FILE = 4 * 1024 * 1024;
const UNIT = { id: 'rsu-1', title: '东路口', sender: '10.30.0.1', lat: 31.23, lon: 121.47 } as const;
const ROW = {
  ...UNIT,
  lastHeard: '2026-11-23T01:00:00.000Z',
  changedAt: '2026-11-20T01:00:00.000Z',
  origin: 'register',
} as const;
const manage = { permission: gatewayPermissions.manage } as const;

const bytesOf = (body: Readable): Promise<Uint8Array> => buffer(body);

/** Routes of the register of roadside units. */
export const roadRoutes = ({ list, save, remove, importTable }: RoadUses): Route[] => [
  route({
    method: 'GET',
    path: '/gateway/road-units',
    operationId: 'listRoadUnits',
    summary: { zh: '路侧单元登记表', en: 'Roadside units' },
    permission: gatewayPermissions.read,
    audit: 'none',
    response: RoadUnitList,
    example: { items: [ROW], strangers: [{ sender: '10.30.0.9', lastHeard: '2026-11-23T01:00:00.000Z' }] },
    handle: list,
  }),
  route({
    ...manage,
    method: 'PUT',
    path: '/gateway/road-units/:id',
    operationId: 'saveRoadUnit',
    summary: { zh: '登记或修改路侧单元', en: 'Register or change a roadside unit' },
    audit: 'gateway.road-unit-saved',
    params: RoadUnitId,
    body: SaveRoadUnit,
    response: RoadUnitId,
    example: { id: UNIT.id },
    handle: async ({ params, body, actor }) => {
      await save({ ...body, id: params.id }, actor);
      return { id: params.id };
    },
  }),
  route({
    ...manage,
    method: 'DELETE',
    path: '/gateway/road-units/:id',
    operationId: 'removeRoadUnit',
    summary: { zh: '删除路侧单元', en: 'Forget a roadside unit' },
    audit: 'gateway.road-unit-removed',
    params: RoadUnitId,
    response: RoadUnitId,
    example: { id: UNIT.id },
    handle: async ({ params, actor }) => {
      await remove(params.id, actor);
      return { id: params.id };
    },
  }),
  uploadRoute({
    ...manage,
    method: 'POST',
    path: '/gateway/road-units/import',
    operationId: 'importRoadUnits',
    summary: { zh: '导入路侧单元（CSV、XLSX）', en: 'Import roadside units (CSV, XLSX)' },
    audit: 'gateway.road-units-imported',
    maxBytes: MAX_FILE,
    response: RoadUnitsImported,
    example: { imported: 1, refused: [{ row: 3, reason: 'bad_position', value: 'rsu-2, 10.30.0.2, , ' }] },
    handle: async ({ body, actor }) => importTable(await bytesOf(body), actor),
  }),
];
