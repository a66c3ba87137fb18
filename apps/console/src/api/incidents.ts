import {
  EvidenceVerdict,
  Incident,
  IncidentPage,
  SettingsDetail,
  type FactsChange,
  type IncidentFilter,
  type IncidentOrder,
  type IncidentSettings,
  type Narrative,
  type NoteOrder,
  type PhoneReport,
  type RecoveryItem,
  type ReportOrder,
  type StateChange,
  type SubmittedQuery,
} from '@chedun/incidents/contract';
import type { z } from 'zod';
import { call, fetchApi } from './client.ts';
import { saveBlob } from './download.ts';

const at = (id: string, rest = ''): string => `/incidents/${encodeURIComponent(id)}${rest}`;

export const listIncidents = (query: z.input<typeof IncidentFilter>, signal?: AbortSignal) =>
  call('GET', '/incidents', IncidentPage, { query: { ...query, limit: Number(query.limit ?? 100) }, signal });

export const getIncident = (id: string, signal?: AbortSignal) => call('GET', at(id), Incident, { signal });

export const openIncident = (body: z.input<typeof IncidentOrder>) => call('POST', '/incidents', Incident, { body });

export const getIncidentSettings = (signal?: AbortSignal) =>
  call('GET', '/incidents/settings', SettingsDetail, { signal });

export const changeIncidentSettings = (body: IncidentSettings) =>
  call('PUT', '/incidents/settings', SettingsDetail, { body });

/** What people do to an incident; every one answers the incident as it is then. */
export const incidentWork = {
  facts: (id: string, body: z.input<typeof FactsChange>) => call('PUT', at(id, '/facts'), Incident, { body }),
  narrative: (id: string, narrative: Narrative) => call('PUT', at(id, '/narrative'), Incident, { body: { narrative } }),
  recovery: (id: string, items: readonly RecoveryItem[]) =>
    call('PUT', at(id, '/recovery'), Incident, { body: { items } }),
  plan: (id: string) => call('POST', at(id, '/plan'), Incident),
  call: (id: string, body: z.input<typeof PhoneReport>) => call('POST', at(id, '/calls'), Incident, { body }),
  note: (id: string, body: z.input<typeof NoteOrder>) => call('POST', at(id, '/notes'), Incident, { body }),
  state: (id: string, body: z.input<typeof StateChange>) => call('POST', at(id, '/state'), Incident, { body }),
  report: (id: string, body: z.input<typeof ReportOrder>) => call('POST', at(id, '/reports'), Incident, { body }),
  submitted: (id: string, report: string, query: z.input<typeof SubmittedQuery>, bytes: Blob) =>
    call('POST', at(id, `/reports/${encodeURIComponent(report)}/submitted`), Incident, { query, bytes }),
  evidence: (id: string, file: File, note: string) =>
    call('POST', at(id, '/evidence'), Incident, { query: { name: file.name, note }, bytes: file }),
  verify: (id: string, evidence: string) =>
    call('POST', at(id, `/evidence/${encodeURIComponent(evidence)}/verify`), EvidenceVerdict),
};

const save = async (path: string, name: string): Promise<void> => {
  const response = await fetchApi('GET', path);
  saveBlob(await response.blob(), name);
};

export const downloadEvidence = (id: string, evidence: string, name: string) =>
  save(at(id, `/evidence/${encodeURIComponent(evidence)}`), name);

export const exportIncident = (id: string, number: string) => save(at(id, '/export'), `${number}.json`);

/** The PDF of a report that was issued as a document. */
export const downloadReport = (document: string, version: number, name: string) =>
  save(`/documents/${encodeURIComponent(document)}/versions/${version}/file?part=pdf`, name);
