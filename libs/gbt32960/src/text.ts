import { gbtError } from './errors.ts';

/**
 * STRING fields: ASCII, Chinese in GB 18030, padded with 00 (GB/T 32960.3 clause 4.3).
 *
 * Decoding loses nothing: a field that is not canonical GB 18030 comes out byte by byte, bytes from 80 on as the lone
 * surrogates U+DC80-U+DCFF, and {@link encodeText} turns those back into the same bytes.
 */
const ESCAPE = 0xdc00;
const decoder = new TextDecoder('gb18030', { fatal: true });

const isAscii = (bytes: Uint8Array): boolean => bytes.every((byte) => byte < 0x80);

const escaped = (bytes: Uint8Array): string => {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte < 0x80 ? byte : ESCAPE + byte);
  return text;
};

const canonical = (bytes: Uint8Array): string | undefined => {
  try {
    const text = decoder.decode(bytes);
    return Buffer.compare(gb18030Bytes(text), bytes) === 0 ? text : undefined;
  } catch {
    return undefined;
  }
};

/** Text of a field; trailing 00 bytes are padding and are cut. Never throws. */
export const decodeText = (bytes: Uint8Array): string => {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end -= 1;
  const used = bytes.subarray(0, end);
  return isAscii(used)
    ? Buffer.from(used.buffer, used.byteOffset, end).toString('latin1')
    : (canonical(used) ?? escaped(used));
};

let table: ReadonlyMap<number, Uint8Array> | undefined;

/** Every two- and four-byte code of the Basic Multilingual Plane, read back from the decoder on first use. */
const reverseTable = (): ReadonlyMap<number, Uint8Array> => {
  if (table !== undefined) return table;
  const built = new Map<number, Uint8Array>();
  const add = (bytes: Uint8Array): void => {
    try {
      const text = decoder.decode(bytes);
      if (text.length === 1 && !built.has(text.charCodeAt(0))) built.set(text.charCodeAt(0), bytes);
    } catch {
      // an unassigned code
    }
  };
  for (let lead = 0x81; lead <= 0xfe; lead += 1) {
    for (let trail = 0x40; trail <= 0xfe; trail += 1) if (trail !== 0x7f) add(Uint8Array.of(lead, trail));
  }
  for (let linear = 0; linear < 39_420; linear += 1) add(fourBytes(linear));
  table = built;
  return built;
};

const fourBytes = (linear: number): Uint8Array =>
  Uint8Array.of(
    0x81 + Math.floor(linear / 12_600),
    0x30 + (Math.floor(linear / 1260) % 10),
    0x81 + (Math.floor(linear / 10) % 126),
    0x30 + (linear % 10),
  );

const SUPPLEMENTARY_LINEAR = 189_000;

const gb18030Bytes = (text: string): Buffer => {
  const parts: Uint8Array[] = [];
  for (const char of text) {
    const point = char.codePointAt(0) ?? 0;
    const isEscape = point >= ESCAPE + 0x80 && point <= ESCAPE + 0xff;
    if (point < 0x80 || isEscape) parts.push(Uint8Array.of(point & 0xff));
    else if (point >= 0x10000) parts.push(fourBytes(SUPPLEMENTARY_LINEAR + point - 0x10000));
    else {
      const bytes = reverseTable().get(point);
      if (bytes === undefined)
        throw gbtError('gbt32960.range', { field: 'text', reason: 'GB 18030 has no such character' });
      parts.push(bytes);
    }
  }
  return Buffer.concat(parts);
};

/** GB 18030 bytes of a text, not padded. Throws `gbt32960.range` for a lone surrogate that is no escaped byte. */
export const encodeText = (text: string): Uint8Array => gb18030Bytes(text);
