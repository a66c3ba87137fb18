import { cpSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { sm3Leaf, type ProblemKind } from '@chedun/journal/seal';
import {
  fixCrc,
  payloadAt,
  readParts,
  renumbered,
  segmentsOf,
  seqOf,
  withPayload,
  writeParts,
  type Parts,
} from './frames.ts';

/** The copy of a log that is attacked. */
interface Target {
  readonly journalFolder: string;
  readonly logFolder: string;
  /** State of both when the log was half as long. */
  readonly earlier: { readonly journalFolder: string; readonly logFolder: string };
  /** Random whole number below `below`. */
  readonly random: (below: number) => number;
}

/** What has to be found: one of these kinds, at this frame where there is one, in this row where it can be told. */
export interface Expectation {
  readonly kinds: readonly ProblemKind[];
  readonly seq?: number;
  readonly row?: number;
  /** The verifier is given a checkpoint that somebody else kept. */
  readonly needsKnown?: true;
}

/** One way of changing a log; answers what has to be found. */
export type Attack = (target: Target) => Expectation;

const pick = <T>(random: Target['random'], all: readonly T[]): T => {
  const one = all[random(all.length)];
  if (one === undefined) throw new Error('nothing to pick from');
  return one;
};

/** Changes one segment; `at` is a frame of it that is neither the first nor the last. */
const inSegment = (
  { journalFolder, random }: Target,
  change: (parts: Parts, at: number, frame: Buffer) => Expectation,
): Expectation => {
  const path = pick(random, segmentsOf(journalFolder));
  const parts = readParts(path);
  const at = 1 + random(parts.frames.length - 3);
  const frame = parts.frames[at];
  if (frame === undefined) throw new Error('no frame');
  const expected = change(parts, at, frame);
  writeParts(path, parts);
  return expected;
};

const LENGTH_BYTES = 4;
const isPacked = (frame: Buffer): boolean => (frame[36] ?? 0) === 2;

const rowsIn = (frame: Buffer): Buffer[] => {
  const payload = frame.subarray(payloadAt(frame));
  const bytes = isPacked(frame) ? zstdDecompressSync(payload) : payload;
  const rows: Buffer[] = [];
  for (let at = 0; at < bytes.length;) {
    const end = at + LENGTH_BYTES + bytes.readUInt32BE(at);
    rows.push(bytes.subarray(at, end));
    at = end;
  }
  return rows;
};

/** Replaces the rows of a frame and makes everything else fit. */
const repacked = (frame: Buffer, rows: readonly Buffer[]): Buffer => {
  const bytes = Buffer.concat(rows);
  return withPayload(frame, isPacked(frame) ? zstdCompressSync(bytes) : bytes, rows.length);
};

const changeRows = (target: Target, change: (rows: Buffer[]) => void): Expectation =>
  inSegment(target, (parts, at, frame) => {
    const rows = rowsIn(frame);
    change(rows);
    parts.frames[at] = repacked(frame, rows);
    return { kinds: ['frame-altered'], seq: seqOf(frame) };
  });

const flip = (bytes: Buffer, at: number, random: Target['random']): void => {
  bytes[at] = (bytes[at] ?? 0) ^ (1 + random(255));
};

const payloadByte: Attack = (target) =>
  inSegment(target, (_, __, frame) => {
    const from = payloadAt(frame);
    const at = target.random(frame.length - from);
    const seq = seqOf(frame);
    const row = isPacked(frame) ? undefined : rowAt(frame, at);
    flip(frame, from + at, target.random);
    return { kinds: ['frame-altered'], seq, ...(row === undefined ? {} : { row }) };
  });

/** Row that holds a byte of the payload; undefined for the length before a row. */
const rowAt = (frame: Buffer, at: number): number | undefined => {
  let end = 0;
  const row = rowsIn(frame).findIndex((bytes) => {
    const within = at >= end + LENGTH_BYTES && at < end + bytes.length;
    end += bytes.length;
    return within;
  });
  return row < 0 ? undefined : row;
};

const headerByte: Attack = (target) =>
  inSegment(target, (_, __, frame) => {
    const seq = seqOf(frame);
    flip(frame, target.random(payloadAt(frame)), target.random);
    return { kinds: ['frame-altered'], seq };
  });

const carefulByte: Attack = (target) =>
  inSegment(target, (_, __, frame) => {
    const from = payloadAt(frame);
    flip(frame, from + target.random(frame.length - from), target.random);
    fixCrc(frame);
    return { kinds: ['frame-altered'], seq: seqOf(frame) };
  });

const deleteFrame: Attack = (target) =>
  inSegment(target, (parts, at, frame) => {
    parts.frames.splice(at, 1);
    return { kinds: ['frame-missing'], seq: seqOf(frame) };
  });

const renumberFrom = (parts: Parts, at: number, by: number): void => {
  for (let each = at; each < parts.frames.length; each += 1) {
    const frame = parts.frames[each];
    if (frame !== undefined) parts.frames[each] = renumbered(frame, seqOf(frame) + by);
  }
};

const deleteCarefully: Attack = (target) =>
  inSegment(target, (parts, at, frame) => {
    parts.frames.splice(at, 1);
    renumberFrom(parts, at, -1);
    return { kinds: ['frame-missing'], seq: seqOf(frame) };
  });

const foreign = (frame: Buffer, random: Target['random']): Buffer => {
  const rows = rowsIn(frame);
  const row = Buffer.from(pick(random, rows));
  flip(row, LENGTH_BYTES + random(row.length - LENGTH_BYTES), random);
  return repacked(frame, [row, ...rows.slice(1)]);
};

const insertFrame: Attack = (target) =>
  inSegment(target, (parts, at, frame) => {
    parts.frames.splice(at + 1, 0, foreign(frame, target.random));
    return { kinds: ['frame-inserted'], seq: seqOf(frame) };
  });

const insertCarefully: Attack = (target) =>
  inSegment(target, (parts, at, frame) => {
    parts.frames.splice(at, 0, foreign(frame, target.random));
    renumberFrom(parts, at + 1, 1);
    return { kinds: ['frame-inserted'], seq: seqOf(frame) };
  });

const insertGarbage: Attack = (target) =>
  inSegment(target, (parts, at, frame) => {
    parts.frames.splice(at, 0, Buffer.alloc(1 + target.random(300), 0x5a));
    return { kinds: ['frame-inserted'], seq: seqOf(frame) };
  });

const repeatFrame: Attack = (target) =>
  inSegment(target, (parts, at, frame) => {
    parts.frames.splice(at + 1, 0, Buffer.from(frame));
    return { kinds: ['frame-inserted'], seq: seqOf(frame) };
  });

const swap = (parts: Parts, at: number): void => {
  const [first, second] = parts.frames.slice(at, at + 2);
  if (first !== undefined && second !== undefined) parts.frames.splice(at, 2, second, first);
};

const reorder: Attack = (target) =>
  inSegment(target, (parts, at, frame) => {
    swap(parts, at);
    return { kinds: ['frame-moved'], seq: seqOf(frame) };
  });

const reorderCarefully: Attack = (target) =>
  inSegment(target, (parts, at, frame) => {
    const seq = seqOf(frame);
    swap(parts, at);
    for (const each of [0, 1]) {
      const moved = parts.frames[at + each];
      if (moved !== undefined) parts.frames[at + each] = renumbered(moved, seq + each);
    }
    return { kinds: ['frame-moved'], seq };
  });

const cutTail: Attack = ({ journalFolder, random }) => {
  const path = segmentsOf(journalFolder).at(-1) ?? '';
  const parts = readParts(path);
  const cut = parts.frames.splice(Math.max(1, parts.frames.length - 1 - random(10)));
  writeParts(path, parts);
  return { kinds: ['frame-missing'], seq: seqOf(cut[0] ?? Buffer.alloc(16)) };
};

const cutBytes: Attack = ({ journalFolder, random }) => {
  const path = segmentsOf(journalFolder).at(-1) ?? '';
  const { frames } = readParts(path);
  const last = frames.at(-1) ?? Buffer.alloc(16);
  truncateSync(path, readFileSync(path).length - 1 - random(last.length - 1));
  return { kinds: ['frame-missing', 'frame-altered'], seq: seqOf(last) };
};

const dropSegment =
  (which: (random: Target['random'], paths: readonly string[]) => string): Attack =>
  ({ journalFolder, random }) => {
    const path = which(random, segmentsOf(journalFolder));
    const seq = seqOf(readParts(path).frames[0] ?? Buffer.alloc(16));
    rmSync(path);
    return { kinds: ['frame-missing'], seq };
  };

const swapSegments: Attack = ({ journalFolder, random }) => {
  const paths = segmentsOf(journalFolder);
  const at = random(paths.length - 1);
  const [first = '', second = ''] = paths.slice(at, at + 2);
  const [one, other] = [readFileSync(first), readFileSync(second)];
  writeFileSync(first, other);
  writeFileSync(second, one);
  return { kinds: ['segment-altered'], seq: Number(other.readBigUInt64BE(24)) - readParts(second).frames.length };
};

const tileFiles = (folder: string): string[] =>
  readdirSync(join(folder, 'tile'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

const changeTile: Attack = ({ logFolder, random }) => {
  const path = pick(random, tileFiles(logFolder));
  const bytes = readFileSync(path);
  flip(bytes, random(bytes.length), random);
  writeFileSync(path, bytes);
  return { kinds: ['tile-altered'] };
};

/** A careful byte, and the hash of the frame in the tiles made to fit. */
const byteAndTile: Attack = (target) => {
  const { journalFolder, logFolder, random } = target;
  const path = pick(random, segmentsOf(journalFolder));
  const parts = readParts(path);
  const frame = parts.frames[1 + random(parts.frames.length - 2)] ?? Buffer.alloc(0);
  const from = payloadAt(frame);
  flip(frame, from + random(frame.length - from), random);
  fixCrc(frame);
  writeParts(path, parts);
  const seq = seqOf(frame);
  const leaf = sm3Leaf(frame.subarray(8, from), frame.subarray(from));
  const tile = tileFiles(logFolder).find((file) => file.includes(`tile/0/${String((seq - 1) >> 8).padStart(3, '0')}`));
  const bytes = readFileSync(tile ?? '');
  bytes.set(leaf, ((seq - 1) & 255) * leaf.length);
  writeFileSync(tile ?? '', bytes);
  return { kinds: ['range-altered', 'tile-altered'], seq };
};

const dropTile: Attack = ({ logFolder, random }) => {
  rmSync(pick(random, tileFiles(logFolder)));
  return { kinds: ['tile-altered'] };
};

const changeText =
  (file: string): Attack =>
  ({ logFolder, random }) => {
    const path = join(logFolder, file);
    const text = readFileSync(path, 'utf8');
    const digits = [...text.matchAll(/[0-9]/g)].map(({ index }) => index);
    const at = pick(random, digits);
    const digit = (Number(text[at]) + 1 + random(8)) % 10;
    writeFileSync(path, `${text.slice(0, at)}${digit}${text.slice(at + 1)}`);
    return { kinds: ['checkpoint-altered', 'rolled-back'] };
  };

const unsign: Attack = ({ logFolder }) => {
  const path = join(logFolder, 'checkpoint');
  const [text = ''] = readFileSync(path, 'utf8').split('\n\n');
  writeFileSync(path, `${text}\n\n— chedun/other AAAAAAAA\n`);
  return { kinds: ['checkpoint-altered'] };
};

const rollBack: Attack = ({ journalFolder, logFolder, earlier }) => {
  for (const [to, from] of [
    [journalFolder, earlier.journalFolder],
    [logFolder, earlier.logFolder],
  ] as const) {
    rmSync(to, { recursive: true });
    cpSync(from, to, { recursive: true });
  }
  return { kinds: ['rolled-back'], needsKnown: true };
};

const rollBackLog: Attack = ({ logFolder, earlier }) => {
  cpSync(join(earlier.logFolder, 'checkpoint'), join(logFolder, 'checkpoint'));
  return { kinds: ['rolled-back'] };
};

/** Every way, with its name. */
export const ATTACKS: Readonly<Record<string, Attack>> = {
  'a byte of a payload': payloadByte,
  'a byte of a frame header': headerByte,
  'a byte of a payload, CRC fixed': carefulByte,
  'a row altered, frame packed again': (target) =>
    changeRows(target, (rows) => {
      const row = rows[target.random(rows.length)];
      if (row !== undefined) flip(row, LENGTH_BYTES + target.random(row.length - LENGTH_BYTES), target.random);
    }),
  'a row deleted, frame packed again': (target) =>
    changeRows(target, (rows) => void rows.splice(target.random(rows.length), 1)),
  'a row inserted, frame packed again': (target) =>
    changeRows(target, (rows) => {
      const at = target.random(rows.length);
      rows.splice(at, 0, Buffer.from(rows[at] ?? Buffer.alloc(4)));
    }),
  'two rows re-ordered, frame packed again': (target) =>
    changeRows(target, (rows) => void rows.push(...rows.splice(0, 1))),
  'a frame deleted': deleteFrame,
  'a frame deleted, the rest renumbered': deleteCarefully,
  'a frame inserted': insertFrame,
  'a frame inserted, the rest renumbered': insertCarefully,
  'bytes inserted': insertGarbage,
  'a frame repeated': repeatFrame,
  'two frames re-ordered': reorder,
  'two frames re-ordered and renumbered': reorderCarefully,
  'the last frames cut off': cutTail,
  'the last bytes cut off': cutBytes,
  'the oldest segment deleted': dropSegment((_, paths) => paths[0] ?? ''),
  'a segment deleted': dropSegment((random, paths) => pick(random, paths)),
  'two segments swapped': swapSegments,
  'a hash of a tile': changeTile,
  'a tile deleted': dropTile,
  'a byte of a payload and its hash in the tiles': byteAndTile,
  'a digit of the newest checkpoint': changeText('checkpoint'),
  'a digit in the book of checkpoints': changeText('checkpoints/2026-11-23'),
  'a checkpoint signed by somebody else': unsign,
  'the checkpoint of an earlier day put back': rollBackLog,
  'everything rolled back': rollBack,
};
