import { deflateSync } from 'node:zlib';
import { idText } from '../src/frame.ts';
import type { CanFrame } from '../src/frame.ts';
import { toHex } from './frames.ts';

const words = (data: Uint8Array): string => [...data].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
const DLC_LENGTHS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 12, 16, 20, 24, 32, 48, 64];
const dlcOf = (frame: CanFrame): number => DLC_LENGTHS.indexOf(frame.data.length);

/** A line of candump -L. */
export const candumpLine = (frame: CanFrame): string =>
  `(${frame.time.toFixed(6)}) ${frame.channel} ${idText(frame.id, frame.extended)}${frame.fd ? '##1' : '#'}${toHex(frame.data)}`;

/** A line of Vector ASC in base hex. */
export const ascLine = (frame: CanFrame): string => {
  const id = `${frame.id.toString(16).toUpperCase()}${frame.extended ? 'x' : ''}`;
  const { time, channel, data } = frame;
  if (!frame.fd)
    return `   ${time.toFixed(6)} ${channel}  ${id}  Rx   d ${data.length} ${words(data)}  Length = 0 BitCount = 0`;
  const tail = '130000 130 303000 0 0 0 0 0';
  return `   ${time.toFixed(6)} CANFD ${channel} Rx ${id} 1 0 ${dlcOf(frame).toString(16)} ${data.length} ${words(data)} ${tail}`;
};

/** A row of PCAN TRC 2.1. */
export const trcRow = (frame: CanFrame, number: number): string =>
  `${String(number).padStart(7)} ${(frame.time * 1000).toFixed(3)} ${frame.fd ? 'FD' : 'DT'} ${frame.channel} ${frame.id
    .toString(16)
    .toUpperCase()
    .padStart(frame.extended ? 8 : 4, '0')} Rx - ${String(dlcOf(frame)).padStart(2)} ${words(frame.data)}`;

/** Header of PCAN TRC 2.1. */
export const TRC_HEADER = ';$FILEVERSION=2.1\n;$STARTTIME=43008.9201\n;$COLUMNS=N,O,T,B,I,d,R,L,D\n;\n';

/** A labelled row of the CSV form. */
export const csvRow = (frame: CanFrame, label: boolean): string =>
  `${frame.time},${frame.id.toString(16).toUpperCase()},${frame.data.length * 8},${toHex(frame.data).toUpperCase()},,${label ? 'True' : 'False'}`;

/** Header of the CSV form. */
export const CSV_HEADER = 'timestamp,CAN_ID,DLC,PAYLOAD_HEX,PAYLOAD_BIN,ANOMALY\n';

const pad4 = (bytes: Uint8Array): Uint8Array => Buffer.concat([bytes, new Uint8Array((4 - (bytes.length % 4)) % 4)]);

/** A BLF object of a type with a body; time in 10 µs or ns units by `flags` (1 or 2). */
export const blfObject = (type: number, body: Uint8Array, ticks: bigint, flags = 1): Uint8Array => {
  const head = Buffer.alloc(32);
  head.write('LOBJ', 'latin1');
  head.writeUInt16LE(32, 4);
  head.writeUInt16LE(1, 6);
  head.writeUInt32LE(32 + body.length, 8);
  head.writeUInt32LE(type, 12);
  head.writeUInt32LE(flags, 16);
  head.writeBigUInt64LE(ticks, 24);
  return pad4(Buffer.concat([head, body]));
};

const idWord = ({ id, extended }: CanFrame): number => (extended ? (id | 0x80000000) >>> 0 : id);

/** Body of a classic CAN object (types 1 and 86). */
export const blfCanBody = (frame: CanFrame, flags = 0): Uint8Array => {
  const body = Buffer.alloc(16);
  body.writeUInt16LE(Number(frame.channel), 0);
  body[2] = flags;
  body[3] = frame.data.length;
  body.writeUInt32LE(idWord(frame), 4);
  body.set(frame.data, 8);
  return body;
};

/** Body of a CAN FD object (type 100). */
export const blfFdBody = (frame: CanFrame, flags = 0): Uint8Array => {
  const body = Buffer.alloc(84);
  body.writeUInt16LE(Number(frame.channel), 0);
  body[2] = flags;
  body[3] = dlcOf(frame);
  body.writeUInt32LE(idWord(frame), 4);
  body[13] = frame.fd ? 1 : 0;
  body[14] = frame.data.length;
  body.set(frame.data, 20);
  return body;
};

/** Body of a CAN FD 64 object (type 101). */
export const blfFd64Body = (frame: CanFrame, flags = frame.fd ? 0x1000 : 0): Uint8Array => {
  const body = Buffer.alloc(40 + frame.data.length);
  body[0] = Number(frame.channel);
  body[1] = dlcOf(frame);
  body[2] = frame.data.length;
  body.writeUInt32LE(idWord(frame), 4);
  body.writeUInt32LE(flags, 12);
  body.set(frame.data, 40);
  return body;
};

/** A frame as the BLF object that suits it. */
export const blfFrame = (frame: CanFrame): Uint8Array => {
  const ticks = BigInt(Math.round(frame.time * 100_000));
  return frame.fd ? blfObject(101, blfFd64Body(frame), ticks) : blfObject(1, blfCanBody(frame), ticks);
};

/** A container around a piece of the object stream; `method` 2 packs it. */
export const blfContainer = (piece: Uint8Array, method: 0 | 2 = 2, claimed = piece.length): Uint8Array => {
  const packed = method === 2 ? deflateSync(piece) : piece;
  const head = Buffer.alloc(32);
  head.write('LOBJ', 'latin1');
  head.writeUInt16LE(16, 4);
  head.writeUInt16LE(1, 6);
  head.writeUInt32LE(32 + packed.length, 8);
  head.writeUInt32LE(10, 12);
  head.writeUInt16LE(method, 16);
  head.writeUInt32LE(claimed, 24);
  return pad4(Buffer.concat([head, packed]));
};

/** A whole BLF file: header and containers of `size` bytes each, so that objects go on from one to the next. */
export const blfFile = (objects: readonly Uint8Array[], size = 100): Uint8Array => {
  const head = Buffer.alloc(144);
  head.write('LOGG', 'latin1');
  head.writeUInt32LE(144, 4);
  const stream = Buffer.concat(objects);
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < stream.length; at += size) pieces.push(blfContainer(stream.subarray(at, at + size)));
  return new Uint8Array(Buffer.concat([head, ...pieces]));
};
