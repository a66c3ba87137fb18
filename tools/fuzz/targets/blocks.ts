import { crc32 } from 'node:zlib';
import { FRAME_HEADER, parseFrame } from '@chedun/journal';
import {
  array,
  dateTime64,
  encodeBlock,
  fixedString,
  float64,
  ipv4,
  ipv6,
  nativeBlockErrors,
  nullable,
  readBlocks,
  string,
  uint16,
  uint64,
} from '@chedun/native-block';
import { encodeFrame, frameSize, newSlab } from '../../../platform/journal/src/frame.ts';
import { bytesOf, must, wordsOf } from '../target.ts';
import type { Target } from '../target.ts';

const block = (): Uint8Array => {
  const [number, text, fixed, list, maybe] = [
    uint16(),
    string(),
    fixedString(4),
    array(uint16()),
    nullable(float64(), 0),
  ];
  const [large, time, old, wide] = [uint64(), dateTime64(), ipv4(), ipv6()];
  for (let row = 0; row < 3; row += 1) {
    number.push(row);
    text.push('车盾');
    fixed.push(bytesOf('abcd'));
    list.push([row, 7]);
    maybe.push(row === 1 ? null : 1.5);
    large.push(1n);
    time.push(1_764_000_000_000);
    old.push('192.0.2.1');
    wide.push('2001:db8::1');
  }
  const columns = { number, text, fixed, list, maybe, large, time, old, wide };
  return Uint8Array.from(encodeBlock(Object.entries(columns).map(([name, column]) => ({ name, column }))));
};

const journalFrame = (payload: string): Uint8Array => {
  const input = {
    receivedAt: 1_764_000_000_000_000,
    source: 'tsp',
    format: 'tsp',
    count: 2,
    flags: 0,
    payload: bytesOf(payload),
  };
  const size = frameSize(input);
  const slab = newSlab(size);
  encodeFrame(slab, 0, size, input, { seq: 7, pending: 1, head: 'h'.repeat(32) });
  return Uint8Array.from(slab.bytes);
};

/** The CRC of a journal frame is right for what is there. */
const repairFrame = (bytes: Uint8Array): Uint8Array => {
  if (bytes.length < FRAME_HEADER) return bytes;
  const whole = Buffer.from(bytes);
  whole.writeUInt32BE(crc32(whole.subarray(8)), 4);
  return new Uint8Array(whole);
};

const readFrame = (bytes: Uint8Array): void => {
  const parsed = parseFrame(Buffer.from(bytes), 0, bytes.length);
  if (parsed.kind === 'frame') must(parsed.end <= bytes.length, 'a frame ends inside its bytes');
};

/** Readers of ClickHouse Native blocks and of journal frames. */
export const targets: readonly Target[] = [
  {
    name: 'native-block',
    keep: 'libs/native-block/testing/fuzz',
    codes: Object.keys(nativeBlockErrors),
    seeds: [block()],
    words: wordsOf('Array(UInt16) Nullable(String) FixedString(4) UInt64 String LowCardinality(String) DateTime64(3)'),
    run: (bytes) => void readBlocks(bytes),
  },
  {
    name: 'journal-frame',
    keep: 'platform/journal/testing/fuzz',
    codes: [],
    seeds: [journalFrame('{"a":1}\n{"b":2}'), journalFrame('')],
    repair: repairFrame,
    run: readFrame,
  },
];
