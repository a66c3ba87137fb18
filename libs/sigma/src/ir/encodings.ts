import { Buffer } from 'node:buffer';
import { fault } from '../errors.ts';
import { say } from '../reason/reason.ts';

/** Character encodings that come before base64 in a modifier chain. */
export type Utf16 = 'utf16le' | 'utf16be' | 'utf16';

/** Bytes of `text` in UTF-16; `utf16` puts a little-endian byte order mark in front. */
export const encodeUtf16 = (text: string, encoding: Utf16): Buffer => {
  const little = Buffer.from(text, 'utf16le');
  if (encoding === 'utf16le') return little;
  if (encoding === 'utf16') return Buffer.concat([Buffer.from([0xff, 0xfe]), little]);
  return little.swap16();
};

/** Base64 of the bytes (RFC 4648 section 4). */
export const base64 = (bytes: Buffer): string => bytes.toString('base64');

/**
 * The three texts by which the bytes can appear inside a longer base64 text, one for each alignment; characters
 * that depend on neighbours are cut off (Sigma 2.1, modifier `base64offset`).
 */
export const base64Offsets = (bytes: Buffer): readonly string[] => {
  if (bytes.length < 2) throw fault('sigma.value', say('base64offset-short'));
  return [0, 1, 2].map((shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift, 0x20), bytes]).toString('base64');
    const start = [0, 2, 3][shift] ?? 0;
    const tail = [0, 3, 2][(bytes.length + shift) % 3] ?? 0;
    return encoded.slice(start, encoded.length - tail);
  });
};

/** Text of bytes that were not passed to base64; bytes that are no UTF-8 text are refused. */
export const textOf = (bytes: Buffer): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw fault('sigma.value', say('utf16-alone'));
  }
};
