import { jttError } from './errors.ts';

/**
 * STRING fields are GBK (JT/T 808 clause 4.2); GB 18030 is read, which contains it.
 *
 * Decoding loses nothing: a field that is not canonical GB 18030 comes out byte by byte, bytes from 80 on as the lone
 * surrogates U+DC80-U+DCFF, and {@link encodeText} turns those back into the same bytes.
 */
const ESCAPE = 0xdc00;
const FOUR_BYTE_PLANE = 189_000;
const decoder = new TextDecoder('gb18030', { fatal: true });

const lossless = (bytes: Uint8Array): string => {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte < 0x80 ? byte : ESCAPE + byte);
  return text;
};

const canonical = (bytes: Uint8Array): string | undefined => {
  try {
    const text = decoder.decode(bytes);
    return Buffer.compare(encodeText(text), bytes) === 0 ? text : undefined;
  } catch {
    return undefined;
  }
};

/** Text of a field with everything it holds, 00 bytes too. Never throws. */
export const decodeText = (bytes: Uint8Array): string => {
  if (bytes.every((byte) => byte < 0x80))
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  return canonical(bytes) ?? lossless(bytes);
};

/** Text of a field of fixed width: the 00 bytes that pad it at the end are cut. Never throws. */
export const decodePadded = (bytes: Uint8Array): string => {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end -= 1;
  return decodeText(bytes.subarray(0, end));
};

const fourBytes = (linear: number): Uint8Array =>
  Uint8Array.of(
    0x81 + Math.floor(linear / 12_600),
    0x30 + (Math.floor(linear / 1260) % 10),
    0x81 + (Math.floor(linear / 10) % 126),
    0x30 + (linear % 10),
  );

let reverse: ReadonlyMap<string, Uint8Array> | undefined;

/** Codes of the Basic Multilingual Plane, read back from the decoder on first use. */
const reverseTable = (): ReadonlyMap<string, Uint8Array> => {
  if (reverse !== undefined) return reverse;
  const table = new Map<string, Uint8Array>();
  const add = (bytes: Uint8Array): void => {
    try {
      const text = decoder.decode(bytes);
      if (text.length === 1 && !table.has(text)) table.set(text, bytes);
    } catch {
      // an unassigned code
    }
  };
  for (let lead = 0x81; lead <= 0xfe; lead += 1) {
    for (let trail = 0x40; trail <= 0xfe; trail += 1) if (trail !== 0x7f) add(Uint8Array.of(lead, trail));
  }
  for (let linear = 0; linear < 39_420; linear += 1) add(fourBytes(linear));
  reverse = table;
  return table;
};

const charBytes = (char: string): Uint8Array => {
  const point = char.codePointAt(0) ?? 0;
  if (point < 0x80 || (point >= ESCAPE + 0x80 && point <= ESCAPE + 0xff)) return Uint8Array.of(point & 0xff);
  if (point >= 0x1_0000) return fourBytes(FOUR_BYTE_PLANE + point - 0x1_0000);
  const bytes = reverseTable().get(char);
  if (bytes === undefined) throw jttError('jtt808.range', { field: 'text', reason: 'GB 18030 has no such character' });
  return bytes;
};

/** GB 18030 bytes of a text, not padded. Throws `jtt808.range` for a lone surrogate that is no escaped byte. */
export const encodeText = (text: string): Uint8Array => Buffer.concat([...text].map(charBytes));
