import { climb, extensionOf, sameBytes, verifyInclusion, type RecordProof, type VerifierKey } from '@chedun/merkle';
import { FRAME_HEADER } from '../frame.ts';
import { leafOfHeader, sm3, sm3Tree } from './leaf.ts';
import { cosignersOf, isSignedByLog, openCheckpoint, type SignatureVerdict } from './note-keys.ts';
import { rowsOf } from './rows.ts';

/** Steps of checking a proof, in order. */
export type ProofStep = 'signature' | 'header' | 'payload' | 'path' | 'record';

/** What a proof is worth. It holds when `failed` is absent. */
export interface ProofVerdict {
  /** First step that failed. */
  readonly failed?: ProofStep;
  readonly origin: string;
  readonly size: number;
  readonly sealedAt: string;
  readonly signatures: readonly SignatureVerdict[];
  /** Valid signatures of witnesses. */
  readonly witnesses: number;
  readonly receivedAt: number;
  readonly source: string;
  readonly leaf: Uint8Array;
  /** Nodes from the leaf up to the root. */
  readonly nodes: readonly Uint8Array[];
  /** The record itself, where the payload is part of the proof. */
  readonly record?: Uint8Array;
}

/** Header of a leaf: the frame from offset 8 on. */
const LEAD = 8;

interface HeaderFields {
  readonly seq: number;
  readonly receivedAt: number;
  readonly flags: number;
  readonly source: string;
}

const readHeader = (header: Uint8Array): HeaderFields | undefined => {
  const bytes = Buffer.from(header);
  if (bytes.length < FRAME_HEADER - LEAD) return undefined;
  const format = bytes.readUInt8(37 - LEAD);
  const source = bytes.readUInt16BE(38 - LEAD);
  if (bytes.length !== FRAME_HEADER - LEAD + format + source) return undefined;
  return {
    seq: Number(bytes.readBigUInt64BE(8 - LEAD)),
    receivedAt: Number(bytes.readBigUInt64BE(16 - LEAD)),
    flags: bytes.readUInt8(36 - LEAD),
    source: bytes.toString('utf8', FRAME_HEADER - LEAD, FRAME_HEADER - LEAD + source),
  };
};

/**
 * Checks a proof with nothing but public keys: the checkpoint is signed, the header is that of the frame, the payload has
 * its hash, the path leads to the signed root, and the record is in the frame. Throws `merkle.*` when the checkpoint in it
 * cannot be read.
 */
export const checkRecord = (proof: RecordProof, keys: readonly VerifierKey[]): ProofVerdict => {
  const opened = openCheckpoint(proof.checkpoint, keys);
  const { checkpoint, signatures } = opened;
  const header = readHeader(proof.header);
  const leaf = leafOfHeader(proof.header, proof.payloadHash);
  const { origin, size, root } = checkpoint;
  const claim = { leaf, index: proof.index, size, root };
  const first = Number(extensionOf(checkpoint, 'first-seq') ?? 1);
  const rows = header && proof.payload && rowsOf(proof.payload, header.flags);
  const record = proof.record === undefined ? undefined : rows?.[proof.record];
  const steps: readonly (readonly [ProofStep, boolean])[] = [
    ['signature', isSignedByLog(opened)],
    ['header', header?.seq === proof.seq && proof.index === proof.seq - first],
    ['payload', proof.payload === undefined || sameBytes(sm3(proof.payload), proof.payloadHash)],
    ['path', verifyInclusion(sm3Tree, claim, proof.path)],
    ['record', proof.payload === undefined || proof.record === undefined || record !== undefined],
  ];
  const failed = steps.find(([, holds]) => !holds)?.[0];
  return {
    ...(failed === undefined ? {} : { failed }),
    origin,
    size,
    sealedAt: extensionOf(checkpoint, 'time') ?? '',
    signatures,
    witnesses: cosignersOf(opened).length,
    receivedAt: header?.receivedAt ?? 0,
    source: header?.source ?? '',
    leaf,
    nodes: climb(sm3Tree, claim, proof.path) ?? [],
    ...(record === undefined ? {} : { record }),
  };
};
