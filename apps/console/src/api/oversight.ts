import {
  BasisList,
  ExportList,
  FileLine,
  Incident,
  IncidentPage,
  Inspection,
  InspectionList,
  Notice,
  NoticePage,
  OversightStatistics,
  OwnNotice,
  OwnPage,
} from '@chedun/oversight/contract';
import type {
  FeedbackInput,
  IncidentOrder,
  IncidentQuery,
  InspectionInput,
  ItemInput,
  NoticeChange,
  NoticeInput,
  NoticeQuery,
  PenaltyDecision,
  PenaltyInput,
  RelayDone,
  ReportInput,
  ReviewOrder,
} from '@chedun/oversight/contract';
import type { z } from 'zod';
import { apiUrl, call } from './client.ts';

type In<S extends z.ZodType> = z.input<S>;
const path = (kind: string, id: string, rest = ''): string => `/oversight/${kind}/${encodeURIComponent(id)}${rest}`;
const own = (id: string, rest = ''): string => `/supervision/exchange/notices/${encodeURIComponent(id)}${rest}`;
const bytesOf = (file: Blob): Blob => new Blob([file], { type: 'application/octet-stream' });

export const listNotices = (query: Partial<NoticeQuery>, signal?: AbortSignal) =>
  call('GET', '/oversight/notices', NoticePage, { query: { ...query }, signal });
export const getNotice = (id: string, signal?: AbortSignal) => call('GET', path('notices', id), Notice, { signal });
export const sendNotice = (notice: In<typeof NoticeInput>) =>
  call('POST', '/oversight/notices', Notice, { body: notice });
export const changeNotice = (id: string, change: In<typeof NoticeChange>) =>
  call('PUT', path('notices', id), Notice, { body: change });
export const liftNotice = (id: string, why: string) =>
  call('POST', path('notices', id, '/lift'), Notice, { body: { why } });
export const reviewDelivery = (id: string, order: In<typeof ReviewOrder>) =>
  call('POST', path('deliveries', id, '/steps'), Notice, { body: order });
export const proposePenalty = (id: string, penalty: In<typeof PenaltyInput>) =>
  call('POST', path('deliveries', id, '/penalties'), Notice, { body: penalty });
export const decidePenalty = (id: string, decision: In<typeof PenaltyDecision>) =>
  call('POST', path('penalties', id, '/decision'), Notice, { body: decision });
export const listBases = (signal?: AbortSignal) => call('GET', '/oversight/bases', BasisList, { signal });
export const bringNoticeFile = (file: File) =>
  call('POST', '/oversight/files', FileLine, { query: { name: file.name }, bytes: bytesOf(file) });
export const noticeFileUrl = (id: string): string => apiUrl(path('files', id));
export const getOversightStatistics = (signal?: AbortSignal) =>
  call('GET', '/oversight/statistics', OversightStatistics, { signal });

export const listSupervisedIncidents = (query: Partial<IncidentQuery>, signal?: AbortSignal) =>
  call('GET', '/oversight/incidents', IncidentPage, { query: { ...query }, signal });
export const getSupervisedIncident = (id: string, signal?: AbortSignal) =>
  call('GET', path('incidents', id), Incident, { signal });
export const workIncident = (id: string, order: In<typeof IncidentOrder>) =>
  call('POST', path('incidents', id, '/steps'), Incident, { body: order });
export const recordRelay = (id: string, clock: string, done: In<typeof RelayDone>) =>
  call('POST', path('incidents', id, `/relays/${encodeURIComponent(clock)}`), Incident, { body: done });

export const listSupervisedExports = (signal?: AbortSignal) =>
  call('GET', '/oversight/exports', ExportList, { signal });

export const listInspections = (signal?: AbortSignal) =>
  call('GET', '/oversight/inspections', InspectionList, { signal });
export const getInspection = (id: string, signal?: AbortSignal) =>
  call('GET', path('inspections', id), Inspection, { signal });
export const orderInspection = (order: In<typeof InspectionInput>) =>
  call('POST', '/oversight/inspections', Inspection, { body: order });
export const fillInspectionItem = (id: string, item: string, filled: In<typeof ItemInput>) =>
  call('PUT', path('inspections', id, `/items/${encodeURIComponent(item)}`), Inspection, { body: filled });
export const reportInspection = (id: string, report: In<typeof ReportInput>) =>
  call('POST', path('inspections', id, '/report'), Inspection, { body: report });
export const cancelInspection = (id: string) =>
  call('POST', path('inspections', id, '/cancel'), Inspection, { body: {} });
export const inspectionFileUrl = (id: string, which: 'order' | 'report'): string =>
  apiUrl(path('inspections', id, '/file'), { which });

export const listOwnNotices = (after: string | undefined, signal?: AbortSignal) =>
  call('GET', '/supervision/exchange/notices', OwnPage, { query: { after, limit: 200 }, signal });
export const acknowledgeNotice = (id: string, version: number) =>
  call('POST', own(id, '/ack'), OwnNotice, { body: { version } });
export const answerNotice = (id: string, answer: In<typeof FeedbackInput>) =>
  call('POST', own(id, '/feedback'), OwnNotice, { body: answer });
export const bringFeedbackFile = (file: File) =>
  call('POST', '/supervision/exchange/files', FileLine, { query: { name: file.name }, bytes: bytesOf(file) });
export const ownFileUrl = (id: string, file: string): string => apiUrl(own(id, `/files/${encodeURIComponent(file)}`));
