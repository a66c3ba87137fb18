import { dateTime64, encodeBlock, string, uint16, uint32, uint64, uint8 } from '@chedun/native-block';
import { columnOf, eventFields, type EventRow } from './event-row.ts';
import type { BlockTable } from './events.ts';

/** The table that {@link eventBlock} writes for. */
export const eventsTable: BlockTable = { name: 'events', columns: eventFields.map(columnOf) };

/** Builds blocks of the table `events`, one after the other, in the same memory. */
export interface EventBlock {
  /** Adds one event. Never throws for a value: numbers outside their column are moved to its nearest bound. */
  readonly add: (row: EventRow) => void;
  readonly rows: () => number;
  /** Bytes that the block has so far; finish it before it reaches 64 MiB. */
  readonly size: () => number;
  /**
   * The block as `INSERT INTO events FORMAT Native` takes it, and an empty builder. It is a view of memory that the next
   * `finish` writes over: write it away or copy it before.
   */
  readonly finish: () => Uint8Array<ArrayBuffer>;
}

/** Longest text kept in the column `message`, in characters. */
export const MAX_MESSAGE = 512;

// DateTime, which the counts per minute use, ends here; clocks of vehicles are known to say anything.
const LAST_TIME = 0xffffffff * 1000;

const bounded = (value: number, max: number): number => {
  if (value >= 0 && value <= max) return Math.floor(value);
  return value > max ? max : 0;
};

const firstLine = (message: string): string => {
  const end = message.search(/[\r\n]/);
  const line = end === -1 ? message : message.slice(0, end);
  return line.length > MAX_MESSAGE ? line.slice(0, MAX_MESSAGE) : line;
};

/**
 * The body with its letters spelled out: `\u003cscript` is not a word that anybody searches for. Undefined where that
 * changes nothing or the body is not JSON.
 */
const withoutUnicodeEscapes = (body: string): string | undefined => {
  if (!body.includes(String.raw`\u`)) return undefined;
  try {
    const plain = JSON.stringify(JSON.parse(body));
    return plain === body ? undefined : plain;
  } catch {
    return undefined;
  }
};

const textColumns = () => ({
  journal: string(),
  source: string(),
  format: string(),
  host: string(),
  user: string(),
  process: string(),
  commandLine: string(),
  parentProcess: string(),
  file: string(),
  url: string(),
  domain: string(),
  hash: string(),
  srcIp: string(),
  dstIp: string(),
  protocol: string(),
  ruleName: string(),
  eventCode: string(),
  provider: string(),
  vin: string(),
  ecu: string(),
  message: string(),
  body: string(),
  raw: string(),
});

const numberColumns = () => ({
  seq: uint64(),
  idx: uint32(),
  received: dateTime64(),
  time: dateTime64(),
  classUid: uint32(),
  activityId: uint8(),
  severityId: uint8(),
  statusId: uint8(),
  srcPort: uint16(),
  dstPort: uint16(),
});

const addNumbers = (numbers: ReturnType<typeof numberColumns>, row: EventRow): void => {
  numbers.seq.push(bounded(row.seq, Number.MAX_SAFE_INTEGER));
  numbers.idx.push(bounded(row.idx, 0xffffffff));
  numbers.received.push(bounded(row.received, LAST_TIME));
  numbers.time.push(bounded(row.time, LAST_TIME));
  numbers.classUid.push(bounded(row.classUid, 0xffffffff));
  numbers.activityId.push(bounded(row.activityId, 0xff));
  numbers.severityId.push(bounded(row.severityId, 0xff));
  numbers.statusId.push(bounded(row.statusId, 0xff));
  numbers.srcPort.push(bounded(row.srcPort, 0xffff));
  numbers.dstPort.push(bounded(row.dstPort, 0xffff));
};

const addBody = (texts: ReturnType<typeof textColumns>, row: EventRow): void => {
  const plain = withoutUnicodeEscapes(row.body);
  texts.message.push(firstLine(row.message));
  texts.body.push(plain ?? row.body);
  // Rewriting can change how numbers are spelled, so the text as it came is kept with it.
  texts.raw.push(plain !== undefined && row.raw.length === 0 ? row.body : row.raw);
};

// Written out, because a loop over the names of the fields costs several times as much per event.
const addTexts = (texts: ReturnType<typeof textColumns>, row: EventRow): void => {
  texts.journal.push(row.journal);
  texts.source.push(row.source);
  texts.format.push(row.format);
  texts.host.push(row.host);
  texts.user.push(row.user);
  texts.process.push(row.process);
  texts.commandLine.push(row.commandLine);
  texts.parentProcess.push(row.parentProcess);
  texts.file.push(row.file);
  texts.url.push(row.url);
  texts.domain.push(row.domain);
  texts.hash.push(row.hash);
  texts.srcIp.push(row.srcIp);
  texts.dstIp.push(row.dstIp);
  texts.protocol.push(row.protocol);
  texts.ruleName.push(row.ruleName);
  texts.eventCode.push(row.eventCode);
  texts.provider.push(row.provider);
  texts.vin.push(row.vin);
  texts.ecu.push(row.ecu);
};

/** A builder for the worker thread that encodes events. */
export const eventBlock = (): EventBlock => {
  const texts = textColumns();
  const numbers = numberColumns();
  const columns = { ...texts, ...numbers };
  const named = eventFields.map((field) => ({ name: columnOf(field), column: columns[field] }));
  let memory = Buffer.alloc(0);
  return {
    add: (row) => {
      addNumbers(numbers, row);
      addTexts(texts, row);
      addBody(texts, row);
    },
    rows: numbers.seq.rows,
    size: () => named.reduce((sum, { column }) => sum + column.size(), 0),
    finish: () => {
      const block = encodeBlock(named, memory);
      // A new piece of megabytes for every block would make the collector of garbage run for it alone.
      if (block.length > memory.length) memory = Buffer.from(block.buffer);
      for (const { column } of named) column.reset();
      return block;
    },
  };
};
