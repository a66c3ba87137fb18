import { route, uploadRoute, type Route } from '@chedun/http';
import type { ActorRef } from '@chedun/kernel';
import { text } from 'node:stream/consumers';
import {
  CampaignDetail,
  CampaignPage,
  CampaignParams,
  CampaignQuery,
  CountryTable,
  CountryTableQuery,
  Detector,
  DetectorChange,
  DetectorHistory,
  DetectorHistoryQuery,
  DetectorList,
  DetectorParams,
  RegionTable,
  watchPermissions,
} from './contract.ts';
import type { Countries } from './countries.ts';
import { exampleCampaign, exampleCountries, exampleDetector, exampleRegions } from './examples.ts';
import type { campaignReadModel } from './read-campaigns.ts';
import type { detectorReadModel } from './read-detectors.ts';
import type { Regions } from './regions.ts';

/** What the routes stand on. */
export interface WatchUses {
  readonly detectors: ReturnType<typeof detectorReadModel>;
  readonly campaigns: ReturnType<typeof campaignReadModel>;
  readonly countries: Countries;
  readonly regions: Regions;
  readonly change: (id: string, change: DetectorChange, actor: ActorRef) => Promise<void>;
}

const read = { permission: watchPermissions.read, audit: 'none' } as const;
const write = { permission: watchPermissions.write } as const;

const detectorRoutes = ({ detectors, change }: WatchUses): Route[] => [
  route({
    ...read,
    method: 'GET',
    path: '/watch/detectors',
    operationId: 'listDetectors',
    summary: { zh: '行为与协议检测器列表', en: 'Native detectors of every family' },
    response: DetectorList,
    example: { items: [exampleDetector] },
    handle: async () => ({ items: await detectors.list() }),
  }),
  route({
    ...read,
    method: 'GET',
    path: '/watch/detectors/:id',
    operationId: 'getDetector',
    summary: { zh: '查看检测器', en: 'One detector' },
    params: DetectorParams,
    response: Detector,
    example: exampleDetector,
    handle: ({ params }) => detectors.must(params.id),
  }),
  route({
    ...read,
    method: 'GET',
    path: '/watch/detectors/:id/history',
    operationId: 'detectorHistory',
    summary: { zh: '检测器每小时报出次数', en: 'Times a detector spoke, per hour' },
    params: DetectorParams,
    query: DetectorHistoryQuery,
    response: DetectorHistory,
    example: { points: [{ at: '2026-11-23T01:00:00.000Z', count: 3 }] },
    handle: ({ params, query }) => detectors.history(params.id, query.days),
  }),
  route({
    ...write,
    method: 'PATCH',
    path: '/watch/detectors/:id',
    operationId: 'changeDetector',
    summary: { zh: '启停检测器、调整参数', en: 'Switch a detector or change its limits' },
    audit: 'watch.detector-changed',
    params: DetectorParams,
    body: DetectorChange,
    response: Detector,
    example: exampleDetector,
    handle: async ({ params, body, actor }) => {
      await change(params.id, body, actor);
      return detectors.must(params.id);
    },
  }),
];

const campaignRoutes = ({ campaigns }: WatchUses): Route[] => [
  route({
    ...read,
    method: 'GET',
    path: '/watch/campaigns',
    operationId: 'listCampaigns',
    summary: { zh: '多车攻击活动列表', en: 'Campaigns over many vehicles' },
    query: CampaignQuery,
    response: CampaignPage,
    example: { items: [exampleCampaign], next: null, total: 1 },
    handle: ({ query }) => campaigns.page(query),
  }),
  route({
    ...read,
    method: 'GET',
    path: '/watch/campaigns/:id',
    operationId: 'getCampaign',
    summary: { zh: '查看一次攻击活动', en: 'One campaign with its spread' },
    params: CampaignParams,
    response: CampaignDetail,
    example: { ...exampleCampaign, spread: [{ at: '2026-11-23T01:00:00.000Z', vehicles: 12 }] },
    handle: ({ params }) => campaigns.must(params.id),
  }),
];

const countryRoutes = ({ countries }: WatchUses): Route[] => [
  route({
    ...read,
    method: 'GET',
    path: '/watch/countries',
    operationId: 'getCountryTable',
    summary: { zh: '地址段与国家对照表概况', en: 'The table of address ranges and countries' },
    response: CountryTable,
    example: exampleCountries,
    handle: () => countries.about(),
  }),
  uploadRoute({
    ...write,
    method: 'PUT',
    path: '/watch/countries',
    operationId: 'replaceCountryTable',
    summary: { zh: '导入地址段与国家对照表', en: 'Replace the table of address ranges and countries' },
    audit: 'watch.countries-replaced',
    query: CountryTableQuery,
    maxBytes: 16 * 1024 * 1024,
    response: CountryTable,
    example: exampleCountries,
    handle: async ({ query, body, actor }) => countries.replace(await text(body), query.home.split(','), actor),
  }),
];

const regionRoutes = ({ regions }: WatchUses): Route[] => [
  route({
    ...read,
    method: 'GET',
    path: '/watch/regions',
    operationId: 'getRegionTable',
    summary: { zh: '区域划分概况', en: 'The areas by which vehicles are grouped' },
    response: RegionTable,
    example: exampleRegions,
    handle: () => regions.about(),
  }),
  uploadRoute({
    ...write,
    method: 'PUT',
    path: '/watch/regions',
    operationId: 'replaceRegionTable',
    summary: { zh: '导入区域划分（GeoJSON）', en: 'Replace the areas by which vehicles are grouped (GeoJSON)' },
    audit: 'watch.regions-replaced',
    maxBytes: 16 * 1024 * 1024,
    response: RegionTable,
    example: exampleRegions,
    handle: async ({ body, actor }) => regions.replace(await text(body), actor),
  }),
];

/** Routes of the watch. */
export const watchRoutes = (uses: WatchUses): Route[] => [
  ...detectorRoutes(uses),
  ...campaignRoutes(uses),
  ...countryRoutes(uses),
  ...regionRoutes(uses),
];
