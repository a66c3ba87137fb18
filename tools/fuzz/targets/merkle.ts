import { createHash } from 'node:crypto';
import {
  formatCheckpoint,
  formatNote,
  formatRecordProof,
  formatVerifierKey,
  formatWitnessRequest,
  MERKLE_ERRORS,
  parseCheckpoint,
  parseNote,
  parseRecordProof,
  parseTilePath,
  parseVerifierKey,
  parseWitnessRequest,
  tilePath,
  type Hash,
} from '@chedun/merkle';
import { bytesOf, must, textOf, wordsOf } from '../target.ts';
import type { Target } from '../target.ts';

const sha256: Hash = (bytes) => createHash('sha256').update(bytes).digest();
const hash = new Uint8Array(32).fill(7);
const checkpoint = formatCheckpoint({ origin: 'chedun/network/ab', size: 70_000, root: hash, extensions: ['time x'] });
const note = formatNote({
  text: checkpoint,
  signatures: [{ name: 'chedun/network/ab', keyId: hash.subarray(0, 4), signature: new Uint8Array(64) }],
});
const proof = formatRecordProof({
  stream: 'network',
  seq: 1,
  record: 0,
  header: hash,
  payload: hash,
  payloadHash: hash,
  index: 0,
  path: [hash],
  checkpoint: note,
});
const keys = [
  formatVerifierKey(sha256, { name: 'a', type: 'ed25519', key: hash }),
  formatVerifierKey(sha256, { name: 'a', type: 'sm2-sm3', key: new Uint8Array(65).fill(4) }),
];

const common = {
  keep: 'libs/merkle/testing/fuzz',
  codes: Object.keys(MERKLE_ERRORS),
  words: wordsOf('— + / = \\n\\n 0 -1 9007199254740993 old 1 .p/ x001 tile/0/ AAAA "path":[] null 1e99'),
};

/** Readers of notes, checkpoints, keys, witness requests, proofs and tile paths. */
export const targets: readonly Target[] = [
  {
    ...common,
    name: 'merkle-note',
    seeds: [bytesOf(note)],
    run: (bytes) => {
      const text = textOf(bytes);
      must(formatNote(parseNote(text)) === text, 'a note is written as it was read');
    },
  },
  {
    ...common,
    name: 'merkle-checkpoint',
    seeds: [bytesOf(checkpoint)],
    run: (bytes) => {
      const text = textOf(bytes);
      must(formatCheckpoint(parseCheckpoint(text)) === text, 'a checkpoint is written as it was read');
    },
  },
  {
    ...common,
    name: 'merkle-key',
    seeds: keys.map(bytesOf),
    run: (bytes) => {
      const text = textOf(bytes);
      must(formatVerifierKey(sha256, parseVerifierKey(sha256, text)) === text, 'a key is written as it was read');
    },
  },
  {
    ...common,
    name: 'merkle-witness',
    seeds: [bytesOf(formatWitnessRequest({ old: 3, proof: [hash], note }))],
    run: (bytes) => {
      const text = textOf(bytes);
      must(formatWitnessRequest(parseWitnessRequest(text)) === text, 'a request is written as it was read');
    },
  },
  {
    ...common,
    name: 'merkle-proof',
    seeds: [bytesOf(proof)],
    run: (bytes) => {
      const read = parseRecordProof(textOf(bytes));
      must(formatRecordProof(parseRecordProof(formatRecordProof(read))) === formatRecordProof(read), 'a proof stays');
    },
  },
  {
    ...common,
    name: 'merkle-tile-path',
    seeds: ['tile/0/x001/x234/067', 'tile/2/000.p/17'].map(bytesOf),
    run: (bytes) => {
      const text = textOf(bytes);
      const tile = parseTilePath(text);
      must(tile === undefined || tilePath(tile) === text, 'a path is written as it was read');
    },
  },
];
