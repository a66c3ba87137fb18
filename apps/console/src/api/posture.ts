import {
  AssetPosture,
  AssetRun,
  AttestationList,
  ChainReport,
  Evidence,
  EvidenceList,
  ExceptionList,
  JudgedAssets,
  ObligationDetail,
  Posture,
  Uploaded,
} from '@chedun/posture/contract';
import type { Attest, AttestationDuty, ExceptionRequest } from '@chedun/posture/contract';
import { apiUrl, call } from './client.ts';

export const getPosture = (signal?: AbortSignal) => call('GET', '/posture', Posture, { signal });

export const checkEvidence = (id: string, signal?: AbortSignal) =>
  call('GET', `/posture/checks/${encodeURIComponent(id)}/evidence`, EvidenceList, { query: { limit: 30 }, signal });

export const runCheck = (id: string) => call('POST', `/posture/checks/${encodeURIComponent(id)}/run`, Evidence);

export const getObligation = (id: string, signal?: AbortSignal) =>
  call('GET', `/posture/obligations/${id}`, ObligationDetail, { signal });

export const listAttestations = (signal?: AbortSignal) =>
  call('GET', '/posture/attestations', AttestationList, { signal });

/** Asks for an attestation, or changes what is asked for. */
export const saveAttestation = ({ id, duty }: { readonly id: string; readonly duty: AttestationDuty }) =>
  call('PUT', `/posture/attestations/${id}`, AttestationList, { body: duty });

/** Asks for the standard attestations of what no check of a machine serves. */
export const adoptStandardAttestations = (owner: string) =>
  call('POST', '/posture/attestations/standard', AttestationList, { body: { owner } });

export const retireAttestation = (id: string) => call('DELETE', `/posture/attestations/${id}`, AttestationList);

/** Attests, with a file when there is one. */
export const attest = async ({
  id,
  stated,
  file,
}: {
  readonly id: string;
  readonly stated: Pick<Attest, 'outcome' | 'statement' | 'effectiveAt'>;
  readonly file: File | undefined;
}) => {
  const bytes = file === undefined ? undefined : new Blob([file], { type: 'application/octet-stream' });
  const kept = bytes === undefined ? undefined : await call('POST', '/posture/attachments', Uploaded, { bytes });
  const attachment = kept === undefined || file === undefined ? null : { blob: kept.blob, name: file.name };
  return call('POST', `/posture/attestations/${id}/evidence`, AttestationList, { body: { ...stated, attachment } });
};

export const listExceptions = (signal?: AbortSignal) => call('GET', '/posture/exceptions', ExceptionList, { signal });

export const requestException = (wanted: ExceptionRequest) =>
  call('POST', '/posture/exceptions', ExceptionList, { body: wanted });

export const decideException = ({
  id,
  decision,
}: {
  readonly id: string;
  readonly decision: 'approved' | 'refused' | 'withdrawn';
}) => call('POST', `/posture/exceptions/${id}/decision`, ExceptionList, { body: { decision } });

export const verifyEvidence = () => call('GET', '/posture/chain', ChainReport);

export const getAssetPosture = (signal?: AbortSignal) => call('GET', '/posture/assets', AssetPosture, { signal });

export const evaluateAssets = () => call('POST', '/posture/assets/run', AssetRun);

export const listJudgedAssets = (obligation: string, verdict: 'fail' | 'unknown' | 'pass', signal?: AbortSignal) =>
  call('GET', `/posture/obligations/${obligation}/assets`, JudgedAssets, { query: { verdict, limit: 100 }, signal });

/** Address of an OSCAL document. */
export const oscalUrl = (model: 'catalog' | 'profile' | 'assessment-results' | 'plan') =>
  apiUrl(`/posture/oscal/${model}`);

/** Address of the file of an attestation. */
export const attachmentUrl = (evidence: string) => apiUrl(`/posture/evidence/${evidence}/attachment`);
