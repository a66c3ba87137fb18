/**
 * Layout of a frame payload: records one after the other, each `u32 length (big-endian) | bytes`. With {@link PEER_FLAG}
 * each record begins with `u8 length | peer text` that tells where it came from. Compression is the business of the frame.
 */
const LENGTH_BYTES = 4;

/**
 * Format of frames whose records are reports of vehicles of which only the columns are kept: nothing in them is news (see
 * the listener). All other reports have the format `gbt32960` and become events as well.
 */
export const REPORT_FORMAT = 'gbt32960-report';

/**
 * Frames that were decrypted: `opened` ones carry the unit in clear and still the encryption byte as it came, and become
 * events; `sealed` ones are the same frames byte for byte as they came, kept as evidence and never decoded, as are reports
 * of refused vehicles.
 */
export const OPENED_FORMAT = 'gbt32960-open';
export const SEALED_FORMAT = 'gbt32960-sealed';

/** Frames of terminals and links that the gate refused, byte for byte: evidence only, never decoded. */
export const REFUSED_TERMINAL_FORMAT = 'jtt808-refused';
export const REFUSED_LINK_FORMAT = 'jtt809-refused';

/** Signed V2X messages of brokers as they came: those that verify become events of their own, see `signed-record.ts`. */
export const SPDU_FORMAT = 'v2x-spdu';

/** Formats whose frames make no events: only their columns are read, or nobody but an investigator reads them. */
export const EVENTLESS_FORMATS: ReadonlySet<string> = new Set([
  REPORT_FORMAT,
  SEALED_FORMAT,
  REFUSED_TERMINAL_FORMAT,
  REFUSED_LINK_FORMAT,
  SPDU_FORMAT,
]);

/** Bit of the frame flags: every record carries its peer, see {@link peerText}. */
export const PEER_FLAG = 8;

/** Where a record of a network listener came from. */
export interface Peer {
  readonly ip: string;
  readonly port: number;
  /** Vehicle that the carrier names, such as the topic of an MQTT message. */
  readonly vin?: string;
}

/** Peer as text, at most 255 bytes. */
export const peerText = (peer: Peer): string =>
  `${peer.ip.slice(0, 64)} ${peer.port}${peer.vin === undefined ? '' : ` ${peer.vin.slice(0, 64)}`}`;

/** Reads what {@link peerText} wrote; unknown text gives an empty peer. */
export const readPeer = (text: string): Peer => {
  const [ip = '', port = '0', vin] = text.split(' ');
  return { ip, port: Number(port) || 0, ...(vin === undefined ? {} : { vin }) };
};

/** A payload under construction; grows, and is reused for the next frame. */
export interface RecordWriter {
  /** Adds `record[from .. to)`, all of it unless said otherwise. */
  readonly add: (record: Uint8Array, peer?: Peer, from?: number, to?: number) => void;
  readonly count: () => number;
  readonly bytes: () => number;
  /** The payload so far as a copy, and an empty writer. */
  readonly finish: () => Buffer;
  /**
   * The payload so far in the memory it was written to, and an empty writer. Whoever takes it gives it back when it is
   * used up: fresh memory costs more than what is written to it.
   */
  readonly lend: () => { readonly payload: Buffer; readonly giveBack: () => void };
  /** Gives the memory back; what was not finished is lost. */
  readonly close: () => void;
}

const NOBODY = Buffer.alloc(0);

const TOLD = Symbol('text of the peer as bytes');

/**
 * Text of a peer as bytes, kept with the peer, because a connection names the same one with every record; a map beside it
 * would be searched for every report of a large fleet. Copies of a peer do not take it along.
 */
const toldOf = (peer: (Peer & { readonly [TOLD]?: Buffer }) | undefined): Buffer => {
  if (!peer) return NOBODY;
  const kept = peer[TOLD];
  if (kept) return kept;
  const bytes = Buffer.from(peerText(peer));
  if (Object.isExtensible(peer)) Object.defineProperty(peer, TOLD, { value: bytes });
  return bytes;
};

