import { createFramer, decodeFrame, toEvents, type StreamPiece } from '@chedun/gbt32960';
import { DomainError, isDomainError, type Clock } from '@chedun/kernel';
import {
  createDecoder,
  createLineSplitter,
  createSyslogSplitter,
  DEFAULT_LIMITS,
  evtxJsonLine,
  readEvtx,
  splitOtlpRequest,
  type Decoder,
  type RecordSink,
} from '@chedun/logs';
import { cliError } from '../errors.ts';
import { joined } from './bytes.ts';
import { canRecords, captureRecords } from './captures.ts';
import { bytesOfHex, readDocument } from './document.ts';
import { decoded, type FileRecord } from './file-record.ts';
import type { Input } from './shape.ts';

type Place = { readonly line: number; readonly offset: number } | { readonly offset: number };

const refused = (file: string, place: Place, error: unknown): FileRecord => {
  if (!isDomainError(error)) throw error;
  return { kind: 'refused', error: new DomainError(error.code, { ...error.detail, file, ...place }, error) };
};

const LF = 0x0a;

const lineFeeds = (bytes: Uint8Array, end: number): number => {
  let count = 0;
  for (let at = bytes.indexOf(LF); at >= 0 && at < end; at = bytes.indexOf(LF, at + 1)) count += 1;
  return count;
};

/** Line numbers of offsets in the chunk at hand; a line that began in an earlier chunk is the open one. */
const lineCounter = () => {
  let chunk: Uint8Array = new Uint8Array(0);
  let start = 0;
  let before = 0;
  return {
    enter: (next: Uint8Array): void => {
      start += chunk.length;
      before += lineFeeds(chunk, chunk.length);
      chunk = next;
    },
    lineAt: (offset: number): number => before + 1 + lineFeeds(chunk, Math.max(0, offset - start)),
  };
};

async function* lineRecords({ file, chunks }: Input, decoder: Decoder): AsyncGenerator<FileRecord> {
  let found: FileRecord[] = [];
  const lines = lineCounter();
  const placeAt = (offset: number): Place => ({ line: lines.lineAt(offset), offset });
  const sink: RecordSink = {
    record: (bytes, offset) => {
      try {
        const record = decoded(decoder, bytes);
        if (record) found.push(record);
      } catch (error) {
        found.push(refused(file, placeAt(offset), error));
      }
    },
    oversized: (_head, offset, length) => {
      const reason = `${length} bytes, ${DEFAULT_LIMITS.maxLineBytes} are the limit`;
      found.push(refused(file, placeAt(offset), new DomainError('logs.too_long', { reason })));
    },
  };
  const make = decoder.format === 'syslog' ? createSyslogSplitter : createLineSplitter;
  const splitter = make(sink, { maxLineBytes: DEFAULT_LIMITS.maxLineBytes });
  for await (const chunk of chunks) {
    lines.enter(chunk);
    splitter.push(chunk);
    yield* found;
    found = [];
  }
  splitter.end();
  yield* found;
}

function* evtxRecords(file: string, bytes: Buffer): Generator<FileRecord> {
  const decoder = createDecoder('evtx');
  for (const record of readEvtx(bytes)) {
    if (record.kind === 'damage') {
      yield refused(file, { offset: record.offset }, record.error);
      continue;
    }
    try {
      const event = decoded(decoder, evtxJsonLine(record));
      if (event) yield event;
    } catch (error) {
      yield refused(file, { offset: record.offset }, error);
    }
  }
}

const frameRecord = (file: string, piece: StreamPiece, offset: number, received: number): FileRecord => {
  if (piece.kind === 'garbage') {
    const reason = `${piece.bytes.length} bytes belong to no frame`;
    return { kind: 'refused', error: cliError('cli.content-invalid', { file, offset, reason }) };
  }
  try {
    const [event] = toEvents(decodeFrame(piece.bytes), { received, srcIp: '', srcPort: 0, skippedBefore: 0 });
    const fields = event?.fields ?? {};
    const code = `${String(fields['cmd'])}/${String(fields['status'])}`;
    const logsource = { product: 'vehicle', category: 'gbt32960' };
    return { kind: 'event', format: 'gbt32960', fields, logsource, time: event?.time, code, message: code };
  } catch (error) {
    return refused(file, { offset }, error);
  }
};

async function* frameRecords(file: string, chunks: AsyncIterable<Buffer>, clock: Clock): AsyncGenerator<FileRecord> {
  const framer = createFramer();
  let offset = 0;
  const take = function* (pieces: readonly StreamPiece[]): Generator<FileRecord> {
    for (const piece of pieces) {
      yield frameRecord(file, piece, offset, clock.now());
      offset += piece.bytes.length;
    }
  };
  for await (const chunk of chunks) yield* take(framer.push(chunk));
  yield* take(framer.end());
}

const isWholeRequest = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

/** OTLP comes as one request, or as one request a line. */
async function* otlpRecords({ file, chunks }: Input): AsyncGenerator<FileRecord> {
  const text = (await joined(file, chunks)).toString('utf8');
  const decoder = createDecoder('otlp');
  let offset = 0;
  for (const request of isWholeRequest(text) ? [text] : text.split('\n')) {
    const place = { offset };
    offset += Buffer.byteLength(request) + 1;
    if (request.trim() === '') continue;
    try {
      for (const line of splitOtlpRequest(request)) {
        const record = decoded(decoder, line);
        if (record) yield record;
      }
    } catch (error) {
      yield refused(file, place, error);
    }
  }
}

async function* once(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}

async function* documentRecords(input: Input, clock: Clock): AsyncGenerator<FileRecord> {
  const content = await readDocument(input);
  if (content.kind === 'frames') return yield* frameRecords(input.file, once(content.bytes), clock);
  const chunks = once(Buffer.from(content.lines.join('\n')));
  return yield* lineRecords({ ...input, chunks }, createDecoder('ndjson'));
}

/** Records of a file in their order; a bad one is told with its place and the rest is read. */
export async function* recordsOf(input: Input, clock: Clock): AsyncGenerator<FileRecord> {
  const { file, shape, chunks } = input;
  switch (shape.kind) {
    case 'evtx':
      return yield* evtxRecords(file, await joined(file, chunks));
    case 'frames': {
      const bytes =
        shape.text === 'binary' ? chunks : once(bytesOfHex(file, (await joined(file, chunks)).toString('latin1')));
      return yield* frameRecords(file, bytes, clock);
    }
    case 'document':
      return yield* documentRecords(input, clock);
    case 'capture':
      return yield* captureRecords(file, await joined(file, chunks));
    case 'can':
      return yield* canRecords(file, shape.can, chunks);
    case 'lines':
      if (shape.format === 'otlp') return yield* otlpRecords(input);
      return yield* lineRecords(input, createDecoder(shape.format, { now: clock.now }));
  }
}
