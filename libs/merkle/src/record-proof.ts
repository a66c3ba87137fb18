import { fromBase64, toBase64 } from './base64.ts';
import { merkleError } from './errors.ts';
import { HASH_BYTES } from './hashing.ts';

const FORMAT = 'chedun-log-proof/1';
const MAX_PROOF_TEXT = 128 * 1024 * 1024;
const MAX_HEADER = 512;
const MAX_PATH = 64;

/** A file that proves one record to whoever has the public key of the log, and nothing else of ours. */
export interface RecordProof {
  readonly stream: string;
  /** Number of the frame. */
  readonly seq: number;
  /** Number of the record within the frame; absent when the proof is about the frame. */
  readonly record?: number;
  /** The frame up to its payload, as the leaf holds it. */
  readonly header: Uint8Array;
  /** Absent when it is withheld: then `payloadHash` stands for it. */
  readonly payload?: Uint8Array;
  readonly payloadHash: Uint8Array;
  /** Place of the leaf in the tree. */
  readonly index: number;
  readonly path: readonly Uint8Array[];
  /** The signed checkpoint, with the signatures of witnesses where there are some. */
  readonly checkpoint: string;
}

/** Writes a proof as JSON text. */
export const formatRecordProof = (proof: RecordProof): string =>
  `${JSON.stringify(
    {
      format: FORMAT,
      stream: proof.stream,
      seq: proof.seq,
      ...(proof.record === undefined ? {} : { record: proof.record }),
      header: toBase64(proof.header),
      ...(proof.payload === undefined ? {} : { payload: toBase64(proof.payload) }),
      payloadHash: toBase64(proof.payloadHash),
      index: proof.index,
      path: proof.path.map(toBase64),
      checkpoint: proof.checkpoint,
    },
    undefined,
    2,
  )}\n`;

const bad = (field: string): Error => merkleError('merkle.bad-proof', { field });

const objectIn = (text: string): Readonly<Record<string, unknown>> => {
  if (text.length > MAX_PROOF_TEXT) throw bad('length');
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  } catch {
    throw bad('json');
  }
  throw bad('json');
};

const textIn = (value: unknown, field: string): string => {
  if (typeof value !== 'string') throw bad(field);
  return value;
};

const bytesIn = (value: unknown, field: string, most: number): Uint8Array => {
  const bytes = fromBase64(textIn(value, field));
  if (bytes === undefined || bytes.length > most) throw bad(field);
  return bytes;
};

const hashIn = (value: unknown, field: string): Uint8Array => {
  const bytes = bytesIn(value, field, HASH_BYTES);
  if (bytes.length !== HASH_BYTES) throw bad(field);
  return bytes;
};

const wholeIn = (value: unknown, field: string): number => {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) throw bad(field);
  return value;
};

/** Reads a proof. Nothing is verified here. Throws `merkle.bad-proof` with the field. */
export const parseRecordProof = (text: string): RecordProof => {
  const { format, stream, seq, record, header, payload, payloadHash, index, path, checkpoint } = objectIn(text);
  if (format !== FORMAT) throw bad('format');
  if (!Array.isArray(path) || path.length > MAX_PATH) throw bad('path');
  return {
    stream: textIn(stream, 'stream'),
    seq: wholeIn(seq, 'seq'),
    ...(record === undefined ? {} : { record: wholeIn(record, 'record') }),
    header: bytesIn(header, 'header', MAX_HEADER),
    ...(payload === undefined ? {} : { payload: bytesIn(payload, 'payload', MAX_PROOF_TEXT) }),
    payloadHash: hashIn(payloadHash, 'payloadHash'),
    index: wholeIn(index, 'index'),
    path: path.map((hash: unknown, at) => hashIn(hash, `path[${at}]`)),
    checkpoint: textIn(checkpoint, 'checkpoint'),
  };
};
