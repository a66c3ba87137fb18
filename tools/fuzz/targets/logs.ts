import {
  createDecoder,
  createLineSplitter,
  createSyslogSplitter,
  detectFormat,
  evtxJsonLine,
  LOG_ERRORS,
  readEvtx,
  splitOtlpRequest,
} from '@chedun/logs';
import type { RecordFormat, RecordSink } from '@chedun/logs';
import { buildEvtx, sysmonRecord } from '../../../libs/logs/testing/evtx-builder.ts';
import { bytesOf, must, textOf, wordsOf } from '../target.ts';
import type { Target } from '../target.ts';
import { projectText } from './corpus.ts';

const common = { keep: 'libs/logs/testing/fuzz', codes: Object.keys(LOG_ERRORS) };

const FORMATS = [
  'evtx',
  'windows-json',
  'suricata-eve',
  'zeek-json',
  'zeek-tsv',
  'syslog',
  'cef',
  'leef',
  'logfmt',
  'auditd',
  'ndjson',
  'otlp',
  'tsp',
] as const satisfies readonly RecordFormat[];

const seeds = projectText('libs/logs/corpus/lines.txt')
  .split('\n')
  .filter((line) => line !== '')
  .map(bytesOf);
const words = wordsOf(
  '{ } [ ] " : , = | \\ \\u0000 \t null 1e999 <34>1 CEF:0| LEEF:2.0| type= msg=audit( #fields #close resourceLogs',
);

const decodeAs =
  (format: RecordFormat) =>
  (bytes: Uint8Array): void => {
    const event = createDecoder(format, { now: () => 1_785_238_121_000 }).decode(bytes);
    if (event === undefined) return;
    must(event.time === undefined || Number.isFinite(event.time), 'a time is a number');
    JSON.stringify(event.fields);
  };

/** Lines that the decoder of a format takes, many times, and all others once. */
const seedsOf = (format: RecordFormat): readonly Uint8Array[] => {
  const own = seeds.filter((line) => {
    try {
      decodeAs(format)(line);
      return true;
    } catch {
      return false;
    }
  });
  return [
    ...Array.from({ length: Math.ceil((4 * seeds.length) / Math.max(own.length, 1)) }, () => own).flat(),
    ...seeds,
  ];
};

const split = (create: typeof createLineSplitter, bytes: Uint8Array): void => {
  let seen = 0;
  const sink: RecordSink = {
    record: (record) => {
      seen += record.length;
    },
    oversized: (head) => {
      seen += head.length;
    },
  };
  const splitter = create(sink, { maxLineBytes: 200 });
  splitter.push(bytes.subarray(0, bytes.length >> 1));
  splitter.push(bytes.subarray(bytes.length >> 1));
  splitter.end();
  must(seen <= bytes.length, 'no byte out of nothing');
};

const evtx = buildEvtx([
  [sysmonRecord(1, 1, { Image: 'C:\\a.exe', CommandLine: 'a' }), sysmonRecord(2, 3, { DestinationIp: '192.0.2.1' })],
]);
/** Header of the file and the part of its chunk that holds the records. */
const EVTX_BYTES = 4096 + 4096;

const readFile = (bytes: Uint8Array): void => {
  let items = 0;
  for (const item of readEvtx(bytes)) {
    items += 1;
    if (item.kind === 'event') evtxJsonLine(item);
  }
  must(items <= bytes.length, 'no record out of nothing');
};

/** Readers of logs. */
export const targets: readonly Target[] = [
  ...FORMATS.map((format): Target => ({
    ...common,
    name: `logs-${format}`,
    seeds: seedsOf(format),
    words,
    run: decodeAs(format),
  })),
  { ...common, name: 'logs-detect', seeds, words, run: (bytes) => void detectFormat(bytes) },
  { ...common, name: 'logs-lines', seeds, words, run: (bytes) => split(createLineSplitter, bytes) },
  { ...common, name: 'logs-syslog-stream', seeds, words, run: (bytes) => split(createSyslogSplitter, bytes) },
  {
    ...common,
    name: 'logs-otlp-request',
    seeds: seeds.filter((line) => textOf(line).includes('resourceLogs')),
    words,
    run: (bytes) => void splitOtlpRequest(textOf(bytes)),
  },
  {
    ...common,
    name: 'logs-evtx-file',
    seeds: [evtx.subarray(4096, EVTX_BYTES), evtx.subarray(0, EVTX_BYTES)],
    most: EVTX_BYTES,
    run: readFile,
  },
];
