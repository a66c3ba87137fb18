import type { z } from 'zod';
import type { CheckpointView, ProofView, SealedLog, VerifyRun, WitnessView } from './contract.ts';

const ROOT = '1KQjJKEpRAdjQpZugRHHenWAujYMBQsgWoFxQqpX3Gc=';
const AT = '2026-11-23T01:00:10.000Z';
const ID = '019ab000-0000-7000-8000-000000000001';
const ORIGIN = 'chedun/network/65e5fdef96b34ae6b6cf5f494b498579';

/** A log. */
export const exampleLog: SealedLog = {
  stream: 'network',
  state: 'sealing',
  origin: ORIGIN,
  size: 1500,
  root: ROOT,
  sealedAt: AT,
  durable: 1503,
  firstSeq: 1,
  keys: [`${ORIGIN}+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8`],
  fault: null,
};

/** A checkpoint. */
export const exampleCheckpoint: CheckpointView = {
  size: 1500,
  root: ROOT,
  at: AT,
  signatures: ['ed25519', 'sm2-sm3'],
  valid: true,
};

/** A witness. */
export const exampleWitness: WitnessView = {
  id: ID,
  name: '集团审计部',
  url: 'https://witness.example.com',
  keys: ['auditor.example.com/witness+0a1b2c3d+BM4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8'],
  state: 'signing',
  reason: '',
  addedAt: AT,
  logs: [{ stream: 'network', size: 1500, at: AT }],
};

/** A verification. */
export const exampleRun: VerifyRun = {
  id: ID,
  stream: 'network',
  kind: 'nightly',
  from: 1,
  to: 1500,
  status: 'problems',
  startedAt: AT,
  endedAt: AT,
  startedBy: 'system',
  frames: 1499,
  rows: 30_000,
  checkpoints: 15,
  compared: 1499,
  problems: [
    { kind: 'frame-altered', seq: 259, segment: '00000000000000000151.seg', offset: 74_327, row: 3, rows: 20 },
  ],
  reason: '',
};

/** A proof. */
export const exampleProof: z.input<typeof ProofView> = {
  failed: null,
  stream: 'network',
  seq: 2,
  record: 0,
  origin: ORIGIN,
  size: 2,
  index: 1,
  root: '5d'.repeat(32),
  leaf: '6e'.repeat(32),
  path: [{ sibling: '7f'.repeat(32), side: 'left', node: '5d'.repeat(32) }],
  sealedAt: AT,
  receivedAt: AT,
  source: 'gateway',
  signatures: [{ name: ORIGIN, type: 'ed25519', valid: true }],
  content: '{"message":"…"}',
};
