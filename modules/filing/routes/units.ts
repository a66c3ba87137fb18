import { route, uploadRoute, type Route } from '@chedun/http';
import {
  Compared,
  IdParams,
  PartitionDone,
  PartitionOrder,
  ProposalList,
  UnitDetail,
  UnitInput,
  UnitList,
  Uploaded,
  filingPermissions,
} from '../contract.ts';
import { proposalsExample, unitExample, unitsExample, uploadedExample } from '../examples.ts';
import type { FilingUses } from './uses.ts';

const { read: READ, write: WRITE } = filingPermissions;

const partition = (uses: FilingUses): Route[] => [
  route({
    method: 'GET',
    path: '/filing/units',
    operationId: 'listFilingUnits',
    summary: { zh: '定级对象', en: 'Units' },
    permission: READ,
    audit: 'none',
    response: UnitList,
    example: unitsExample,
    handle: () => uses.listUnits(),
  }),
  route({
    method: 'GET',
    path: '/filing/partition',
    operationId: 'proposeFilingUnits',
    summary: { zh: '划分建议', en: 'Proposed units' },
    permission: READ,
    audit: 'none',
    response: ProposalList,
    example: proposalsExample,
    handle: () => uses.proposeUnits(),
  }),
  route({
    method: 'POST',
    path: '/filing/partition',
    operationId: 'partitionFilingUnits',
    summary: { zh: '按建议建立定级对象', en: 'Make units of proposals' },
    permission: WRITE,
    audit: 'filing.unit-created',
    body: PartitionOrder,
    response: PartitionDone,
    example: { created: 4 },
    handle: async ({ body, actor }) => ({ created: (await uses.createUnits(body.units, actor)).length }),
  }),
];

const partitionMore = (uses: FilingUses): Route[] => [
  uploadRoute({
    method: 'POST',
    path: '/filing/files',
    operationId: 'uploadFilingFile',
    summary: { zh: '上传附件', en: 'Upload a file' },
    permission: WRITE,
    audit: 'filing.file-uploaded',
    maxBytes: 20 * 1024 * 1024,
    response: Uploaded,
    example: uploadedExample,
    handle: ({ body }) => uses.upload(body),
  }),
  route({
    method: 'POST',
    path: '/filing/compare',
    operationId: 'compareFilings',
    summary: { zh: '比对备案信息与现状', en: 'Compare what is filed with what is there' },
    permission: WRITE,
    audit: 'filing.compared',
    response: Compared,
    example: { compared: 4, drifted: 1 },
    handle: () => uses.compare(),
  }),
];

const oneUnit = (uses: FilingUses): Route[] => [
  route({
    method: 'GET',
    path: '/filing/units/:id',
    operationId: 'getFilingUnit',
    summary: { zh: '一个定级对象', en: 'A unit' },
    permission: READ,
    audit: 'none',
    params: IdParams,
    response: UnitDetail,
    example: unitExample,
    handle: ({ params }) => uses.readUnit(params.id),
  }),
  route({
    method: 'POST',
    path: '/filing/units',
    operationId: 'createFilingUnit',
    summary: { zh: '新建定级对象', en: 'Make a unit' },
    permission: WRITE,
    audit: 'filing.unit-created',
    body: UnitInput,
    response: UnitDetail,
    example: unitExample,
    handle: async ({ body, actor }) => {
      const [id = ''] = await uses.createUnits([body], actor);
      return uses.readUnit(id);
    },
  }),
  route({
    method: 'PUT',
    path: '/filing/units/:id',
    operationId: 'saveFilingUnit',
    summary: { zh: '修改定级对象', en: 'Change a unit' },
    permission: WRITE,
    audit: 'filing.unit-saved',
    params: IdParams,
    body: UnitInput,
    response: UnitDetail,
    example: unitExample,
    handle: async ({ params, body, actor }) => {
      await uses.saveUnit(params.id, body, actor);
      return uses.readUnit(params.id);
    },
  }),
];

const oneUnitMore = (uses: FilingUses): Route[] => [
  route({
    method: 'DELETE',
    path: '/filing/units/:id',
    operationId: 'removeFilingUnit',
    summary: { zh: '删除定级对象', en: 'Remove a unit' },
    permission: WRITE,
    audit: 'filing.unit-removed',
    params: IdParams,
    response: UnitList,
    example: unitsExample,
    handle: async ({ params, actor }) => {
      await uses.removeUnit(params.id, actor);
      return uses.listUnits();
    },
  }),
];

/** Units: partition, one by one, comparison. */
export const unitRoutes = (uses: FilingUses): Route[] => [
  ...partition(uses),
  ...partitionMore(uses),
  ...oneUnit(uses),
  ...oneUnitMore(uses),
];
