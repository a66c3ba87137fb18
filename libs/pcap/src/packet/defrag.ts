import type { Packet } from './packet.ts';
import { decodeTransport } from './transport.ts';

const MAX_DATAGRAMS = 1024;
const MAX_PIECES = 128;
const MAX_BYTES = 65_535;
const TIMEOUT_SECONDS = 60;

interface Piece {
  readonly offset: number;
  readonly bytes: Uint8Array;
}

interface Datagram {
  readonly pieces: Piece[];
  readonly started: number;
  /** Length by the last fragment, -1 until it was seen. */
  total: number;
}

/** Bounds of {@link createDefragmenter} as it counts what it gave up. */
interface DefragmentStats {
  /** Datagrams put together, and datagrams or fragments given up. */
  readonly complete: number;
  readonly dropped: number;
  readonly pending: number;
}

/** Puts fragments of IPv4 (RFC 791) and IPv6 (RFC 8200, 4.5) together. */
export interface Defragmenter {
  /** Takes a fragment; true when it completed a datagram, and `packet` is now the whole of it. */
  readonly add: (packet: Packet, seconds: number) => boolean;
  readonly stats: () => DefragmentStats;
}

const keyOf = (p: Packet): string =>
  `${p.ident}/${p.proto}/${p.vlan}/${p.s0},${p.s1},${p.s2},${p.s3}/${p.d0},${p.d1},${p.d2},${p.d3}`;

/** Joins the pieces; the first one to come keeps a byte that two of them claim. Undefined while a hole is left. */
const join = (datagram: Datagram): Uint8Array | undefined => {
  const whole = new Uint8Array(datagram.total);
  const filled = new Uint8Array(datagram.total);
  let missing = datagram.total;
  for (const { offset, bytes } of datagram.pieces) {
    for (let at = 0; at < bytes.length && offset + at < whole.length; at += 1) {
      if (filled[offset + at] === 1) continue;
      filled[offset + at] = 1;
      whole[offset + at] = bytes[at] ?? 0;
      missing -= 1;
    }
  }
  return missing === 0 ? whole : undefined;
};

/** True when the pieces could cover the datagram: cheap to ask, so that joining is tried once and not for every piece. */
const mayBeWhole = (datagram: Datagram): boolean =>
  datagram.total >= 0 && datagram.pieces.reduce((sum, piece) => sum + piece.bytes.length, 0) >= datagram.total;

/**
 * A bounded defragmenter: at most 1,024 datagrams at a time (the oldest goes first), 128 fragments and 65,535 bytes each,
 * 60 seconds of capture time. Overlapping bytes keep the value that came first.
 */
export const createDefragmenter = (): Defragmenter => {
  const open = new Map<string, Datagram>();
  let complete = 0;
  let dropped = 0;
  const drop = (key: string): void => {
    if (open.delete(key)) dropped += 1;
  };
  const openFor = (key: string, seconds: number): Datagram => {
    const known = open.get(key);
    if (known !== undefined && seconds - known.started <= TIMEOUT_SECONDS) return known;
    drop(key);
    const [oldest] = open.keys();
    if (open.size >= MAX_DATAGRAMS && oldest !== undefined) drop(oldest);
    const fresh: Datagram = { pieces: [], started: seconds, total: -1 };
    open.set(key, fresh);
    return fresh;
  };
  const add = (packet: Packet, seconds: number): boolean => {
    const size = packet.to - packet.from;
    const key = keyOf(packet);
    const datagram = openFor(key, seconds);
    if (packet.fragmentOffset + size > MAX_BYTES || datagram.pieces.length >= MAX_PIECES) {
      drop(key);
      return false;
    }
    datagram.pieces.push({ offset: packet.fragmentOffset, bytes: packet.bytes.slice(packet.from, packet.to) });
    if (!packet.moreFragments && datagram.total < 0) datagram.total = packet.fragmentOffset + size;
    const whole = mayBeWhole(datagram) ? join(datagram) : undefined;
    if (whole === undefined) return false;
    open.delete(key);
    complete += 1;
    packet.bytes = whole;
    packet.from = 0;
    packet.to = whole.length;
    packet.fragment = false;
    decodeTransport(packet);
    return true;
  };
  return { add, stats: () => ({ complete, dropped, pending: open.size }) };
};
