import { checkRecord, proveRecord, sha256, type ProofVerdict } from '@chedun/journal/seal';
import type { ActorRef } from '@chedun/kernel';
import {
  formatRecordProof,
  parseCheckpoint,
  parseNote,
  parseRecordProof,
  parseVerifierKey,
  type RecordProof,
} from '@chedun/merkle';
import type { Records } from '@chedun/records';
import type { ProofView, SealedLog, SealStream } from './contract.ts';

interface Needs {
  readonly records: Records;
  readonly logs: () => readonly SealedLog[];
  readonly foldersOf: (stream: string) => { readonly journalFolder: string; readonly logFolder: string };
  /** Seals what came since the last checkpoint. */
  readonly sealNow: (stream: SealStream) => Promise<void>;
}

/** Most characters of a record that a screen shows. */
const MOST_SHOWN = 20_000;

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** Text of a record; null when it is none. */
const contentOf = (record: Uint8Array | undefined): string | null => {
  if (record === undefined) return null;
  const text = Buffer.from(record).toString('utf8');
  // oxlint-disable-next-line no-control-regex
  return /[\u0000-\u0008\u000e-\u001f\ufffd]/.test(text) ? null : text.slice(0, MOST_SHOWN);
};

/** On which side the neighbours of a way up stand, lowest first: RFC 9162 (2.1.3.2). */
const sidesOf = (index: number, size: number, steps: number): ('left' | 'right')[] => {
  let fn = index;
  let sn = size - 1;
  return Array.from({ length: steps }, () => {
    const left = fn % 2 === 1 || fn === sn;
    if (left) {
      while (fn % 2 === 0 && fn !== 0) {
        fn = Math.floor(fn / 2);
        sn = Math.floor(sn / 2);
      }
    }
    fn = Math.floor(fn / 2);
    sn = Math.floor(sn / 2);
    return left ? 'left' : 'right';
  });
};

/** A proof and its check as a screen shows them. */
const viewOf = (proof: RecordProof, verdict: ProofVerdict): ProofView => {
  const sides = sidesOf(proof.index, verdict.size, proof.path.length);
  const { root } = parseCheckpoint(parseNote(proof.checkpoint).text);
  return {
    failed: verdict.failed ?? null,
    stream: proof.stream,
    seq: proof.seq,
    record: proof.record ?? null,
    origin: verdict.origin,
    size: verdict.size,
    index: proof.index,
    root: hex(root),
    leaf: hex(verdict.leaf),
    path: proof.path.map((sibling, at) => ({
      sibling: hex(sibling),
      side: sides[at] ?? 'right',
      node: hex(verdict.nodes[at] ?? new Uint8Array(0)),
    })),
    sealedAt: verdict.sealedAt,
    receivedAt: new Date(verdict.receivedAt).toISOString(),
    source: verdict.source,
    signatures: verdict.signatures.map(({ name, type, valid }) => ({ name, type, valid })),
    content: contentOf(verdict.record),
  };
};

/** Makes and checks proofs of records. */
export const proofUses = (
  { records, logs, foldersOf, sealNow }: Needs,
  witnessKeyLines: () => Promise<readonly string[]>,
) => {
  const keysOf = async () => {
    const lines = [...logs().flatMap(({ keys }) => keys), ...(await witnessKeyLines())];
    return lines.map((line) => parseVerifierKey(sha256, line));
  };
  return {
    prove: async (
      place: { readonly journal: SealStream; readonly seq: number; readonly index: number },
      actor: ActorRef,
    ) => {
      const { journal: stream, seq, index: record } = place;
      const log = logs().find((each) => each.stream === stream);
      if (log !== undefined && log.firstSeq + log.size <= seq && seq <= log.durable) await sealNow(stream);
      const keys = await keysOf();
      const proof = await proveRecord({ ...foldersOf(stream), stream, keys, seq, record });
      await records.transaction(async (tx) => {
        const target = { kind: 'record', id: `${stream}/${seq}/${record}` };
        await tx.audit({ actor, action: 'seal.record-proved', target, outcome: 'done' });
      });
      return { view: viewOf(proof, checkRecord(proof, keys)), file: formatRecordProof(proof) };
    },
    check: async (file: string): Promise<ProofView> => {
      const proof = parseRecordProof(file);
      return viewOf(proof, checkRecord(proof, await keysOf()));
    },
  };
};
