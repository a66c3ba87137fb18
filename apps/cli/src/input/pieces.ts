import { createFramer } from '@chedun/gbt32960';
import { cliError } from '../errors.ts';
import { joined } from './bytes.ts';
import { captureLines } from './captures.ts';
import { bytesOfHex, readDocument } from './document.ts';
import type { Input } from './shape.ts';

/** Uploads are about this large, and never larger than twice this. */
const PIECE_BYTES = 8 * 1024 * 1024;

/** Bytes of a file that make sense alone. */
export interface Piece {
  readonly bytes: Buffer;
  /** Where it starts in the unpacked file. */
  readonly offset: number;
}

const LF = 0x0a;
const EVTX_HEADER = 4096;
const EVTX_CHUNK = 65_536;

/** Pieces that end at line ends. A line longer than a piece is cut: the server refuses it anyway, and says so. */
async function* linePieces(chunks: AsyncIterable<Buffer>): AsyncGenerator<Piece> {
  let held: Buffer[] = [];
  let size = 0;
  let offset = 0;
  for await (const chunk of chunks) {
    held.push(chunk);
    size += chunk.length;
    if (size < PIECE_BYTES) continue;
    const bytes = Buffer.concat(held);
    const end = bytes.lastIndexOf(LF) + 1 || bytes.length;
    yield { bytes: bytes.subarray(0, end), offset };
    offset += end;
    held = [bytes.subarray(end)];
    size = bytes.length - end;
  }
  if (size > 0) yield { bytes: Buffer.concat(held), offset };
}

/** Column names stand in the first lines of a Zeek file; every piece needs them. */
async function* zeekPieces(chunks: AsyncIterable<Buffer>): AsyncGenerator<Piece> {
  let header: Buffer | undefined;
  for await (const { bytes, offset } of linePieces(chunks)) {
    yield { bytes: header === undefined ? bytes : Buffer.concat([header, bytes]), offset };
    header ??= Buffer.from(bytes.toString('latin1').match(/^(?:#[^\n]*\n)+/)?.[0] ?? '', 'latin1');
  }
}

/** Chunks of a Windows event log stand alone; with the file header each group is a file again. */
function* evtxPieces(bytes: Buffer): Generator<Piece> {
  if (!bytes.toString('latin1', 0, 8).startsWith('ElfFile')) return yield { bytes, offset: 0 };
  const header = bytes.subarray(0, EVTX_HEADER);
  const step = PIECE_BYTES - (PIECE_BYTES % EVTX_CHUNK);
  for (let offset = EVTX_HEADER; offset === EVTX_HEADER || offset < bytes.length; offset += step)
    yield { bytes: Buffer.concat([header, bytes.subarray(offset, offset + step)]), offset };
  return undefined;
}

async function* framePieces(chunks: AsyncIterable<Buffer>): AsyncGenerator<Piece> {
  const framer = createFramer();
  let held: Uint8Array[] = [];
  let size = 0;
  let offset = 0;
  const take = (pieces: ReturnType<typeof framer.push>): void => {
    for (const { bytes } of pieces) {
      held.push(new Uint8Array(bytes));
      size += bytes.length;
    }
  };
  for await (const chunk of chunks) {
    take(framer.push(chunk));
    if (size < PIECE_BYTES) continue;
    yield { bytes: Buffer.concat(held), offset };
    offset += size;
    held = [];
    size = 0;
  }
  take(framer.end());
  if (size > 0) yield { bytes: Buffer.concat(held), offset };
}

async function* slices(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) yield bytes.subarray(at, at + PIECE_BYTES);
}

async function* documentPieces(input: Input): AsyncGenerator<Piece> {
  const content = await readDocument(input);
  if (content.kind === 'frames') return yield* framePieces(slices(content.bytes));
  return yield* linePieces(slices(Buffer.from(`${content.lines.join('\n')}\n`)));
}

/** OTLP and syslog with octet counting cannot be cut at line ends. */
async function* wholeOrLines(input: Input): AsyncGenerator<Piece> {
  const bytes = await joined(input.file, input.chunks);
  if (
    input.shape.format === 'otlp' &&
    bytes.subarray(0, -1).includes(LF) &&
    isJson(bytes.subarray(0, bytes.indexOf(LF)))
  )
    return yield* requestPieces(bytes);
  return yield { bytes, offset: 0 };
}

const isJson = (bytes: Buffer): boolean => {
  try {
    JSON.parse(bytes.toString('utf8'));
    return true;
  } catch {
    return false;
  }
};

/** One OTLP request a line: each is an upload of its own. */
function* requestPieces(bytes: Buffer): Generator<Piece> {
  for (let offset = 0; offset < bytes.length;) {
    const end = bytes.indexOf(LF, offset);
    const line = bytes.subarray(offset, end < 0 ? bytes.length : end);
    if (line.length > 1) yield { bytes: line, offset };
    offset += line.length + 1;
  }
}

const countsOctets = (head: Buffer): boolean => /^\d{1,9} </.test(head.toString('latin1', 0, 12));

async function* syslogPieces(input: Input): AsyncGenerator<Piece> {
  const chunks = input.chunks[Symbol.asyncIterator]();
  const first = await chunks.next();
  if (first.done === true) return;
  const again = async function* (): AsyncGenerator<Buffer> {
    yield first.value;
    for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) yield next.value;
  };
  yield* countsOctets(first.value) ? wholeOrLines({ ...input, chunks: again() }) : linePieces(again());
}

/** Cuts a file into uploads of at most 16 MiB, each of which the server can read without the others. */
export async function* piecesOf(input: Input): AsyncGenerator<Piece> {
  const { file, shape, chunks } = input;
  switch (shape.kind) {
    case 'evtx':
      return yield* evtxPieces(await joined(file, chunks));
    case 'frames':
      if (shape.text === 'binary') return yield* framePieces(chunks);
      return yield* framePieces(slices(bytesOfHex(file, (await joined(file, chunks)).toString('latin1'))));
    case 'document':
      return yield* documentPieces(input);
    case 'capture': {
      // The server takes what a capture shows, in the form of Suricata's EVE, not its packets.
      const { lines } = captureLines(file, await joined(file, chunks));
      return yield* linePieces(slices(Buffer.from(lines.map((line) => `${line}\n`).join(''))));
    }
    case 'can':
      throw cliError('cli.format-unknown', { file, reason: 'logs of a CAN bus are inspected, not sent' });
    case 'lines':
      if (shape.format === 'zeek-tsv') return yield* zeekPieces(chunks);
      if (shape.format === 'otlp') return yield* wholeOrLines(input);
      if (shape.format === 'syslog') return yield* syslogPieces(input);
      return yield* linePieces(chunks);
  }
}
