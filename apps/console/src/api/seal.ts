import {
  CheckpointList,
  Proof,
  ProofView,
  RunList,
  RunStarted,
  SealedLogs,
  WitnessList,
  WitnessRemoved,
  WitnessView,
} from '@chedun/seal/contract';
import type { NewWitness, SealStream } from '@chedun/seal/contract';
import { call } from './client.ts';

export const listSealedLogs = (signal?: AbortSignal) => call('GET', '/seal/logs', SealedLogs, { signal });

export const listCheckpoints = (stream: SealStream, signal?: AbortSignal) =>
  call('GET', '/seal/checkpoints', CheckpointList, { query: { stream, limit: 200 }, signal });

export const listWitnesses = (signal?: AbortSignal) => call('GET', '/seal/witnesses', WitnessList, { signal });

export const addWitness = (body: NewWitness) => call('POST', '/seal/witnesses', WitnessView, { body });

export const removeWitness = (id: string) =>
  call('DELETE', `/seal/witnesses/${encodeURIComponent(id)}`, WitnessRemoved);

export const listRuns = (signal?: AbortSignal) => call('GET', '/seal/runs', RunList, { query: { limit: 100 }, signal });

export const startRun = (stream: SealStream) => call('POST', '/seal/runs', RunStarted, { body: { stream } });

/** `place` is stream/frame/record, as the event detail shows it. */
export const proveRecord = (place: string, signal?: AbortSignal) =>
  call('GET', `/seal/proofs/${place.split('/').map(encodeURIComponent).join('/')}`, Proof, { signal });

export const checkProof = (file: string) => call('POST', '/seal/proofs/check', ProofView, { body: { file } });
