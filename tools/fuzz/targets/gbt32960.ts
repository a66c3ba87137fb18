import {
  addFrame,
  bcc,
  createColumns,
  createFramer,
  createWatch,
  decodeFrame,
  encodeFrame,
  flipCells,
  GBT32960_ERRORS,
  hashOf,
  toEvents,
} from '@chedun/gbt32960';
import { anyFrameArb } from '../../../libs/gbt32960/testing/arbitraries.ts';
import { must } from '../target.ts';
import type { Target } from '../target.ts';
import { hexCorpus, samples } from './corpus.ts';

const HEADER = 24;
const META = { received: 1_764_000_000_000, srcIp: '192.0.2.1', srcPort: 1, skippedBefore: 0 };

const seeds = [...samples(anyFrameArb, 120).map(encodeFrame), ...hexCorpus('libs/gbt32960/corpus/streams.hex')];

/** Makes one frame of the bytes: its length is what is there, its check code is right. */
const repair = (bytes: Uint8Array): Uint8Array => {
  if (bytes.length < HEADER + 1) return bytes;
  const frame = Uint8Array.from(bytes);
  const length = frame.length - HEADER - 1;
  frame[22] = length >> 8;
  frame[23] = length & 0xff;
  frame[frame.length - 1] = bcc(frame, 2, frame.length - 1);
  return frame;
};

const common = { keep: 'libs/gbt32960/testing/fuzz', codes: Object.keys(GBT32960_ERRORS), seeds, repair };

const readStream = (stream: Uint8Array): void => {
  const framer = createFramer();
  let seen = 0;
  for (const piece of [...framer.push(stream), ...framer.end()]) {
    seen += piece.bytes.length;
    if (piece.kind === 'garbage') continue;
    const frame = decodeFrame(piece.bytes);
    must(toEvents(frame, META).length === 1, 'one event a frame');
    if (frame.status === 'ok') must(encodeFrame(frame).length === piece.bytes.length, 'what was read can be written');
  }
  must(seen === stream.length && framer.pending() === 0, 'every byte comes out');
};

const columns = createColumns(64);
const watch = createWatch({ vehicles: 1000 });

const readColumns = (bytes: Uint8Array): void => {
  columns.rows = 0;
  const frame = Buffer.from(bytes);
  if (addFrame(columns, frame, 0, frame.length) !== 'row') return;
  must(columns.rows === 1 && decodeFrame(bytes).status === 'ok', 'both readers agree');
  watch.observe({ columns, row: 0, received: META.received, source: 1, hash: hashOf(frame, 0, frame.length) });
  flipCells(columns);
};

/** Decoders of GB/T 32960.3. */
export const targets: readonly Target[] = [
  { ...common, name: 'gbt32960-stream', run: readStream },
  { ...common, name: 'gbt32960-frame', run: (bytes) => void decodeFrame(bytes) },
  { ...common, name: 'gbt32960-columns', run: readColumns },
];
