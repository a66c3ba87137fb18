import type { FileHandle } from 'node:fs/promises';
import { DETECT_BYTES, detectFormat } from '@chedun/logs';

const BLOCK = 1024 * 1024;
const LF = 0x0a;
const HASH = 0x23;
const NOTHING: Buffer = Buffer.alloc(0);

/** A stretch of a file. */
export interface Piece {
  readonly body: AsyncIterable<Buffer>;
  /** Where the next piece begins; known when the body was read. */
  readonly end: () => number;
}

const readBlock = async (file: FileHandle, at: number): Promise<Buffer> => {
  const block = Buffer.allocUnsafe(BLOCK);
  const { bytesRead } = await file.read(block, 0, BLOCK, at);
  return block.subarray(0, bytesRead);
};

/** Header lines that every piece of a Zeek TSV file has to repeat. */
const headerOf = (head: Buffer): Buffer => {
  let end = 0;
  while (head[end] === HASH) {
    const line = head.indexOf(LF, end);
    if (line < 0) break;
    end = line + 1;
  }
  return head.subarray(0, end);
};

/** Bytes from `from` on, until `soft` bytes came and a line ends; a block without a line end is part of an over-long line anyway. */
const pieceAt = (file: FileHandle, from: number, soft: number, header: Buffer): Piece => {
  let at = from;
  const read = async function* (): AsyncGenerator<Buffer> {
    if (header.length > 0) yield header;
    for (;;) {
      const block = await readBlock(file, at);
      if (block.length === 0) return;
      const last = at + block.length - from >= soft;
      const end = (last ? block.lastIndexOf(LF) + 1 : 0) || block.length;
      at += end;
      yield block.subarray(0, end);
      if (last) return;
    }
  };
  return { body: read(), end: () => at };
};

/**
 * Cuts a file into pieces of at most `pieceBytes` that end at a line end, beginning at `from`, so that log files of any
 * size can be taken. A file that is one document (EVTX, OTLP) is one piece.
 */
export async function* piecesOf(file: FileHandle, pieceBytes: number, from: number): AsyncGenerator<Piece> {
  const head = await readBlock(file, 0);
  const format = detectFormat(head.subarray(0, DETECT_BYTES));
  const soft = format === 'evtx' || format === 'otlp' ? Number.MAX_SAFE_INTEGER : Math.max(1, pieceBytes - 2 * BLOCK);
  const header = format === 'zeek-tsv' ? headerOf(head) : NOTHING;
  const { size } = await file.stat();
  for (let at = from; at < size;) {
    const piece = pieceAt(file, at, soft, at === 0 ? NOTHING : header);
    yield piece;
    if (piece.end() <= at) return;
    at = piece.end();
  }
}
