import { MAX_FRAME_BYTES } from './frame.ts';
import type { CaptureFault, CaptureReader, Frame } from './frame.ts';

const SECTION = 0x0a0d0d0a;
const INTERFACE = 1;
const OBSOLETE_PACKET = 2;
const SIMPLE_PACKET = 3;
const ENHANCED_PACKET = 6;
const BYTE_ORDER = 0x1a2b3c4d;
const MIN_BLOCK_BYTES = 12;
const MAX_BLOCK_BYTES = 16 * 1024 * 1024;
const MAX_INTERFACES = 4096;
const OPTION_RESOLUTION = 9;
const OPTION_OFFSET = 14;

interface Interface {
  readonly linkType: number;
  readonly snapLength: number;
  /** Units a second; undefined for microseconds, which need no big numbers. */
  readonly unitsPerSecond: bigint | undefined;
  readonly offsetSeconds: number;
}

interface State {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  little: boolean;
  interfaces: Interface[];
  at: number;
  fault: CaptureFault | undefined;
}

const unitsOf = (resolution: number): bigint | undefined => {
  if (resolution === 6) return undefined;
  const power = BigInt(resolution & 0x7f);
  return resolution & 0x80 ? 1n << power : 10n ** power;
};

const readInterface = ({ view, little }: State, from: number, to: number): Interface => {
  let unitsPerSecond: bigint | undefined;
  let offsetSeconds = 0;
  for (let at = from + 8; at + 4 <= to;) {
    const code = view.getUint16(at, little);
    const size = view.getUint16(at + 2, little);
    if (code === 0 || at + 4 + size > to) break;
    if (code === OPTION_RESOLUTION && size === 1) unitsPerSecond = unitsOf(view.getUint8(at + 4));
    if (code === OPTION_OFFSET && size === 8) offsetSeconds = Number(view.getBigInt64(at + 4, little));
    at += 4 + ((size + 3) & ~3);
  }
  return {
    linkType: view.getUint16(from, little),
    snapLength: view.getUint32(from + 4, little),
    unitsPerSecond,
    offsetSeconds,
  };
};

const MAX_SECONDS = 0xffff_ffff;

const setTime = (frame: Frame, high: number, low: number, from: Interface): void => {
  if (from.unitsPerSecond === undefined) {
    const micros = high * 0x1_0000_0000 + low;
    frame.seconds = Math.floor(micros / 1_000_000);
    frame.micros = micros - frame.seconds * 1_000_000;
  } else {
    const units = (BigInt(high) << 32n) | BigInt(low);
    frame.seconds = Number(units / from.unitsPerSecond);
    frame.micros = Number(((units % from.unitsPerSecond) * 1_000_000n) / from.unitsPerSecond);
  }
  frame.seconds = Math.min(Math.max(frame.seconds + from.offsetSeconds, 0), MAX_SECONDS);
};

const stop = (state: State, reason: string): false => {
  state.fault = { offset: state.at, reason };
  return false;
};

/** Fills a frame from an enhanced, obsolete or simple packet block whose body is `from` to `to`. */
const readPacket = (state: State, type: number, from: number, to: number, frame: Frame): boolean => {
  const { view, little } = state;
  const simple = type === SIMPLE_PACKET;
  const header = simple ? 4 : 20;
  if (to - from < header) return stop(state, 'a packet block is too short for its header');
  const number = simple ? 0 : type === ENHANCED_PACKET ? view.getUint32(from, little) : view.getUint16(from, little);
  const face = state.interfaces[number];
  if (face === undefined) return stop(state, `a packet names interface ${number}, which was not described`);
  frame.wireLength = view.getUint32(simple ? from : from + 16, little);
  const limit = face.snapLength === 0 ? frame.wireLength : Math.min(frame.wireLength, face.snapLength);
  const captured = simple ? Math.min(limit, to - from - header) : view.getUint32(from + 12, little);
  if (captured > MAX_FRAME_BYTES || captured > to - from - header)
    return stop(state, `a frame of ${captured} bytes does not fit its block`);
  frame.linkType = face.linkType;
  frame.from = from + header;
  frame.to = frame.from + captured;
  if (simple) frame.seconds = frame.micros = 0;
  else setTime(frame, view.getUint32(from + 4, little), view.getUint32(from + 8, little), face);
  return true;
};

const startSection = (state: State): boolean => {
  const { view, bytes, at } = state;
  if (bytes.length - at < 28) return stop(state, 'the section header is cut off');
  if (view.getUint32(at + 8, true) === BYTE_ORDER) state.little = true;
  else if (view.getUint32(at + 8, false) === BYTE_ORDER) state.little = false;
  else return stop(state, 'the byte-order magic of the section is unknown');
  state.interfaces = [];
  return true;
};

/** Handles the block at `state.at`; 'frame' when it carried one, 'other' when not, 'fault' when it could not be read. */
const readBlock = (state: State, frame: Frame): 'frame' | 'other' | 'fault' => {
  const { view, bytes, at } = state;
  if (bytes.length - at < MIN_BLOCK_BYTES) return stop(state, 'the last block is cut off') || 'fault';
  if (view.getUint32(at, state.little) === SECTION && !startSection(state)) return 'fault';
  const type = view.getUint32(at, state.little);
  const total = view.getUint32(at + 4, state.little);
  if (total < MIN_BLOCK_BYTES || total % 4 !== 0 || total > MAX_BLOCK_BYTES)
    return stop(state, `a block cannot have ${total} bytes`) || 'fault';
  if (total > bytes.length - at) return stop(state, 'the last block is cut off') || 'fault';
  if (view.getUint32(at + total - 4, state.little) !== total)
    return stop(state, 'the two lengths of a block differ') || 'fault';
  const from = at + 8;
  const to = at + total - 4;
  if (type === INTERFACE) {
    if (to - from < 8) return stop(state, 'an interface block is too short') || 'fault';
    if (state.interfaces.length >= MAX_INTERFACES) return stop(state, 'too many interfaces') || 'fault';
    state.interfaces.push(readInterface(state, from, to));
  }
  const isPacket = type === ENHANCED_PACKET || type === SIMPLE_PACKET || type === OBSOLETE_PACKET;
  if (isPacket && !readPacket(state, type, from, to, frame)) return 'fault';
  state.at += total;
  return isPacket ? 'frame' : 'other';
};

/**
 * Reader of pcapng: sections of either byte order, up to 4,096 interfaces a section with their resolution (`if_tsresol`)
 * and offset (`if_tsoffset`), enhanced, simple and obsolete packet blocks; other blocks are passed over. Undefined when
 * the bytes do not start with a section header. Both lengths of a block must agree; a block has at most 16 MiB.
 */
export const pcapngReader = (bytes: Uint8Array): CaptureReader | undefined => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 28 || view.getUint32(0) !== SECTION) return undefined;
  const state: State = { bytes, view, little: true, interfaces: [], at: 0, fault: undefined };
  const next = (frame: Frame): boolean => {
    while (state.fault === undefined && state.at < bytes.length) if (readBlock(state, frame) === 'frame') return true;
    return false;
  };
  return { format: 'pcapng', next, fault: () => state.fault };
};
