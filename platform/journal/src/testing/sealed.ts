import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { zstdCompressSync } from 'node:zlib';
import { fixedClock } from '@chedun/kernel';
import { ed25519RawOf } from '@chedun/keys';
import { formatCheckpoint, formatNote, keyIdOf, type VerifierKey } from '@chedun/merkle';
import { openJournal } from '../journal.ts';
import type { Journal } from '../journal.ts';
import { LogSealer, publishCheckpoint, sha256 } from '../seal/index.ts';
import type { SealHead } from '../seal/index.ts';

/** A pair that signs checkpoints of one log. */
export interface TestSigner {
  readonly key: VerifierKey;
  readonly note: (head: SealHead, time: string) => string;
}

/** Makes an Ed25519 key for a log of this name. */
export const testSigner = (origin: string, firstSeq = 1): TestSigner => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const raw = ed25519RawOf(publicKey.export({ format: 'der', type: 'spki' })) ?? new Uint8Array(0);
  const key: VerifierKey = { name: origin, type: 'ed25519', key: Uint8Array.from(raw) };
  return {
    key,
    note: ({ size, root, sha256Root }, time) => {
      const beside = Buffer.from(sha256Root).toString('base64');
      const extensions = [`time ${time}`, `sha256 ${beside}`, `first-seq ${firstSeq}`];
      const text = formatCheckpoint({ origin, size, root, extensions });
      const signature = sign(null, Buffer.from(text), privateKey);
      return formatNote({ text, signatures: [{ name: origin, keyId: keyIdOf(sha256, key), signature }] });
    },
  };
};

/** Payload of a frame as ingest writes it: rows with their lengths, compressed or not. */
export const rowsPayload = (rows: readonly string[], packed: 'zstd' | 'plain'): Buffer => {
  const parts = rows.flatMap((row) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(Buffer.byteLength(row));
    return [length, Buffer.from(row)];
  });
  const bytes = Buffer.concat(parts);
  return packed === 'zstd' ? zstdCompressSync(bytes) : bytes;
};

/** Where a test log lies. */
export interface SealedFolder {
  readonly journalFolder: string;
  readonly logFolder: string;
  readonly signer: TestSigner;
}

/** How a test log is made. */
export interface SealedOptions {
  readonly frames: number;
  readonly rows?: number;
  readonly segmentBytes?: number;
  /** Frames between two checkpoints. */
  readonly every?: number;
  /** Called after each checkpoint, with the number of frames that it covers. */
  readonly onCheckpoint?: (size: number) => Promise<void>;
}

const START = Date.parse('2026-11-23T01:00:00.000Z');

const fill = async (journal: Journal, from: number, to: number, rows: number): Promise<void> => {
  const appended: Promise<unknown>[] = [];
  for (let seq = from; seq <= to; seq += 1) {
    const texts = Array.from({ length: rows }, (_, row) =>
      JSON.stringify({ seq, row, host: `gw-${seq % 7}`, text: randomBytes(6).toString('hex') }),
    );
    const packed = seq % 3 === 0 ? 'plain' : 'zstd';
    const flags = packed === 'zstd' ? 2 : 0;
    const payload = rowsPayload(texts, packed);
    const record = { source: `source-${seq % 5}`, format: 'ndjson', count: rows, flags, payload };
    appended.push(journal.append({ ...record, receivedAt: START + seq * 10 }));
    if (seq % 50 === 0) await Promise.all(appended);
  }
  await Promise.all(appended);
};

/** Writes a journal and seals it on the way, checkpoints after every `every` frames and at the end. */
export const sealedLog = async (dir: string, options: SealedOptions): Promise<SealedFolder> => {
  const { frames, rows = 20, segmentBytes = 64 * 1024, every = 100 } = options;
  const journal = await openJournal({
    dir: join(dir, 'journal'),
    stream: 'network',
    clock: fixedClock(START),
    limits: { segmentBytes },
  });
  const journalFolder = join(dir, 'journal', 'network');
  const logFolder = join(dir, 'seal', 'network');
  await mkdir(logFolder, { recursive: true });
  const signer = testSigner(`chedun/network/${journal.id}`);
  let sealer: LogSealer | undefined;
  for (let to = Math.min(every, frames), from = 1; from <= frames; from = to + 1, to = Math.min(to + every, frames)) {
    await fill(journal, from, to, rows);
    sealer ??= await LogSealer.open({ journalFolder, logFolder, firstSeq: 1, last: undefined, durable: to });
    const before = sealer.size;
    await sealer.advance(to, () => Promise.resolve());
    await publishCheckpoint(
      logFolder,
      signer.note(sealer.flush(), new Date(START + to * 10).toISOString()),
      '2026-11-23',
    );
    sealer.dropPartials(before, sealer.size);
    await options.onCheckpoint?.(to);
  }
  await journal.close();
  return { journalFolder, logFolder, signer };
};
