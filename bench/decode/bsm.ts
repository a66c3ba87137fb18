import { bsmId, createBsmRecord, decodeMessage, encodeMessage, readBsm } from '../../libs/v2x/src/index.ts';
import { drivingBsm } from '../../libs/v2x/testing/messages.ts';

interface Metric {
  readonly value: number;
  readonly unit: string;
  readonly peer?: string;
  readonly ratio?: number;
}

const MESSAGES = 2_000;
const WARM_UP = 200_000;
const FAST = 2_000_000;
const FULL = 60_000;
const ROUNDS = 3;

/** Distinct messages of distinct senders, each with events, a path of four points and lights behind its class. */
const makeMessages = (): readonly Uint8Array[] =>
  Array.from({ length: MESSAGES }, (_, step) => encodeMessage(drivingBsm(step)));

const perCpuSecond = (count: number, work: () => void): number => {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (count / (user + system)) * 1e6;
};

/** Reads `count` messages into one record and uses every kind of field, so that no read can be left out. */
const readAll = (messages: readonly Uint8Array[], count: number): number => {
  const record = createBsmRecord();
  let sum = 0;
  let index = 0;
  for (let done = 0; done < count; done += 1) {
    const bytes = messages[index];
    index = index + 1 === messages.length ? 0 : index + 1;
    if (bytes === undefined || readBsm(bytes, record) !== 'ok') throw new Error('a message of the bench is not read');
    sum += record.lat + record.long + record.speed + record.heading + record.secMark + record.idLow + record.accelLong;
    sum += record.width + record.classification;
  }
  return sum;
};

const decodeAll = (messages: readonly Uint8Array[], count: number): number => {
  let sum = 0;
  for (let done = 0; done < count; done += 1) {
    const { value } = decodeMessage(messages[done % messages.length] ?? new Uint8Array(0));
    if (!('bsmFrame' in value)) throw new Error('a message of the bench is no BSM');
    const { bsmFrame } = value;
    sum += bsmFrame.pos.lat + bsmFrame.pos.long + bsmFrame.speed;
  }
  return sum;
};

/** Messages on which the two decoders disagree: must be 0 for the figure to mean anything. */
const mismatches = (messages: readonly Uint8Array[]): number => {
  const record = createBsmRecord();
  return messages.filter((bytes) => {
    const { value } = decodeMessage(bytes);
    if (!('bsmFrame' in value) || readBsm(bytes, record) !== 'ok') return true;
    const { id, pos, speed, heading } = value.bsmFrame;
    const same = record.lat === pos.lat && record.long === pos.long && record.speed === speed;
    return !(same && record.heading === heading && bsmId(record) === id.octets);
  }).length;
};

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

/**
 * Basic safety messages per CPU second on one core, from bytes to position, speed, heading, time, accelerations, size and
 * class in one reused record. The peer is the full decoder (every field, as an object tree) on the same messages in
 * the same run. The median of three rounds counts.
 */
export const measureBsm = async (): Promise<Metric> => {
  const messages = makeMessages();
  const wrong = mismatches(messages);
  if (wrong > 0) throw new Error(`the two decoders disagree on ${wrong} messages`);
  readAll(messages, WARM_UP);
  decodeAll(messages, FULL / 4);
  const fast: number[] = [];
  const full: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    fast.push(perCpuSecond(FAST, () => readAll(messages, FAST)));
    full.push(perCpuSecond(FULL, () => decodeAll(messages, FULL)));
  }
  const value = Math.round(median(fast));
  const peer = Math.round(median(full));
  return {
    value,
    unit: 'messages/CPU-s',
    peer: `full decoder: ${peer} messages/CPU-s`,
    ratio: Math.round((value / peer) * 10) / 10,
  };
};