/** Copies without a view of the range: it would cost more than the copy. */
const copyRange = (record: Uint8Array, from: number, to: number, target: Buffer, at: number): void => {
  if (Buffer.isBuffer(record)) record.copy(target, at, from, to);
  else target.set(record.subarray(from, to), at);
};

const FIRST_BYTES = 64 * 1024;
/** Pieces of a writer that wait to be used again; when the disk is slow as many payloads are under way. */
const MOST_SPARE = 8;

/** Memory that payloads are written to, used again and again: the system charges more for a fresh page than we for its bytes. */
export interface Memory {
  /** A piece that was given back, else a fresh one of so many bytes. */
  readonly take: (bytes: number) => Buffer;
  readonly give: (buffer: Buffer) => void;
}

/** Memory of which at most `most` pieces are kept while nobody uses them. */
export const memoryOf = (most: number): Memory => {
  const spare: Buffer[] = [];
  return {
    take: (bytes) => spare.pop() ?? Buffer.allocUnsafe(bytes),
    give: (buffer) => {
      if (spare.length < most) spare.push(buffer);
    },
  };
};

/** Creates a writer. `withPeers` and the frame flag go together. */
export const recordWriter = (options: { readonly withPeers: boolean; readonly memory?: Memory }): RecordWriter => {
  const memory = options.memory ?? memoryOf(MOST_SPARE);
  let buffer = memory.take(FIRST_BYTES);
  let used = 0;
  let count = 0;
  const reserve = (more: number): void => {
    if (used + more <= buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(buffer.length * 2, used + more));
    buffer.copy(larger, 0, 0, used);
    buffer = larger;
  };
  const empty = (): void => {
    used = 0;
    count = 0;
  };
  return {
    add: (record, peer, from = 0, to = record.length) => {
      const told = options.withPeers ? toldOf(peer) : undefined;
      const length = to - from + (told ? told.length + 1 : 0);
      reserve(LENGTH_BYTES + length);
      used = buffer.writeUInt32BE(length, used);
      if (told) {
        used = buffer.writeUInt8(told.length, used);
        used += told.copy(buffer, used);
      }
      copyRange(record, from, to, buffer, used);
      used += to - from;
      count += 1;
    },
    count: () => count,
    bytes: () => used,
    finish: () => {
      const payload = Buffer.from(buffer.subarray(0, used));
      empty();
      return payload;
    },
    lend: () => {
      const lent = buffer;
      const payload = lent.subarray(0, used);
      // The next payload will be about as large.
      buffer = memory.take(lent.length);
      empty();
      return { payload, giveBack: () => memory.give(lent) };
    },
    close: () => {
      memory.give(buffer);
      buffer = Buffer.alloc(0);
      empty();
    },
  };
};

/** A record with its peer. */
export interface ReadRecord {
  /** View on the payload. */
  readonly bytes: Uint8Array;
  readonly peer: Peer | undefined;
}

/**
 * Walks over the records of a payload without making an object for any: `visit` hears their place and their bytes
 * `from .. to` in the payload; the text of the peer ends at `from`. Ends early at a length that runs past the end: a frame that we wrote never has one.
 */
export const eachRecord = (
  payload: Buffer,
  withPeers: boolean,
  visit: (index: number, from: number, to: number, peerFrom: number) => void,
): void => {
  let at = 0;
  for (let index = 0; at + LENGTH_BYTES <= payload.length; index += 1) {
    const length = payload.readUInt32BE(at);
    const start = at + LENGTH_BYTES;
    const end = start + length;
    if (end > payload.length) return;
    const from = withPeers && length > 0 ? Math.min(start + 1 + (payload[start] ?? 0), end) : start;
    visit(index, from, end, Math.min(start + 1, from));
    at = end;
  }
};

/** Reads a payload. Ends early at a length that runs past the end: a frame that we wrote never has one. */
export const readRecords = (payload: Uint8Array, withPeers: boolean): ReadRecord[] => {
  const buffer = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength);
  const records: ReadRecord[] = [];
  eachRecord(buffer, withPeers, (_, from, to, peerFrom) => {
    const peer = withPeers ? readPeer(buffer.toString('utf8', peerFrom, from)) : undefined;
    records.push({ bytes: buffer.subarray(from, to), peer });
  });
  return records;
};
