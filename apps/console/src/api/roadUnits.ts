import { RoadUnitId, RoadUnitList, RoadUnitsImported, type SaveRoadUnit } from '@chedun/gateway/contract';
import type { z } from 'zod';
import { call } from './client.ts';

const at = (id: string): string => `/gateway/road-units/${encodeURIComponent(id)}`;

export const listRoadUnits = (signal?: AbortSignal) => call('GET', '/gateway/road-units', RoadUnitList, { signal });

export const saveRoadUnit = ({ id, ...body }: z.input<typeof SaveRoadUnit> & { readonly id: string }) =>
  call('PUT', at(id), RoadUnitId, { body });

export const removeRoadUnit = (id: string) => call('DELETE', at(id), RoadUnitId);

export const importRoadUnits = (file: Blob) =>
  call('POST', '/gateway/road-units/import', RoadUnitsImported, { bytes: file });
