import {
  createFramer,
  createFramer809,
  createReassembler,
  createRegistry,
  decodeFrame,
  decodePacket809,
  DEFAULT_LIMITS,
  encodeFrame,
  encodePacket809,
  JTT808_ERRORS,
  MESSAGE_IDS_809,
  readMediaPacket,
  toEvents,
  toEvents809,
} from '@chedun/jtt808';
import { frameArb, rawFrameArb } from '../../../libs/jtt808/testing/arbitraries.ts';
import { escape, unescape, xor } from '../../../libs/jtt808/src/escape.ts';
import { hexBytes, must } from '../target.ts';
import type { Target } from '../target.ts';
import { hexCorpus, samples } from './corpus.ts';

const META = { received: 1_768_613_400_000, srcIp: '192.0.2.1', srcPort: 1, skippedBefore: 0 };
const MOST_PENDING = 4096;

const common = { keep: 'libs/jtt808/testing/fuzz', codes: Object.keys(JTT808_ERRORS) };

/** Makes one frame of what lies between the delimiters, with a right check code. */
const repair = (bytes: Uint8Array): Uint8Array => {
  if (bytes.length < 4) return bytes;
  const plain = Uint8Array.from(unescape(bytes.subarray(1, -1)));
  if (plain.length < 2) return bytes;
  plain[plain.length - 1] = xor(plain, 0, plain.length - 1);
  return Uint8Array.from([0x7e, ...escape(plain), 0x7e]);
};

const readStream = (stream: Uint8Array): void => {
  const framer = createFramer();
  const reassembler = createReassembler({ ...DEFAULT_LIMITS, maxMessages: 2, maxBytes: MOST_PENDING });
  const registry = createRegistry(2);
  let seen = 0;
  for (const piece of [...framer.push(stream), ...framer.end()]) {
    seen += piece.bytes.length;
    if (piece.kind === 'garbage') continue;
    const frame = decodeFrame(piece.bytes);
    const notices = registry.observe(frame, META.srcIp);
    must(toEvents(frame, { ...META, notices }).length > 0, 'a frame gives an event');
    if (frame.status === 'fragment') reassembler.add(frame, META.received);
    if (frame.status === 'ok' && frame.escapedWell) encodeFrame(frame);
  }
  must(seen === stream.length, 'every byte comes out');
  must(reassembler.pending().bytes <= MOST_PENDING, 'fragments are bounded');
};

const readPackets = (stream: Uint8Array): void => {
  const framer = createFramer809();
  let seen = 0;
  for (const piece of [...framer.push(stream), ...framer.end()]) {
    seen += piece.bytes.length;
    if (piece.kind === 'garbage') continue;
    try {
      toEvents809(decodePacket809(piece.bytes), META);
    } catch (error) {
      // a packet that is none must not hide the ones after it
      if (!(error instanceof Error && error.message.startsWith('jtt808.not_a_frame'))) throw error;
    }
  }
  must(seen === stream.length, 'every byte comes out');
};

const packet = (messageId: number, edition: '2011' | '2019'): Uint8Array =>
  encodePacket809({
    header: {
      edition,
      serial: 1,
      messageId,
      accessCode: 110_000,
      version: '1.0.0',
      encrypted: false,
      key: 0,
      time: edition === '2019' ? 1_768_613_400n : undefined,
    },
    body: { kind: 'raw', data: Uint8Array.from({ length: 90 }, (_, at) => (at * 7) & 0xff) },
  });

const media = ['00', '10', '20', '30', '40'].map((kind) =>
  hexBytes(`30316364 81 e2 0102 013900001234 02 ${kind} 0000000000001388 0028 0064 0003 aabbcc`),
);

/** Decoders of JT/T 808, 809 and 1078, T/JSATL 12 among the messages of 808. */
export const targets: readonly Target[] = [
  {
    ...common,
    name: 'jtt808-stream',
    seeds: [
      ...samples(frameArb, 250).map(encodeFrame),
      ...samples(rawFrameArb, 60).map(encodeFrame),
      ...hexCorpus('libs/jtt808/corpus/streams.hex'),
    ],
    words: ['7e', '7d01', '7d02', '7e0102', 'ffff'].map(hexBytes),
    repair,
    run: readStream,
  },
  {
    ...common,
    name: 'jtt809-stream',
    seeds: MESSAGE_IDS_809.flatMap((id) => [packet(id, '2011'), packet(id, '2019')]),
    words: ['5b', '5d', '5a01', '5a02', '5e01', '5e02'].map(hexBytes),
    run: readPackets,
  },
  { ...common, name: 'jtt1078-media', seeds: media, run: (bytes) => void readMediaPacket(bytes) },
];
