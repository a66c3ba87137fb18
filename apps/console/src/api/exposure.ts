import {
  Exposure,
  ExposureRemoved,
  ImportReport,
  ProbesOrdered,
  RunList,
  ScanReport,
  type ServiceInput,
  type TargetInput,
} from '@chedun/exposure/contract';
import { call } from './client.ts';

export const getExposure = (signal?: AbortSignal) => call('GET', '/exposure', Exposure, { signal });
export const addTarget = (body: TargetInput) => call('POST', '/exposure/targets', Exposure, { body });
export const removeTarget = (id: string) => call('DELETE', `/exposure/targets/${id}`, ExposureRemoved);
export const listProbes = (id: string, signal?: AbortSignal) =>
  call('GET', `/exposure/targets/${id}/runs`, RunList, { signal });
/** Probes one target, or all. */
export const probeNow = (target: string | undefined) =>
  call('POST', '/exposure/probe', ProbesOrdered, { body: target === undefined ? {} : { target } });
/** Approves a service, or changes the one with the id. */
export const saveService = ({ id, ...body }: ServiceInput & { readonly id: string | undefined }) =>
  id === undefined
    ? call('POST', '/exposure/services', Exposure, { body })
    : call('PUT', `/exposure/services/${id}`, Exposure, { body });
export const removeService = (id: string) => call('DELETE', `/exposure/services/${id}`, ExposureRemoved);
export const importServices = (file: Blob) =>
  call('POST', '/exposure/services/import', ImportReport, { query: { mode: 'apply' }, bytes: file });
export const takeScan = ({ file, from }: { readonly file: File; readonly from: string }) =>
  call('POST', '/exposure/scans', ScanReport, {
    query: { from },
    bytes: new Blob([file], { type: 'application/octet-stream' }),
  });
