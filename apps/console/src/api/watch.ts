import {
  CampaignDetail,
  CampaignPage,
  CountryTable,
  Detector,
  DetectorHistory,
  DetectorList,
  RegionTable,
} from '@chedun/watch/contract';
import type { CampaignQuery, DetectorChange } from '@chedun/watch/contract';
import type { z } from 'zod';
import { call } from './client.ts';

type CampaignListFilter = z.input<typeof CampaignQuery>;

const detector = (id: string): string => `/watch/detectors/${encodeURIComponent(id)}`;

export const listDetectors = (signal?: AbortSignal) => call('GET', '/watch/detectors', DetectorList, { signal });

export const changeDetector = (id: string, body: DetectorChange) => call('PATCH', detector(id), Detector, { body });

export const detectorHistory = (id: string, days: number, signal?: AbortSignal) =>
  call('GET', `${detector(id)}/history`, DetectorHistory, { query: { days }, signal });

export const listCampaigns = (query: CampaignListFilter, signal?: AbortSignal) =>
  call('GET', '/watch/campaigns', CampaignPage, { query: { ...query, limit: Number(query.limit ?? 50) }, signal });

export const getCampaign = (id: string, signal?: AbortSignal) =>
  call('GET', `/watch/campaigns/${encodeURIComponent(id)}`, CampaignDetail, { signal });

export const getCountryTable = (signal?: AbortSignal) => call('GET', '/watch/countries', CountryTable, { signal });

export const replaceCountryTable = ({ file, home }: { readonly file: Blob; readonly home: string }) =>
  call('PUT', '/watch/countries', CountryTable, { query: { home }, bytes: file });

export const getRegionTable = (signal?: AbortSignal) => call('GET', '/watch/regions', RegionTable, { signal });

export const replaceRegionTable = (file: Blob) => call('PUT', '/watch/regions', RegionTable, { bytes: file });
