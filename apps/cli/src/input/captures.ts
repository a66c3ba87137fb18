import { canFormatOf, createCanReader, idText, type CanFormat, type CanRecord } from '@chedun/can';
import { isDomainError, type DomainError } from '@chedun/kernel';
import { analyzeCapture } from '@chedun/pcap';
import { createDecoder } from '@chedun/logs';
import { cliError } from '../errors.ts';
import { decoded, type FileRecord } from './file-record.ts';

/** Magic numbers of pcap (microseconds, nanoseconds, either byte order) and of the section header of pcapng. */
const CAPTURES: ReadonlySet<number> = new Set([0xa1b2c3d4, 0xd4c3b2a1, 0xa1b23c4d, 0x4d3cb2a1, 0x0a0d0d0a]);

/** True when the bytes begin as a capture does. */
export const isCapture = (head: Buffer): boolean => head.length >= 4 && CAPTURES.has(head.readUInt32BE(0));

/** Format of a log of a CAN bus; undefined when it is none. */
export const canLogOf = (head: Buffer): CanFormat | undefined => {
  // JSON lines about CAN frames are events like others.
  if (/^\s*[{[]/.test(head.toString('latin1', 0, 64))) return undefined;
  try {
    return canFormatOf(head);
  } catch (error) {
    if (isDomainError(error, 'can.unknown_format')) return undefined;
    throw error;
  }
};

/** Flows and messages of a capture, each as a line in the form of Suricata's EVE. */
export const captureLines = (
  file: string,
  bytes: Buffer,
): { readonly lines: string[]; readonly fault?: DomainError } => {
  const lines: string[] = [];
  const { fault } = analyzeCapture(bytes, {}, (record) => lines.push(JSON.stringify(record)));
  if (fault === undefined) return { lines };
  const { offset, reason } = fault;
  return { lines, fault: cliError('cli.content-invalid', { file, offset, reason }) };
};

/** What a capture shows, as the server would read it; damage ends it with its place. */
export function* captureRecords(file: string, bytes: Buffer): Generator<FileRecord> {
  const { lines, fault } = captureLines(file, bytes);
  const decoder = createDecoder('suricata-eve');
  for (const line of lines) {
    const record = decoded(decoder, line);
    if (record?.kind === 'event') yield { ...record, format: 'capture' };
  }
  if (fault) yield { kind: 'refused', error: fault };
}

const canRecord = (file: string, format: CanFormat, record: CanRecord): FileRecord => {
  if (record.kind === 'fault') {
    const { reason, line, offset } = record;
    const place = { ...(line === undefined ? {} : { line }), ...(offset === undefined ? {} : { offset }) };
    return { kind: 'refused', error: cliError('cli.content-invalid', { file, reason, ...place }) };
  }
  const { frame } = record;
  const id = idText(frame.id, frame.extended);
  const data = Buffer.from(frame.data).toString('hex');
  const fields = { 'can.id': id, 'can.channel': frame.channel, 'can.kind': frame.kind, 'can.data': data };
  const logsource = { product: 'vehicle', category: 'can' };
  // Logs that count from the start of the recording carry no time of day.
  const time = frame.time > 1e9 ? frame.time * 1000 : undefined;
  return { kind: 'event', format: `can ${format}`, fields, logsource, time, code: id, message: `${id}#${data}` };
};

/** Frames of a log of a CAN bus. */
export async function* canRecords(
  file: string,
  format: CanFormat,
  chunks: AsyncIterable<Buffer>,
): AsyncGenerator<FileRecord> {
  const reader = createCanReader(format);
  for await (const chunk of chunks) for (const record of reader.push(chunk)) yield canRecord(file, format, record);
  for (const record of reader.end()) yield canRecord(file, format, record);
}
