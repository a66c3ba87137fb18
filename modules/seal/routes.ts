import { route, type Route } from '@chedun/http';
import type { ActorRef } from '@chedun/kernel';
import type { z } from 'zod';
import {
  CheckpointList,
  CheckpointQuery,
  NewRun,
  NewWitness,
  Proof,
  ProofParams,
  ProofText,
  ProofView,
  RunList,
  RunParams,
  RunQuery,
  RunStarted,
  SealedLogs,
  sealPermissions,
  VerifyRun,
  WitnessList,
  WitnessParams,
  WitnessRemoved,
  WitnessView,
  type CheckpointView,
  type SealedLog,
} from './contract.ts';
import { exampleCheckpoint, exampleLog, exampleProof, exampleRun, exampleWitness } from './examples.ts';
import type { proofUses } from './proofs.ts';
import type { Runs } from './runs.ts';
import type { Witnesses } from './witnesses.ts';

/** What the routes stand on. */
export interface SealUses {
  readonly logs: () => readonly SealedLog[];
  readonly checkpoints: (query: z.output<typeof CheckpointQuery>) => Promise<CheckpointView[]>;
  readonly witnesses: Witnesses;
  readonly runs: Runs;
  readonly proofs: ReturnType<typeof proofUses>;
}

const read = { permission: sealPermissions.read, audit: 'none' } as const;

const logRoutes = ({ logs, checkpoints }: SealUses): Route[] => [
  route({
    ...read,
    method: 'GET',
    path: '/seal/logs',
    operationId: 'listSealedLogs',
    summary: { zh: '日志存证状态与验证公钥', en: 'Sealed logs and the keys that verify them' },
    response: SealedLogs,
    example: { items: [exampleLog] },
    handle: async () => ({ items: [...logs()] }),
  }),
  route({
    ...read,
    method: 'GET',
    path: '/seal/checkpoints',
    operationId: 'listCheckpoints',
    summary: { zh: '日志检查点', en: 'Signed checkpoints of a log' },
    query: CheckpointQuery,
    response: CheckpointList,
    example: { items: [exampleCheckpoint] },
    handle: async ({ query }) => ({ items: await checkpoints(query) }),
  }),
];

const witnessRoutes = ({ witnesses }: SealUses): Route[] => [
  route({
    ...read,
    method: 'GET',
    path: '/seal/witnesses',
    operationId: 'listWitnesses',
    summary: { zh: '见证方列表', en: 'Witnesses of the logs' },
    response: WitnessList,
    example: { items: [exampleWitness] },
    handle: async () => ({ items: [...(await witnesses.list())] }),
  }),
  route({
    method: 'POST',
    path: '/seal/witnesses',
    operationId: 'addWitness',
    summary: { zh: '添加见证方', en: 'Add a witness' },
    permission: sealPermissions.manage,
    audit: 'seal.witness-added',
    body: NewWitness,
    response: WitnessView,
    example: exampleWitness,
    handle: ({ body, actor }) => witnesses.add(body, actor),
  }),
  route({
    method: 'DELETE',
    path: '/seal/witnesses/:id',
    operationId: 'removeWitness',
    summary: { zh: '移除见证方', en: 'Remove a witness' },
    permission: sealPermissions.manage,
    audit: 'seal.witness-removed',
    params: WitnessParams,
    response: WitnessRemoved,
    example: { removed: true },
    handle: async ({ params, actor }) => {
      await witnesses.remove(params.id, actor);
      return { removed: true };
    },
  }),
];

const runRoutes = ({ runs }: SealUses): Route[] => [
  route({
    ...read,
    method: 'GET',
    path: '/seal/runs',
    operationId: 'listVerifyRuns',
    summary: { zh: '日志校验记录', en: 'Verifications of the logs' },
    query: RunQuery,
    response: RunList,
    example: { items: [exampleRun] },
    handle: async ({ query }) => ({ items: [...(await runs.list(query))] }),
  }),
  route({
    ...read,
    method: 'GET',
    path: '/seal/runs/:id',
    operationId: 'getVerifyRun',
    summary: { zh: '查看一次日志校验', en: 'One verification' },
    params: RunParams,
    response: VerifyRun,
    example: exampleRun,
    handle: ({ params }) => runs.must(params.id),
  }),
  route({
    method: 'POST',
    path: '/seal/runs',
    operationId: 'startVerifyRun',
    summary: { zh: '校验日志', en: 'Verify a log' },
    permission: sealPermissions.verify,
    audit: 'seal.verify-started',
    body: NewRun,
    response: RunStarted,
    example: { id: exampleRun.id },
    handle: async ({ body, actor }) => ({ id: await runs.start(body, 'manual', actor) }),
  }),
];

const proofRoutes = ({ proofs }: SealUses): Route[] => [
  route({
    method: 'GET',
    path: '/seal/proofs/:journal/:seq/:index',
    operationId: 'proveRecord',
    summary: { zh: '生成一条记录的存在性证明', en: 'Prove that a record is in the log' },
    permission: sealPermissions.prove,
    audit: 'seal.record-proved',
    params: ProofParams,
    response: Proof,
    example: { view: exampleProof, file: '{"format":"chedun-log-proof/1"}' },
    handle: ({ params, actor }) => proofs.prove(params, actor as ActorRef),
  }),
  route({
    ...read,
    method: 'POST',
    path: '/seal/proofs/check',
    operationId: 'checkProof',
    summary: { zh: '验证存在性证明文件', en: 'Check the file of a proof' },
    body: ProofText,
    response: ProofView,
    example: exampleProof,
    handle: ({ body }) => proofs.check(body.file),
  }),
];

/** Routes of the module. */
export const sealRoutes = (uses: SealUses): Route[] => [
  ...logRoutes(uses),
  ...witnessRoutes(uses),
  ...runRoutes(uses),
  ...proofRoutes(uses),
];
