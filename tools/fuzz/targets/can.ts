import {
  CAN_ERRORS,
  canFormatOf,
  createCanReader,
  createIds,
  createIsoTpReassembler,
  createJ1939Reassembler,
  decodeMessage,
  decodeUds,
  loadIdsModel,
  parseDbc,
} from '@chedun/can';
import type { CanFormat, CanFrame } from '@chedun/can';
import { cleanTraffic, modelOf } from '../../../libs/can/testing/bus.ts';
import { classicArb, fdArb, frameOf } from '../../../libs/can/testing/frames.ts';
import {
  ascLine,
  blfFile,
  blfFrame,
  candumpLine,
  CSV_HEADER,
  csvRow,
  TRC_HEADER,
  trcRow,
} from '../../../libs/can/testing/logs.ts';
import { bytesOf, must, textOf, wordsOf } from '../target.ts';
import type { Target } from '../target.ts';
import { projectText, samples } from './corpus.ts';

const common = { keep: 'libs/can/testing/fuzz', codes: Object.keys(CAN_ERRORS) };

const classic = samples(classicArb, 24);
const every = [...classic, ...samples(fdArb, 16)];
const corpus = bytesOf(projectText('libs/can/corpus/logs.txt'));

/** Groups of four frames: small logs. */
const groups = (frames: readonly CanFrame[]): readonly (readonly CanFrame[])[] =>
  Array.from({ length: frames.length / 4 }, (_, at) => frames.slice(at * 4, at * 4 + 4));

const logs = (frames: readonly CanFrame[], head: string, line: (frame: CanFrame, at: number) => string): Uint8Array[] =>
  groups(frames).map((group) =>
    bytesOf(`${head}${group.map((frame, at) => `${line(frame, at).trimEnd()}\n`).join('')}`),
  );

const SEEDS: Readonly<Record<CanFormat, readonly Uint8Array[]>> = {
  candump: logs(every, '', candumpLine),
  asc: logs(classic, 'date Mon Nov 23 02:00:00.000 am 2026\nbase hex timestamps absolute\n', ascLine),
  blf: groups(every).map((group) => blfFile(group.map(blfFrame))),
  trc: logs(classic, TRC_HEADER, (frame, at) => trcRow(frame, at + 1)),
  csv: logs(classic, CSV_HEADER, (frame) => csvRow(frame, false)),
};

const readLog =
  (format: CanFormat) =>
  (bytes: Uint8Array): void => {
    const reader = createCanReader(format);
    const middle = bytes.length >> 1;
    for (const record of [
      ...reader.push(bytes.subarray(0, middle)),
      ...reader.push(bytes.subarray(middle)),
      ...reader.end(),
    ]) {
      if (record.kind === 'fault') continue;
      must(Number.isFinite(record.frame.time) && record.frame.data.length <= 64, 'a frame that a bus can carry');
    }
  };

const DBC = `VERSION "1"
NS_ :
BS_:
BU_: Gateway Brake
BO_ 288 Wheels: 8 Brake
 SG_ Speed : 7|16@0+ (0.01,0) [0|250] "km/h" Gateway
 SG_ Switch M : 16|8@1+ (1,0) [0|0] "" Gateway
 SG_ Part m1 : 24|12@1- (1,-5) [0|0] "" Gateway
VAL_ 288 Switch 1 "on" 0 "off" ;
CM_ SG_ 288 Speed "of the wheels";
SIG_VALTYPE_ 288 Part : 1;
SG_MUL_VAL_ 288 Part Switch 1-2;
`;

const readDbc = (bytes: Uint8Array): void => {
  const data = bytes.subarray(0, 8);
  for (const message of parseDbc(textOf(bytes)).messages.values()) decodeMessage(message, data);
};

const IDS = [0x18ecff01, 0x18ebff01, 0x18ec0201, 0x18eb0201] as const;
const CLEAN = cleanTraffic(20);
const MODEL = modelOf(CLEAN);

/** Frames of nine bytes each: which identifier, then the data. */
const framesOf = (bytes: Uint8Array): readonly CanFrame[] =>
  Array.from({ length: Math.ceil(bytes.length / 9) }, (_, at) =>
    frameOf({
      id: IDS[(bytes[at * 9] ?? 0) % IDS.length] ?? 0,
      extended: true,
      time: at / 100,
      data: bytes.slice(at * 9 + 1, at * 9 + 9),
    }),
  );

const readDiagnostics = (bytes: Uint8Array): void => {
  const [isotp, j1939, ids] = [createIsoTpReassembler(), createJ1939Reassembler(), createIds(MODEL)];
  for (const frame of framesOf(bytes)) {
    for (const outcome of isotp.push(frame)) if (outcome.kind === 'message') decodeUds(outcome.data);
    for (const outcome of j1939.push(frame))
      if (outcome.kind === 'message') must(outcome.data.length <= 1785, 'messages of J1939 are bounded');
    ids.push(frame);
  }
};

const transfers = [
  '00 10 14 22 f1 90 01 02 03 04 00 21 05 06 07 08 09 0a 0b 00 22 0c 0d 0e 0f 10 11 12 00 02 27 01 00 00 00 00 00',
  '00 20 0e 00 02 ff 00 ee 00 01 01 01 02 03 04 05 06 07 01 02 08 09 0a 0b 0c 0d 0e',
  '00 30 00 00 00 00 00 00 00 00 03 7f 27 35 00 00 00 00 00 06 67 01 11 22 33 44 00',
].map((digits) => new Uint8Array(Buffer.from(digits.replaceAll(' ', ''), 'hex')));

const readModel = (bytes: Uint8Array): void => {
  let value: unknown;
  try {
    value = JSON.parse(textOf(bytes));
  } catch {
    return;
  }
  loadIdsModel(value);
};

/** Readers of CAN logs, of databases, of transport and diagnostics, and of stored models. */
export const targets: readonly Target[] = [
  ...(Object.keys(SEEDS) as CanFormat[]).map((format): Target => ({
    ...common,
    name: `can-${format}`,
    seeds: [...SEEDS[format], corpus],
    words: wordsOf(
      'can0 vcan0 # ## #R Rx Tx d r f CANFD base hex dec ;$COLUMNS= ;$FILEVERSION=2.1 LOBJ LOGG \n ( ) , x',
    ),
    run: readLog(format),
  })),
  { ...common, name: 'can-detect', seeds: Object.values(SEEDS).flat(), run: (bytes) => void canFormatOf(bytes) },
  {
    ...common,
    name: 'can-dbc',
    seeds: [bytesOf(DBC)],
    words: wordsOf('BO_ SG_ VAL_ SG_MUL_VAL_ SIG_VALTYPE_ CM_ BA_ | @ 0- 1+ ( ) [ ] " ; : m0 M m1M \n'),
    run: readDbc,
  },
  { ...common, name: 'can-diagnostics', seeds: transfers, run: readDiagnostics },
  {
    ...common,
    name: 'can-model',
    seeds: [bytesOf(JSON.stringify(modelOf(CLEAN.slice(0, 600))))],
    words: wordsOf('{ } [ ] , : null true -1 1e999 "id" "version" "__proto__"'),
    most: 20_000,
    run: readModel,
  },
];
