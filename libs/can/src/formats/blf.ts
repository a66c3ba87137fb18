import { inflateSync } from 'node:zlib';
import { copyOf } from '../frame.ts';
import type { CanRecord } from '../frame.ts';
import { readBlfObject } from './blf-object.ts';
import type { CanReader } from './text.ts';

/** Largest object, packed or unpacked, that is read; Vector's own writers use 128 KiB. */
const MAX_OBJECT = 16 * 1024 * 1024;
const FILE_HEADER = 144;
const BASE_HEADER = 16;
const CONTAINER = 10;
const CONTAINER_HEADER = 16;
const SIGNATURE = 0x4a424f4c; // LOBJ
/** Objects are padded to a multiple of 4 in most files and not at all in some. */
const MOST_PADDING = 8;
/**
 * Containers of a file that are tried in vain: zlib frees what a failed attempt took (about 10 KB) only after the call that
 * pushed the bytes.
 */
const MOST_BROKEN = 1000;

/** Bytes that wait for the rest of their object. */
interface Backlog {
  bytes: Uint8Array;
  /** Offset of the first waiting byte in its stream. */
  offset: number;
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const join = (left: Uint8Array, right: Uint8Array): Uint8Array =>
  left.length === 0 ? right : new Uint8Array(Buffer.concat([left, right]));

const unpack = (body: Uint8Array): Uint8Array | string => {
  if (body.length < CONTAINER_HEADER) return 'the container is too short';
  const view = viewOf(body);
  const [method, size] = [view.getUint16(0, true), view.getUint32(8, true)];
  const packed = body.subarray(CONTAINER_HEADER);
  if (method === 0) return packed;
  if (method !== 2) return `unknown compression ${method}`;
  if (size > MAX_OBJECT) return `the container unpacks to ${size} bytes`;
  try {
    const bytes = inflateSync(packed, { maxOutputLength: Math.max(size, 1) });
    return bytes.length === size ? bytes : `the container unpacks to ${bytes.length} bytes instead of ${size}`;
  } catch {
    return 'the container cannot be unpacked';
  }
};

/** Unpacks the containers of one file, until too many were tried in vain. */
const createUnpacker = (): typeof unpack => {
  let broken = 0;
  return (body) => {
    if (broken >= MOST_BROKEN) return `a container after ${MOST_BROKEN} that could not be unpacked`;
    const bytes = unpack(body);
    if (typeof bytes === 'string') broken += 1;
    return bytes;
  };
};

/** Cuts whole objects off the front of a backlog; tells where the stream is no chain of objects. */
const cut = (
  log: Backlog,
  take: (object: Uint8Array, at: number) => void,
  fault: (reason: string, at: number) => void,
): void => {
  const { bytes } = log;
  const view = viewOf(bytes);
  let at = 0;
  let lost = -1;
  while (at + BASE_HEADER <= bytes.length) {
    if (view.getUint32(at, true) !== SIGNATURE) {
      if (lost < 0) lost = at;
      at += 1;
      continue;
    }
    const size = view.getUint32(at + 8, true);
    if (lost >= 0 && at - lost > MOST_PADDING) fault(`${at - lost} bytes are no object`, log.offset + lost);
    lost = -1;
    if (size < BASE_HEADER || size > MAX_OBJECT) {
      fault(`an object of ${size} bytes`, log.offset + at);
      at += 4;
      continue;
    }
    if (at + size > bytes.length) break;
    take(bytes.subarray(at, at + size), log.offset + at);
    at += size;
  }
  if (lost >= 0 && at - lost > MOST_PADDING) fault(`${at - lost} bytes are no object`, log.offset + lost);
  log.bytes = copyOf(bytes, at);
  log.offset += at;
};

/**
 * Reader of Vector BLF: zlib containers, objects that go on in the next container, CAN, CAN FD and error objects; other objects give
 * nothing. Times are seconds from the start of the measurement, channels are numbers from 1. At most 16 MiB of an object are held
 * back, no container unpacks to more than it states or 16 MiB, and after 1,000 broken ones no more are unpacked. `offset` of a fault is the byte of the file; inside of a
 * container it is the byte of the unpacked stream.
 */
export const createBlfReader = (): CanReader => {
  const outer: Backlog = { bytes: new Uint8Array(0), offset: 0 };
  const inner: Backlog = { bytes: new Uint8Array(0), offset: 0 };
  const unpackNext = createUnpacker();
  let headerLeft = -1;
  let records: CanRecord[] = [];
  const fault = (reason: string, offset: number): void => {
    records.push({ kind: 'fault', reason, offset });
  };
  const takeObject = (object: Uint8Array, offset: number): void => {
    const result = readBlfObject(object);
    if (typeof result === 'string') fault(result, offset);
    else if (result !== undefined) records.push({ kind: 'frame', ...result });
  };
  const takeOuter = (object: Uint8Array, offset: number): void => {
    const view = viewOf(object);
    if (view.getUint32(12, true) !== CONTAINER) return takeObject(object, offset);
    const bytes = unpackNext(object.subarray(Math.min(Math.max(view.getUint16(4, true), BASE_HEADER), object.length)));
    if (typeof bytes === 'string') return fault(bytes, offset);
    inner.bytes = join(inner.bytes, bytes);
    cut(inner, takeObject, fault);
  };
  const skipHeader = (): void => {
    if (headerLeft < 0) {
      if (outer.bytes.length < 8) return;
      const isBlf = Buffer.from(outer.bytes.subarray(0, 4)).toString('latin1') === 'LOGG';
      if (!isBlf) fault('the file does not start with LOGG', 0);
      headerLeft = isBlf ? Math.max(viewOf(outer.bytes).getUint32(4, true), FILE_HEADER) : 0;
      if (headerLeft > 65_536) headerLeft = FILE_HEADER;
    }
    const skip = Math.min(headerLeft, outer.bytes.length);
    outer.bytes = copyOf(outer.bytes, skip);
    outer.offset += skip;
    headerLeft -= skip;
  };
  const drain = (): readonly CanRecord[] => {
    const drained = records;
    records = [];
    return drained;
  };
  return {
    push: (bytes) => {
      outer.bytes = join(outer.bytes, bytes);
      if (headerLeft !== 0) skipHeader();
      if (headerLeft === 0) cut(outer, takeOuter, fault);
      return drain();
    },
    end: () => {
      for (const log of [inner, outer])
        if (log.bytes.some((byte) => byte !== 0))
          fault(`${log.bytes.length} bytes are left over at the end`, log.offset);
      outer.bytes = new Uint8Array(0);
      inner.bytes = new Uint8Array(0);
      return drain();
    },
  };
};
