import { AssetSummary, HostPage, ImportReport, ServicePage, Vehicle, VehiclePage } from '@chedun/assets/contract';
import type { AssetKind, HostQuery, ImportQuery, ServiceQuery, VehicleQuery } from '@chedun/assets/contract';
import type { z } from 'zod';
import { apiUrl, call } from './client.ts';

const paged = <Q extends { readonly limit?: unknown }>(query: Q): Q & { readonly limit: number } => ({
  ...query,
  limit: Number(query.limit ?? 50),
});

export const assetSummary = (signal?: AbortSignal) => call('GET', '/assets/summary', AssetSummary, { signal });

export const listVehicles = (query: z.input<typeof VehicleQuery>, signal?: AbortSignal) =>
  call('GET', '/assets/vehicles', VehiclePage, { query: paged(query), signal });
export const getVehicle = (vin: string, signal?: AbortSignal) =>
  call('GET', `/assets/vehicles/${encodeURIComponent(vin)}`, Vehicle, { signal });
export const listHosts = (query: z.input<typeof HostQuery>, signal?: AbortSignal) =>
  call('GET', '/assets/hosts', HostPage, { query: paged(query), signal });
export const listServices = (query: z.input<typeof ServiceQuery>, signal?: AbortSignal) =>
  call('GET', '/assets/services', ServicePage, { query: paged(query), signal });

export const importAssets = (query: z.input<typeof ImportQuery>, file: Blob) =>
  call('POST', '/assets/import', ImportReport, { query, bytes: file });

/** Address of the whole register of a kind as a file. */
export const assetExportUrl = (kind: AssetKind, format: 'csv' | 'xlsx'): string =>
  apiUrl('/assets/export', { kind, format });

/** Address of an empty sheet with the right columns. */
export const assetTemplateUrl = (kind: AssetKind, format: 'csv' | 'xlsx'): string =>
  apiUrl('/assets/template', { kind, format });
