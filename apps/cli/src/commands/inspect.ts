import { readFile } from 'node:fs/promises';
import { createFramer, decodeFrame, toEvents } from '@chedun/gbt32960';
import {
  createDecoder,
  createLineSplitter,
  DEFAULT_LIMITS,
  detectFormat,
  evtxJsonLine,
  readEvtx,
  type RecordFormat,
} from '@chedun/logs';
import { errorLine, show, type ExitCode } from '../output.ts';

interface Inspection {
  readonly file: string;
  readonly format: string;
  records: number;
  refused: number;
  first: number | undefined;
  last: number | undefined;
  readonly codes: Map<string, number>;
  firstError: string | undefined;
}

const newInspection = (file: string, format: string): Inspection => ({
  file,
  format,
  records: 0,
  refused: 0,
  first: undefined,
  last: undefined,
  codes: new Map(),
  firstError: undefined,
});

const take = (found: Inspection, time: number | undefined, code: string): void => {
  found.records += 1;
  found.codes.set(code, (found.codes.get(code) ?? 0) + 1);
  if (time === undefined) return;
  found.first = Math.min(found.first ?? time, time);
  found.last = Math.max(found.last ?? time, time);
};

const refuse = (found: Inspection, error: unknown): void => {
  found.refused += 1;
  found.firstError ??= errorLine(error);
};

const decodeLine = (
  found: Inspection,
  decode: ReturnType<typeof createDecoder>['decode'],
  line: Uint8Array | string,
): void => {
  try {
    const event = decode(line);
    if (event) take(found, event.time, event.ocsf.eventCode === '' ? event.format : event.ocsf.eventCode);
  } catch (error) {
    refuse(found, error);
  }
};

const inspectLines = (found: Inspection, bytes: Uint8Array, format: RecordFormat): void => {
  const { decode } = createDecoder(format);
  const splitter = createLineSplitter(
    {
      record: (line) => decodeLine(found, decode, line),
      oversized: (_head, offset, length) =>
        refuse(found, new Error(`a line of ${length} bytes at offset ${offset} is over the limit`)),
    },
    { maxLineBytes: DEFAULT_LIMITS.maxLineBytes },
  );
  splitter.push(bytes);
  splitter.end();
};

const inspectEvtx = (found: Inspection, bytes: Uint8Array): void => {
  const { decode } = createDecoder('evtx');
  for (const record of readEvtx(bytes)) {
    if (record.kind === 'event') decodeLine(found, decode, evtxJsonLine(record));
    else refuse(found, record.error);
  }
};

const inspectFrames = (found: Inspection, bytes: Uint8Array): void => {
  const framer = createFramer();
  for (const piece of [...framer.push(bytes), ...framer.end()]) {
    if (piece.kind === 'garbage') refuse(found, new Error(`${piece.bytes.length} bytes belong to no frame`));
    else {
      const [event] = toEvents(decodeFrame(piece.bytes), { received: 0, srcIp: '', srcPort: 0, skippedBefore: 0 });
      if (event) take(found, event.time, `${String(event.fields['cmd'])}/${String(event.fields['status'])}`);
    }
  }
};

const inspectFile = async (file: string): Promise<Inspection> => {
  const bytes = await readFile(file);
  const hex =
    /^[0-9a-fA-F\s]+$/.test(bytes.subarray(0, 64).toString('latin1')) &&
    /^(2323|2424)/.test(bytes.subarray(0, 4).toString('latin1'));
  const format = hex ? 'gbt32960' : (detectFormat(bytes) ?? 'ndjson');
  const found = newInspection(file, format);
  if (format === 'gbt32960')
    inspectFrames(found, hex ? Buffer.from(bytes.toString('latin1').replaceAll(/\s/g, ''), 'hex') : bytes);
  else if (format === 'evtx') inspectEvtx(found, bytes);
  else inspectLines(found, bytes, format);
  return found;
};

const iso = (time: number | undefined): string | null => (time === undefined ? null : new Date(time).toISOString());

const summary = (found: Inspection) => ({
  file: found.file,
  format: found.format,
  records: found.records,
  refused: found.refused,
  first: iso(found.first),
  last: iso(found.last),
  codes: Object.fromEntries([...found.codes].toSorted((a, b) => b[1] - a[1]).slice(0, 10)),
  firstError: found.firstError ?? null,
});

const text = (told: ReturnType<typeof summary>): string =>
  [
    `${told.file}: ${told.format}, ${told.records} records, ${told.refused} refused`,
    `  ${told.first ?? '-'} to ${told.last ?? '-'}`,
    ...Object.entries(told.codes).map(([code, count]) => `  ${code}: ${count}`),
    ...(told.firstError === null ? [] : [`  first refusal: ${told.firstError}`]),
  ].join('\n');

/** `chedun inspect FILE…`: what a file holds, without a server. Ends with 1 when a record was refused. */
export const inspect = async (files: readonly string[], options: { readonly json: boolean }): Promise<ExitCode> => {
  let refused = 0;
  for (const file of files) {
    const told = summary(await inspectFile(file));
    refused += told.refused;
    show(options.json, told, () => text(told));
  }
  return refused === 0 ? 0 : 1;
};
