import {
  FlowPage,
  Looked,
  Openings,
  Removed,
  ZoneOverview,
  ZonesImported,
  ZoneSuggestions,
  type FlowStatus,
  type PermissionInput,
  type ZoneInput,
} from '@chedun/zones/contract';
import { call } from './client.ts';

export const getZones = (signal?: AbortSignal) => call('GET', '/zones', ZoneOverview, { signal });

export const listZoneFlows = (
  query: { readonly from?: string; readonly to?: string; readonly status?: FlowStatus; readonly cursor?: string },
  signal?: AbortSignal,
) => call('GET', '/zones/flows', FlowPage, { query, signal });

export const suggestZones = (signal?: AbortSignal) => call('GET', '/zones/suggestions', ZoneSuggestions, { signal });

export const getOpenings = (signal?: AbortSignal) => call('GET', '/zones/openings', Openings, { signal });

/** Adds a zone, or changes the one with the id. */
export const saveZone = ({ id, zone }: { readonly id: string | undefined; readonly zone: ZoneInput }) =>
  id === undefined
    ? call('POST', '/zones', ZoneOverview, { body: zone })
    : call('PUT', `/zones/${id}`, ZoneOverview, { body: zone });

export const removeZone = (id: string) => call('DELETE', `/zones/${id}`, Removed);

export const importZones = (file: Blob) => call('POST', '/zones/import', ZonesImported, { bytes: file });

/** Allows a flow, or changes the permission with the id. */
export const savePermission = ({
  id,
  permission,
}: {
  readonly id: string | undefined;
  readonly permission: PermissionInput;
}) =>
  id === undefined
    ? call('POST', '/zones/permissions', ZoneOverview, { body: permission })
    : call('PUT', `/zones/permissions/${id}`, ZoneOverview, { body: permission });

export const removePermission = (id: string) => call('DELETE', `/zones/permissions/${id}`, Removed);

export const lookForFlows = () => call('POST', '/zones/look', Looked);

export const compareFirewalls = () => call('POST', '/zones/compare', Openings);
