import {
  CanDialoguePage,
  CanFramePage,
  CanIdPage,
  CanModel,
  CanModelComparison,
  CanModelDetail,
  CanModelList,
  CanRate,
  Capture,
  CaptureDetail,
  CaptureFindingPage,
  CapturePage,
  DbcDetail,
  DbcFile,
  DbcList,
  FlowPage,
  HostSeenPage,
  IdsEventPage,
  MqttPage,
  NamePage,
  UnregisteredHostPage,
  V2xScene,
  V2xSenderPage,
  V2xVerdictPage,
} from '@chedun/captures/contract';
import type { AnalyseRequest, CaptureQuery, TrainRequest, UploadQuery } from '@chedun/captures/contract';
import { z } from 'zod';
import { apiUrl, call } from './client.ts';
import type { Query } from './client.ts';
import { upload } from './upload.ts';
import type { UploadOrder } from './upload.ts';

const at = (id: string, rest = ''): string => `/captures/${encodeURIComponent(id)}${rest}`;

/** What is said about a recording when it is uploaded. */
export type UploadFacts = Omit<z.input<typeof UploadQuery>, 'toEvents'> & { readonly toEvents?: 'true' | 'false' };

export const listCaptures = (query: z.input<typeof CaptureQuery>, signal?: AbortSignal) =>
  call('GET', '/captures', CapturePage, { query: { ...query, limit: Number(query.limit ?? 50) }, signal });

export const uploadCapture = (facts: UploadFacts, order: Omit<UploadOrder, 'query'>) =>
  upload('/captures', Capture, { ...order, query: { ...facts } });

export const getCapture = (id: string, signal?: AbortSignal) => call('GET', at(id), CaptureDetail, { signal });

export const analyseCapture = (id: string, body: z.input<typeof AnalyseRequest>) =>
  call('POST', at(id, '/analyse'), z.unknown(), { body });

export const cancelCapture = (id: string) => call('POST', at(id, '/cancel'), z.unknown());

/** Where the recording itself is fetched. */
export const captureFileUrl = (id: string): string => apiUrl(at(id, '/file'));

export const deleteCapture = (id: string) => call('DELETE', at(id), z.unknown());

export const captureFindings = (id: string, query: Query, signal?: AbortSignal) =>
  call('GET', at(id, '/findings'), CaptureFindingPage, { query, signal });

export const captureFlows = (id: string, query: Query, signal?: AbortSignal) =>
  call('GET', at(id, '/flows'), FlowPage, { query, signal });

export const captureHosts = (id: string, query: Query, signal?: AbortSignal) =>
  call('GET', at(id, '/hosts'), HostSeenPage, { query, signal });

export const captureNames = (id: string, query: Query, signal?: AbortSignal) =>
  call('GET', at(id, '/names'), NamePage, { query, signal });

export const captureMqtt = (id: string, query: Query, signal?: AbortSignal) =>
  call('GET', at(id, '/mqtt'), MqttPage, { query, signal });

export const captureIdsEvents = (id: string, query: Query, signal?: AbortSignal) =>
  call('GET', at(id, '/ids-events'), IdsEventPage, { query, signal });

export const unregisteredHosts = (query: Query, signal?: AbortSignal) =>
  call('GET', '/captures/unregistered-hosts', UnregisteredHostPage, { query, signal });

export const canIds = (id: string, query: Query, signal?: AbortSignal) =>
  call('GET', at(id, '/can/ids'), CanIdPage, { query, signal });

export const canRate = (id: string, signal?: AbortSignal) => call('GET', at(id, '/can/rate'), CanRate, { signal });

export const canFrames = (id: string, query: Query, signal?: AbortSignal) =>
  call('GET', at(id, '/can/frames'), CanFramePage, { query, signal });

export const canDialogues = (id: string, query: Query, signal?: AbortSignal) =>
  call('GET', at(id, '/can/dialogues'), CanDialoguePage, { query, signal });

export const v2xSenders = (id: string, query: Query, signal?: AbortSignal) =>
  call('GET', at(id, '/v2x/senders'), V2xSenderPage, { query, signal });

export const v2xScene = (id: string, query: Query, signal?: AbortSignal) =>
  call('GET', at(id, '/v2x/scene'), V2xScene, { query, signal });

export const v2xVerdicts = (id: string, query: Query, signal?: AbortSignal) =>
  call('GET', at(id, '/v2x/verdicts'), V2xVerdictPage, { query, signal });

export const listDbcFiles = (signal?: AbortSignal) => call('GET', '/dbc-files', DbcList, { signal });

export const getDbcFile = (id: string, signal?: AbortSignal) =>
  call('GET', `/dbc-files/${encodeURIComponent(id)}`, DbcDetail, { signal });

export const uploadDbcFile = (file: File, vehicleModel: string) =>
  call('POST', '/dbc-files', DbcFile, {
    query: { name: file.name, vehicleModel },
    bytes: new Blob([file], { type: 'application/octet-stream' }),
  });

export const deleteDbcFile = (id: string) => call('DELETE', `/dbc-files/${encodeURIComponent(id)}`, z.unknown());

export const listCanModels = (signal?: AbortSignal) => call('GET', '/can-models', CanModelList, { signal });

export const getCanModel = (id: string, signal?: AbortSignal) =>
  call('GET', `/can-models/${encodeURIComponent(id)}`, CanModelDetail, { signal });

export const trainCanModel = (body: z.input<typeof TrainRequest>) => call('POST', '/can-models', CanModel, { body });

export const activateCanModel = (id: string) =>
  call('POST', `/can-models/${encodeURIComponent(id)}/activate`, z.unknown());

export const compareCanModels = (id: string, other: string, signal?: AbortSignal) =>
  call('GET', `/can-models/${encodeURIComponent(id)}/compare`, CanModelComparison, { query: { with: other }, signal });

export const deleteCanModel = (id: string) => call('DELETE', `/can-models/${encodeURIComponent(id)}`, z.unknown());
