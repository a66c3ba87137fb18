import { Evidence, EvidenceList, Posture } from '@chedun/posture/contract';
import { call } from './client.ts';

export const getPosture = (signal?: AbortSignal) => call('GET', '/posture', Posture, { signal });

export const checkEvidence = (id: string, signal?: AbortSignal) =>
  call('GET', `/posture/checks/${encodeURIComponent(id)}/evidence`, EvidenceList, { query: { limit: 30 }, signal });

export const runCheck = (id: string) => call('POST', `/posture/checks/${encodeURIComponent(id)}/run`, Evidence);
