import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { parseFrame } from '@chedun/journal';

const SEGMENT_HEADER = 128;
const COVERED = 8;
const SEQ_AT = 8;
const LENGTH_AT = 28;

/** A segment taken apart: its header and the bytes of each frame. */
export interface Parts {
  readonly header: Buffer;
  readonly frames: Buffer[];
}

/** Segment files of a folder in order. */
export const segmentsOf = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.seg'))
    .toSorted()
    .map((name) => join(folder, name));

/** Takes a segment apart. */
export const readParts = (path: string): Parts => {
  const bytes = readFileSync(path);
  const frames: Buffer[] = [];
  for (let at = SEGMENT_HEADER; at < bytes.length;) {
    const parsed = parseFrame(bytes, at, bytes.length);
    if (parsed.kind !== 'frame') throw new Error(`${path} is damaged before the attack`);
    frames.push(Buffer.from(parsed.frame.raw));
    at = parsed.end;
  }
  return { header: bytes.subarray(0, SEGMENT_HEADER), frames };
};

/** Puts a segment together again. */
export const writeParts = (path: string, { header, frames }: Parts): void =>
  writeFileSync(path, Buffer.concat([header, ...frames]));

/** Makes the CRC of a frame fit its bytes, as somebody who knows the format would. */
export const fixCrc = (frame: Buffer): Buffer => {
  frame.writeUInt32BE(crc32(frame.subarray(COVERED)), 4);
  return frame;
};

/** Number of a frame. */
export const seqOf = (frame: Buffer): number => Number(frame.readBigUInt64BE(SEQ_AT));

/** The frame with another number, CRC fixed. */
export const renumbered = (frame: Buffer, seq: number): Buffer => {
  const copy = Buffer.from(frame);
  copy.writeBigUInt64BE(BigInt(seq), SEQ_AT);
  return fixCrc(copy);
};

/** Where the payload of a frame begins. */
export const payloadAt = (frame: Buffer): number => frame.length - frame.readUInt32BE(LENGTH_AT);

/** The frame with another payload and number of rows, length and CRC fixed. */
export const withPayload = (frame: Buffer, payload: Buffer, rows: number): Buffer => {
  const copy = Buffer.concat([frame.subarray(0, payloadAt(frame)), payload]);
  copy.writeUInt32BE(payload.length, LENGTH_AT);
  copy.writeUInt32BE(rows, 24);
  return fixCrc(copy);
};
