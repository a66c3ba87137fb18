import { createFramer } from '@chedun/gbt32960';
import { createIdsFramer } from '@chedun/idsm';
import { createFramer as createTerminalFramer, createFramer809 } from '@chedun/jtt808';
import { DomainError, isDomainError } from '@chedun/kernel';
import {
  createDecoder,
  createLineSplitter,
  createSyslogSplitter,
  DEFAULT_LIMITS,
  DETECT_BYTES,
  detectFormat,
  evtxJsonLine,
  readEvtx,
  splitOtlpRequest,
  type LogFormat,
  type RecordSink,
  type Splitter,
} from '@chedun/logs';
import type { Memory } from '../domain/records.ts';
import { collectFrames, FRAME_BOUNDS, REFUSED_FORMAT, type FrameCollector, type ReadyFrame } from './frames.ts';
import { refusalRecord, tooLong, type Refusal } from './refusals.ts';

/** A batch that was cut into frames. */
export interface SplitBatch {
  readonly format: LogFormat;
  readonly frames: readonly ReadyFrame[];
  readonly records: number;
  /** Records that go straight to quarantine: over-long lines, damaged places of a file. */
  readonly refused: number;
}

interface Batch {
  readonly format: LogFormat;
  readonly records: FrameCollector;
  readonly refusals: FrameCollector;
}

const refuse = (batch: Batch, refusal: Refusal): void => batch.refusals.add(refusalRecord(refusal));

const sinkOf = (batch: Batch, onRecord: (bytes: Uint8Array) => void): RecordSink => ({
  record: onRecord,
  oversized: (head, offset, length) => refuse(batch, tooLong(head, offset, length, DEFAULT_LIMITS.maxLineBytes)),
});

/** Zeek TSV names its columns in header lines; each frame has to repeat them to be readable alone. */
const zeekRecord = (batch: Batch): ((bytes: Uint8Array) => void) => {
  const decoder = createDecoder('zeek-tsv');
  return (bytes) => {
    if (bytes[0] !== 0x23) return batch.records.add(bytes);
    try {
      decoder.decode(bytes);
      batch.records.preamble(decoder.preamble());
    } catch (error) {
      if (!isDomainError(error)) throw error;
      batch.records.add(bytes);
    }
  };
};

/** Cuts a stream into pieces that together are all of it. */
interface Framer {
  readonly push: (chunk: Uint8Array) => readonly { readonly bytes: Uint8Array }[];
  readonly end: () => readonly { readonly bytes: Uint8Array }[];
}

/** A recorded stream of messages; bytes between messages are records too. */
const frameSplitter = (batch: Batch, framer: Framer): Splitter => {
  const take = (pieces: ReturnType<Framer['push']>): void => {
    for (const piece of pieces) batch.records.add(piece.bytes);
  };
  return { push: (chunk) => take(framer.push(chunk)), end: () => take(framer.end()) };
};

const splitterOf = (batch: Batch): Splitter => {
  if (batch.format === 'gbt32960') return frameSplitter(batch, createFramer());
  if (batch.format === 'jtt808') return frameSplitter(batch, createTerminalFramer());
  if (batch.format === 'jtt809') return frameSplitter(batch, createFramer809());
  if (batch.format === 'autosar-ids') return frameSplitter(batch, createIdsFramer());
  const onRecord = batch.format === 'zeek-tsv' ? zeekRecord(batch) : (bytes: Uint8Array) => batch.records.add(bytes);
  const limits = { maxLineBytes: DEFAULT_LIMITS.maxLineBytes };
  return batch.format === 'syslog'
    ? createSyslogSplitter(sinkOf(batch, onRecord), limits)
    : createLineSplitter(sinkOf(batch, onRecord), limits);
};

const unreadable = (error: unknown): unknown =>
  isDomainError(error) && error.code.startsWith('logs.')
    ? new DomainError('ingest.body-unreadable', { ...error.detail, reason: error.message }, error)
    : error;

/** Formats that are one document, not a stream of lines. */
const addWhole = (batch: Batch, body: Uint8Array): void => {
  if (batch.format === 'v2x') return batch.records.add(body);
  if (batch.format === 'otlp') {
    for (const line of splitOtlpRequest(Buffer.from(body).toString('utf8'))) batch.records.add(Buffer.from(line));
    return;
  }
  for (const found of readEvtx(body)) {
    if (found.kind === 'event') batch.records.add(Buffer.from(evtxJsonLine(found)));
    else {
      const { code, message } = found.error;
      refuse(batch, { code, reason: message, place: `${found.part} at offset ${found.offset}`, size: 0, head: '' });
    }
  }
};

const isWhole = (format: LogFormat): boolean => format === 'evtx' || format === 'otlp' || format === 'v2x';

/** Takes bytes until the format can be told. */
const detect = async (chunks: AsyncIterator<Uint8Array>): Promise<{ format: LogFormat; head: Uint8Array[] }> => {
  const head: Uint8Array[] = [];
  let size = 0;
  while (size < DETECT_BYTES) {
    const next = await chunks.next();
    if (next.done === true) break;
    head.push(new Uint8Array(next.value));
    size += next.value.length;
  }
  const format = detectFormat(Buffer.concat(head));
  // A source of plain lines that no reader claims is still kept and searched as JSON lines or quarantined one by one.
  return { format: format ?? 'ndjson', head };
};

async function* chain(head: readonly Uint8Array[], rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* head;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
}

/**
 * Cuts a body into frames of records. `auto` tells the format from the first bytes. Throws `ingest.body-unreadable`
 * when the body as a whole cannot be framed; single bad records become refused records instead.
 */
export const splitBody = async (
  body: AsyncIterable<Uint8Array>,
  declared: LogFormat | 'auto',
  memory?: Memory,
): Promise<SplitBatch> => {
  const chunks = body[Symbol.asyncIterator]();
  const { format, head } = declared === 'auto' ? await detect(chunks) : { format: declared, head: [] };
  const batch: Batch = {
    format,
    records: collectFrames(format, FRAME_BOUNDS, memory),
    refusals: collectFrames(REFUSED_FORMAT),
  };
  try {
    if (isWhole(format)) {
      const parts: Uint8Array[] = [];
      for await (const chunk of chain(head, chunks)) parts.push(new Uint8Array(chunk));
      addWhole(batch, Buffer.concat(parts));
    } else {
      const splitter = splitterOf(batch);
      for await (const chunk of chain(head, chunks)) splitter.push(chunk);
      splitter.end();
    }
  } catch (error) {
    throw unreadable(error);
  }
  const frames = [...(await batch.records.finish()), ...(await batch.refusals.finish())];
  return { format, frames, records: batch.records.records(), refused: batch.refusals.records() };
};
