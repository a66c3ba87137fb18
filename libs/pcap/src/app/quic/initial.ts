import { u16, u32 } from '../text.ts';
import { clientInitialKeys, headerMask, openPacket } from './keys.ts';

const MAX_CID = 20;
const MAX_FRAMES = 512;
const VERSION_2 = 0x6b33_43cf;

/** A piece of the handshake stream. */
export interface CryptoPiece {
  readonly offset: number;
  readonly bytes: Uint8Array;
}

/** What an Initial packet of a client says in clear and, once opened, of its handshake. */
export interface InitialPacket {
  readonly version: number;
  readonly connection: Uint8Array;
  readonly pieces: readonly CryptoPiece[];
}

/** A variable-length integer (RFC 9000, section 16) and where it ends; undefined when it does not fit. */
const variable = (bytes: Uint8Array, at: number): { readonly value: number; readonly next: number } | undefined => {
  const first = bytes[at];
  if (first === undefined) return undefined;
  const size = 1 << (first >> 6);
  if (at + size > bytes.length) return undefined;
  let value = first & 0x3f;
  for (let step = 1; step < size; step += 1) value = value * 256 + (bytes[at + step] ?? 0);
  return { value, next: at + size };
};

/** Passes over an ACK frame (RFC 9000, 19.3); -1 when it does not fit. */
const skipAck = (bytes: Uint8Array, at: number, counts: boolean): number => {
  const read = (): number => {
    const field = variable(bytes, at);
    at = field?.next ?? bytes.length + 1;
    return field?.value ?? 0;
  };
  read();
  read();
  const ranges = Math.min(read(), MAX_FRAMES);
  read();
  for (let field = 0; field < ranges * 2 + (counts ? 3 : 0); field += 1) read();
  return at > bytes.length ? -1 : at;
};

/** The CRYPTO frames of a packet (RFC 9000, 19.6); other frames of Initial packets are passed over. */
const cryptoPieces = (bytes: Uint8Array): CryptoPiece[] => {
  const pieces: CryptoPiece[] = [];
  let at = 0;
  for (let frames = 0; at < bytes.length && frames < MAX_FRAMES;) {
    const type = bytes[at] ?? 0;
    at += 1;
    if (type === 0) continue;
    frames += 1;
    if (type === 1) continue;
    if (type === 2 || type === 3) {
      at = skipAck(bytes, at, type === 3);
      if (at < 0) break;
      continue;
    }
    const offset = type === 6 ? variable(bytes, at) : undefined;
    const length = offset && variable(bytes, offset.next);
    if (offset === undefined || length === undefined || length.next + length.value > bytes.length) break;
    pieces.push({ offset: offset.value, bytes: bytes.subarray(length.next, length.next + length.value) });
    at = length.next + length.value;
  }
  return pieces;
};

/** Offset of the packet number and the end of the packet, behind connection ids, token and length. */
const layoutOf = (
  bytes: Uint8Array,
): { readonly at: number; readonly end: number; readonly connection: Uint8Array } | undefined => {
  const target = bytes[5] ?? 255;
  if (target > MAX_CID || 6 + target >= bytes.length) return undefined;
  const source = bytes[6 + target] ?? 255;
  if (source > MAX_CID) return undefined;
  const token = variable(bytes, 7 + target + source);
  const length = token && variable(bytes, token.next + token.value);
  if (length === undefined || length.next + length.value > bytes.length || length.value < 20) return undefined;
  return { at: length.next, end: length.next + length.value, connection: bytes.subarray(6, 6 + target) };
};

const isInitial = (first: number, version: number): boolean =>
  (first & 0xc0) === 0xc0 && ((first >> 4) & 3) === (version === VERSION_2 ? 1 : 0);

/**
 * Opens the Initial packet at the start of a datagram from a client (RFC 9000, 17.2.2; RFC 9001, section 5): its keys follow
 * from the connection id, so that anybody on the path can. `connection` overrides the id when it was set by an earlier
 * packet. Undefined when the datagram starts with no Initial packet of a known version or does not open.
 */
export const openInitial = (bytes: Uint8Array, connection?: Uint8Array): InitialPacket | undefined => {
  if (bytes.length < 7) return undefined;
  const version = u32(bytes, 1);
  const layout = isInitial(bytes[0] ?? 0, version) ? layoutOf(bytes) : undefined;
  const keys = layout && clientInitialKeys(version, connection ?? layout.connection);
  if (layout === undefined || keys === undefined) return undefined;
  const mask = headerMask(keys, bytes.subarray(layout.at + 4, layout.at + 20));
  const first = (bytes[0] ?? 0) ^ ((mask[0] ?? 0) & 0x0f);
  const size = (first & 3) + 1;
  const header = bytes.slice(0, layout.at + size);
  header[0] = first;
  for (let step = 0; step < size; step += 1)
    header[layout.at + step] = (header[layout.at + step] ?? 0) ^ (mask[1 + step] ?? 0);
  let number = 0;
  for (let step = 0; step < size; step += 1) number = (number << 8) | (header[layout.at + step] ?? 0);
  const plain = openPacket(keys, number >>> 0, header, bytes.subarray(layout.at + size, layout.end));
  return plain && { version, connection: layout.connection, pieces: cryptoPieces(plain) };
};

/** Joins the pieces of a handshake message from offset 0: undefined while its length or a part of it is missing. */
export const joinPieces = (pieces: readonly CryptoPiece[], limit: number): Uint8Array | undefined => {
  const size = Math.min(Math.max(0, ...pieces.map(({ offset, bytes }) => offset + bytes.length)), limit);
  const all = new Uint8Array(size);
  let reached = 0;
  for (const { offset, bytes } of pieces.toSorted((a, b) => a.offset - b.offset)) {
    if (offset > reached) break;
    if (offset + bytes.length > size) break;
    all.set(bytes, offset);
    reached = Math.max(reached, offset + bytes.length);
  }
  if (reached < 4) return undefined;
  const total = 4 + (((all[1] ?? 0) << 16) | u16(all, 2));
  return total <= reached ? all.subarray(0, total) : undefined;
};
