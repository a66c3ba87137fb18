/**
 * Contract of the seal module: checkpoints over the journal, witnesses, verification and proofs. Isomorphic: the console
 * imports it.
 */
import { z } from 'zod';

/** Permissions of this module. A proof holds the records of a whole frame, so it has one of its own. */
export const sealPermissions = {
  read: 'seal.read',
  prove: 'seal.prove',
  verify: 'seal.verify',
  manage: 'seal.witnesses-manage',
} as const;

const Iso = z.iso.datetime({ offset: true });

/** Streams of the journal; each has a log of its own. */
export const SealStream = z.enum(['network', 'telemetry']);
export type SealStream = z.infer<typeof SealStream>;

/** `waiting`: no frame yet or the first checkpoint is to come · `sealing` · `broken`: a person has to look, nothing is signed. */
export const SealState = z.enum(['waiting', 'sealing', 'broken']);

/** A log as it is now. */
export const SealedLog = z.object({
  stream: SealStream,
  state: SealState,
  /** Name of the log in checkpoints. */
  origin: z.string(),
  /** Frames that the newest checkpoint covers, and its root, base64. */
  size: z.number().int(),
  root: z.string(),
  sealedAt: Iso.nullable(),
  /** Newest frame of the journal. */
  durable: z.number().int(),
  firstSeq: z.number().int(),
  /** Public keys of the log, one line each, as a verifier takes them. */
  keys: z.array(z.string()),
  /** Why it is broken. */
  fault: z.string().nullable(),
});
export type SealedLog = z.infer<typeof SealedLog>;
export const SealedLogs = z.object({ items: z.array(SealedLog) });

/** GET /seal/checkpoints: newest first. */
export const CheckpointQuery = z.object({
  stream: SealStream.default('network'),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export const CheckpointView = z.object({
  size: z.number().int(),
  root: z.string(),
  at: Iso,
  /** Names of the kinds of signatures: ed25519, sm2-sm3. */
  signatures: z.array(z.string()),
  valid: z.boolean(),
});
export type CheckpointView = z.infer<typeof CheckpointView>;
export const CheckpointList = z.object({ items: z.array(CheckpointView) });

/** `new`: nothing sent yet · `signing` · `silent`: no answer · `refused`: it says that our log does not fit what it has seen. */
export const WitnessState = z.enum(['new', 'signing', 'silent', 'refused']);

/** A witness with the last thing that it signed of each log. */
export const WitnessView = z.object({
  id: z.uuid(),
  name: z.string(),
  url: z.string(),
  keys: z.array(z.string()),
  state: WitnessState,
  reason: z.string(),
  addedAt: Iso,
  logs: z.array(z.object({ stream: SealStream, size: z.number().int(), at: Iso })),
});
export type WitnessView = z.infer<typeof WitnessView>;
export const WitnessList = z.object({ items: z.array(WitnessView) });

/** POST /seal/witnesses */
export const NewWitness = z.strictObject({
  name: z.string().trim().min(1).max(100),
  url: z.url({ protocol: /^https?$/ }).max(500),
  /** Public keys that `chedun witness` prints at its start, one line each. */
  keys: z.array(z.string().min(20).max(500)).min(1).max(4),
});
export type NewWitness = z.infer<typeof NewWitness>;
export const WitnessParams = z.object({ id: z.uuid() });
export const WitnessRemoved = z.object({ removed: z.boolean() });

/** Kinds of problems; see the docs on log proofs. */
export const ProblemKind = z.enum([
  'frame-altered',
  'frame-missing',
  'frame-inserted',
  'frame-moved',
  'segment-altered',
  'tile-altered',
  'checkpoint-altered',
  'range-altered',
  'rolled-back',
  'forked',
  'store-differs',
]);
export const Problem = z.object({
  kind: ProblemKind,
  seq: z.number().int().optional(),
  lastSeq: z.number().int().optional(),
  segment: z.string().optional(),
  offset: z.number().int().optional(),
  row: z.number().int().optional(),
  rows: z.number().int().optional(),
  source: z.string().optional(),
  receivedAt: z.number().optional(),
  place: z.string().optional(),
});
export type Problem = z.infer<typeof Problem>;

/** One verification. */
export const VerifyRun = z.object({
  id: z.uuid(),
  stream: SealStream,
  kind: z.enum(['nightly', 'manual']),
  from: z.number().int(),
  to: z.number().int(),
  status: z.enum(['running', 'intact', 'problems', 'failed']),
  startedAt: Iso,
  endedAt: Iso.nullable(),
  startedBy: z.string(),
  frames: z.number().int(),
  rows: z.number().int(),
  checkpoints: z.number().int(),
  /** Frames whose rows were counted in the event store. */
  compared: z.number().int(),
  problems: z.array(Problem),
  /** Why it could not be run. */
  reason: z.string(),
});
export type VerifyRun = z.infer<typeof VerifyRun>;
export const RunQuery = z.object({
  stream: SealStream.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const RunList = z.object({ items: z.array(VerifyRun) });
export const RunParams = z.object({ id: z.uuid() });
/** POST /seal/runs: without a range everything. */
export const NewRun = z.strictObject({
  stream: SealStream.default('network'),
  from: z.number().int().min(1).optional(),
  to: z.number().int().min(1).optional(),
});
export type NewRun = z.infer<typeof NewRun>;
export const RunStarted = z.object({ id: z.uuid() });

/** Steps of a check of a proof. */
export const ProofStep = z.enum(['signature', 'header', 'payload', 'path', 'record']);

/** What a proof says, for a picture of it. Hashes in hexadecimal. */
export const ProofView = z.object({
  /** First step that does not hold; null when all do. */
  failed: ProofStep.nullable(),
  stream: z.string(),
  seq: z.number().int(),
  record: z.number().int().nullable(),
  origin: z.string(),
  size: z.number().int(),
  index: z.number().int(),
  root: z.string(),
  leaf: z.string(),
  /** From the leaf up: the neighbour's hash, on which side it stands, and the node that both make. */
  path: z.array(z.object({ sibling: z.string(), side: z.enum(['left', 'right']), node: z.string() })),
  sealedAt: z.string(),
  receivedAt: Iso,
  source: z.string(),
  signatures: z.array(z.object({ name: z.string(), type: z.string(), valid: z.boolean() })),
  /** The record as it was received, as text; null when it is withheld or is none. */
  content: z.string().nullable(),
});
export type ProofView = z.infer<typeof ProofView>;

/** GET /seal/proofs/:journal/:seq/:index */
export const ProofParams = z.object({
  journal: SealStream,
  seq: z.coerce.number().int().min(1),
  index: z.coerce.number().int().min(0),
});
export const Proof = z.object({ view: ProofView, file: z.string() });
/** POST /seal/proofs/check: the text of a proof file. */
export const ProofText = z.strictObject({ file: z.string().min(2).max(8_000_000) });

/** What other modules may ask. */
export interface SealAsks {
  /** The newest signed checkpoint of a stream: the last frame that it covers and when it was signed (ms since 1970). */
  readonly lastCheckpoint: (stream: string) => Promise<{ readonly size: number; readonly time: number } | undefined>;
  /** Says that frames before `firstKept` were removed with leave: verification does not miss them. */
  readonly noteRemoved: (stream: string, firstKept: number) => Promise<void>;
}
