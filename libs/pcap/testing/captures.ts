import { analyzeCapture } from '../src/eve/analyze.ts';
import type { AnalyzeOptions } from '../src/eve/options.ts';
import type { EveRecord } from '../src/eve/record.ts';
import { join } from './bytes.ts';

/** Second of the first frame of built captures. */
export const START = 1_700_000_000;

const word = (value: number, little: boolean): Uint8Array => {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value, little);
  return bytes;
};

/** Form of a built capture. */
export interface Form {
  readonly little?: boolean;
  readonly nano?: boolean;
  readonly linkType?: number;
  /** Microseconds between frames. */
  readonly step?: number;
}

/** A classic capture of frames, a millisecond apart when not said otherwise. */
export const pcapOf = (frames: readonly Uint8Array[], form: Form = {}): Uint8Array => {
  const { little = true, nano = false, linkType = 1, step = 1000 } = form;
  const w = (value: number): Uint8Array => word(value, little);
  const head = join(
    w(nano ? 0xa1b23c4d : 0xa1b2c3d4),
    w(little ? 0x0004_0002 : 0x0002_0004),
    w(0),
    w(0),
    w(65_535),
    w(linkType),
  );
  const records = frames.map((bytes, index) => {
    const micros = index * step;
    const fraction = (micros % 1_000_000) * (nano ? 1000 : 1);
    return join(w(START + Math.floor(micros / 1_000_000)), w(fraction), w(bytes.length), w(bytes.length), bytes);
  });
  return join(head, ...records);
};

/** A block of pcapng. */
export const blockOf = (type: number, body: Uint8Array, little = true): Uint8Array => {
  const padded = join(body, new Uint8Array((4 - (body.length % 4)) % 4));
  const size = word(padded.length + 12, little);
  return join(word(type, little), size, padded, size);
};

/** Body of a section header. */
export const sectionBody = (little = true): Uint8Array =>
  join(
    word(0x1a2b3c4d, little),
    word(little ? 1 : 0x0001_0000, little),
    word(0xffff_ffff, little),
    word(0xffff_ffff, little),
  );

/** Records of frames, as the analyzer gives them. */
export const recordsOf = (
  frames: readonly Uint8Array[],
  options: AnalyzeOptions = {},
  form: Form = {},
): EveRecord[] => {
  const records: EveRecord[] = [];
  analyzeCapture(pcapOf(frames, form), options, (record) => void records.push(record));
  return records;
};

/** The bodies of records of one type. */
export const bodiesOf = (records: readonly EveRecord[], type: string): unknown[] =>
  records.filter((record) => record.event_type === type).map((record) => record[type]);

/** Names of the protocol anomalies among records. */
export const anomaliesOf = (records: readonly EveRecord[]): unknown[] =>
  bodiesOf(records, 'anomaly').map((body) =>
    typeof body === 'object' && body !== null && 'event' in body ? body.event : undefined,
  );
