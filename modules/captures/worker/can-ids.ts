import { idKey, idText, type CanFrame } from '@chedun/can';
import type { CanIdRow } from '../contract.ts';

/** Most identifiers that get a row of their own, and intervals of each that are kept for the median. */
const MOST_IDS = 4096;
const MOST_INTERVALS = 1024;
const MOST_BYTES = 64;

interface Draft {
  readonly channel: string;
  readonly id: number;
  readonly extended: boolean;
  readonly intervals: number[];
  readonly lengths: Set<number>;
  readonly histogram: Uint32Array;
  readonly changes: Uint32Array;
  readonly firstS: number;
  last: Uint8Array;
  count: number;
  compared: number;
  lastS: number;
  sum: number;
  squares: number;
  shortest: number;
  longest: number;
  suspicious: number;
}

const round = (value: number, digits: number): number => {
  const scale = 10 ** digits;
  return Math.round(value * scale) / scale;
};

const entropyOf = (histogram: Uint32Array): number => {
  const total = histogram.reduce((sum, count) => sum + count, 0);
  let bits = 0;
  for (const count of histogram) if (count > 0) bits -= (count / total) * Math.log2(count / total);
  return round(Math.abs(bits), 3);
};

const medianOf = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

const timing = (draft: Draft): Pick<CanIdRow, 'periodMs' | 'jitterMs' | 'minMs' | 'maxMs'> => {
  const steps = draft.count - 1;
  if (steps < 2) return { periodMs: null, jitterMs: null, minMs: null, maxMs: null };
  const mean = draft.sum / steps;
  const variance = Math.max(0, draft.squares / steps - mean * mean);
  return {
    periodMs: round(medianOf(draft.intervals) * 1000, 3),
    jitterMs: round(Math.sqrt(variance) * 1000, 3),
    minMs: round(draft.shortest * 1000, 3),
    maxMs: round(draft.longest * 1000, 3),
  };
};

const rowOf = (draft: Draft): Omit<CanIdRow, 'seq' | 'name'> => {
  const { channel, id, extended, count, compared, lengths, changes, last, firstS, lastS, suspicious } = draft;
  const bytes = Math.max(0, ...lengths);
  return {
    channel,
    id,
    idHex: idText(id, extended),
    extended,
    count,
    ...timing(draft),
    lengths: [...lengths].toSorted((a, b) => a - b),
    entropy: entropyOf(draft.histogram),
    byteChange: [...changes.subarray(0, bytes)].map((each) => round(each / Math.max(1, compared), 4)),
    lastData: Buffer.from(last).toString('hex'),
    firstS,
    lastS,
    suspicious,
  };
};

const learnTime = (draft: Draft, time: number): void => {
  const step = time - draft.lastS;
  draft.sum += step;
  draft.squares += step * step;
  draft.shortest = Math.min(draft.shortest, step);
  draft.longest = Math.max(draft.longest, step);
  if (draft.intervals.length < MOST_INTERVALS) draft.intervals.push(step);
};

const learnData = (draft: Draft, data: Uint8Array): void => {
  if (draft.lengths.size < 16) draft.lengths.add(data.length);
  for (const byte of data) draft.histogram[byte] = (draft.histogram[byte] ?? 0) + 1;
  if (draft.count > 0) {
    draft.compared += 1;
    for (let at = 0; at < data.length; at += 1)
      if (data[at] !== draft.last[at]) draft.changes[at] = (draft.changes[at] ?? 0) + 1;
  }
  draft.last = data;
};

/** Statistics by channel and identifier. */
export interface CanIds {
  readonly frame: (frame: CanFrame) => void;
  readonly suspect: (about: Pick<CanFrame, 'channel' | 'id' | 'extended'>) => void;
  readonly rows: () => readonly Omit<CanIdRow, 'seq' | 'name'>[];
}

/** Starts the statistics; identifiers beyond {@link MOST_IDS} get no row. */
export const createCanIds = (): CanIds => {
  const drafts = new Map<string, Map<number, Draft>>();
  let size = 0;
  const find = ({ channel, id, extended }: Pick<CanFrame, 'channel' | 'id' | 'extended'>): Draft | undefined =>
    drafts.get(channel)?.get(idKey(id, extended));
  const open = ({ channel, id, extended, time, data }: CanFrame): Draft | undefined => {
    if (size >= MOST_IDS) return undefined;
    size += 1;
    const draft: Draft = {
      channel,
      id,
      extended,
      intervals: [],
      lengths: new Set(),
      histogram: new Uint32Array(256),
      changes: new Uint32Array(MOST_BYTES),
      firstS: time,
      lastS: time,
      last: data,
      count: 0,
      compared: 0,
      sum: 0,
      squares: 0,
      shortest: Infinity,
      longest: -Infinity,
      suspicious: 0,
    };
    const ids = drafts.get(channel) ?? new Map<number, Draft>();
    drafts.set(channel, ids.set(idKey(id, extended), draft));
    return draft;
  };
  return {
    frame: (frame) => {
      const draft = find(frame) ?? open(frame);
      if (draft === undefined) return;
      if (draft.count > 0) learnTime(draft, frame.time);
      learnData(draft, frame.data);
      draft.count += 1;
      draft.lastS = frame.time;
    },
    suspect: (about) => {
      const draft = find(about);
      if (draft !== undefined) draft.suspicious += 1;
    },
    rows: () => [...drafts.values()].flatMap((ids) => [...ids.values()].map(rowOf)),
  };
};
