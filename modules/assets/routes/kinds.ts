import { type Route, route } from '@chedun/http';
import type { Bilingual } from '@chedun/kernel';
import type { z } from 'zod';
import * as contract from '../contract.ts';
import { assetsError } from '../errors.ts';
import { findHost, findService, findVehicle, listHosts, listServices, listVehicles } from '../read-model.ts';
import { type World, retire, saveAsset } from '../use-cases/save-asset.ts';
import { done, hostExample, serviceExample, vehicleExample } from './examples.ts';

const { assetsPermissions, Done } = contract;

const found = <T>(value: T | undefined, key: string): T => {
  if (value === undefined) throw assetsError('assets.no-such-asset', { key });
  return value;
};

/** Retiring is the same for every kind. */
const retireRoute = (
  world: World,
  kind: contract.AssetKind,
  at: { readonly path: string; readonly operationId: string; readonly summary: Bilingual },
  params: z.ZodType<Readonly<Record<string, string>>>,
): Route =>
  route({
    ...at,
    method: 'POST',
    permission: assetsPermissions.write,
    audit: 'assets.asset-retired',
    params,
    response: Done,
    example: done,
    handle: async ({ params: ref, actor }) => {
      await retire(world)(kind, Object.values(ref)[0] ?? '', actor);
      return done;
    },
  });

/** Vehicles. */
export const vehicleRoutes = (world: World): readonly Route[] => [
  route({
    method: 'GET',
    path: '/assets/vehicles',
    operationId: 'listVehicles',
    summary: { zh: '车辆列表', en: 'List vehicles' },
    permission: assetsPermissions.read,
    audit: 'none',
    query: contract.VehicleQuery,
    response: contract.VehiclePage,
    example: { items: [], next: null, total: 0 },
    handle: ({ query }) => listVehicles(world.records, query),
  }),
  route({
    method: 'GET',
    path: '/assets/vehicles/:vin',
    operationId: 'getVehicle',
    summary: { zh: '车辆详情', en: 'One vehicle' },
    permission: assetsPermissions.read,
    audit: 'none',
    params: contract.VehicleRef,
    response: contract.Vehicle,
    example: vehicleExample,
    handle: async ({ params }) => found(await findVehicle(world.records, params.vin), params.vin),
  }),
  route({
    method: 'PUT',
    path: '/assets/vehicles/:vin',
    operationId: 'saveVehicle',
    summary: { zh: '登记或修改车辆', en: 'Register or change a vehicle' },
    permission: assetsPermissions.write,
    audit: 'assets.asset-changed',
    params: contract.VehicleRef,
    body: contract.SaveVehicle,
    response: contract.Vehicle,
    example: vehicleExample,
    handle: async ({ params: { vin }, body, actor }) => {
      await saveAsset(world)({ kind: 'vehicle', key: vin, fields: body }, actor);
      return found(await findVehicle(world.records, vin), vin);
    },
  }),
  retireRoute(
    world,
    'vehicle',
    {
      path: '/assets/vehicles/:vin/retire',
      operationId: 'retireVehicle',
      summary: { zh: '退役车辆', en: 'Retire a vehicle' },
    },
    contract.VehicleRef,
  ),
];

/** Hosts. */
export const hostRoutes = (world: World): readonly Route[] => [
  route({
    method: 'GET',
    path: '/assets/hosts',
    operationId: 'listHosts',
    summary: { zh: '主机列表', en: 'List hosts' },
    permission: assetsPermissions.read,
    audit: 'none',
    query: contract.HostQuery,
    response: contract.HostPage,
    example: { items: [hostExample], next: null, total: 1 },
    handle: ({ query }) => listHosts(world.records, query),
  }),
  route({
    method: 'GET',
    path: '/assets/hosts/:name',
    operationId: 'getHost',
    summary: { zh: '主机详情', en: 'One host' },
    permission: assetsPermissions.read,
    audit: 'none',
    params: contract.HostRef,
    response: contract.Host,
    example: hostExample,
    handle: async ({ params }) => found(await findHost(world.records, params.name), params.name),
  }),
  route({
    method: 'PUT',
    path: '/assets/hosts/:name',
    operationId: 'saveHost',
    summary: { zh: '登记或修改主机', en: 'Register or change a host' },
    permission: assetsPermissions.write,
    audit: 'assets.asset-changed',
    params: contract.HostRef,
    body: contract.SaveHost,
    response: contract.Host,
    example: hostExample,
    handle: async ({ params: { name }, body, actor }) => {
      await saveAsset(world)({ kind: 'host', key: name, fields: body }, actor);
      return found(await findHost(world.records, name), name);
    },
  }),
  retireRoute(
    world,
    'host',
    { path: '/assets/hosts/:name/retire', operationId: 'retireHost', summary: { zh: '退役主机', en: 'Retire a host' } },
    contract.HostRef,
  ),
];

/** Services. */
export const serviceRoutes = (world: World): readonly Route[] => [
  route({
    method: 'GET',
    path: '/assets/services',
    operationId: 'listServices',
    summary: { zh: '服务列表', en: 'List services' },
    permission: assetsPermissions.read,
    audit: 'none',
    query: contract.ServiceQuery,
    response: contract.ServicePage,
    example: { items: [serviceExample], next: null, total: 1 },
    handle: ({ query }) => listServices(world.records, query),
  }),
  route({
    method: 'GET',
    path: '/assets/services/:name',
    operationId: 'getService',
    summary: { zh: '服务详情', en: 'One service' },
    permission: assetsPermissions.read,
    audit: 'none',
    params: contract.ServiceRef,
    response: contract.Service,
    example: serviceExample,
    handle: async ({ params }) => found(await findService(world.records, params.name), params.name),
  }),
  route({
    method: 'PUT',
    path: '/assets/services/:name',
    operationId: 'saveService',
    summary: { zh: '登记或修改服务', en: 'Register or change a service' },
    permission: assetsPermissions.write,
    audit: 'assets.asset-changed',
    params: contract.ServiceRef,
    body: contract.SaveService,
    response: contract.Service,
    example: serviceExample,
    handle: async ({ params: { name }, body, actor }) => {
      await saveAsset(world)({ kind: 'service', key: name, fields: body }, actor);
      return found(await findService(world.records, name), name);
    },
  }),
  retireRoute(
    world,
    'service',
    {
      path: '/assets/services/:name/retire',
      operationId: 'retireService',
      summary: { zh: '下线服务', en: 'Retire a service' },
    },
    contract.ServiceRef,
  ),
];
