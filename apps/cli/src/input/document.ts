import { cliError, messageOf } from '../errors.ts';
import { joined } from './bytes.ts';
import type { Input } from './shape.ts';

/** What a JSON document holds. */
export type DocumentContent =
  | { readonly kind: 'frames'; readonly bytes: Buffer }
  | { readonly kind: 'records'; readonly lines: readonly string[] };

const HEX = /^(?:[0-9a-f]{2})+$/i;

/** Hexadecimal of an entry that is a frame: a string, or an object with `hex`. */
const hexOf = (entry: unknown): string | undefined => {
  if (typeof entry === 'string') return entry;
  if (typeof entry !== 'object' || entry === null || !('hex' in entry)) return undefined;
  return typeof entry.hex === 'string' ? entry.hex : undefined;
};

const framesOf = (file: string, entries: readonly unknown[]): Buffer =>
  Buffer.concat(
    entries.map((entry, at) => {
      const hex = hexOf(entry)?.replaceAll(/\s/g, '') ?? '';
      if (!HEX.test(hex))
        throw cliError('cli.content-invalid', { file, field: `${at}`, reason: 'hex digits expected' });
      return Buffer.from(hex, 'hex');
    }),
  );

const parse = (file: string, text: string): unknown => {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw cliError('cli.content-invalid', { file, reason: messageOf(error) }, error);
  }
};

/** Reads a JSON document: a list of events, of frames in hexadecimal, or one event. */
export const readDocument = async ({ file, chunks }: Input): Promise<DocumentContent> => {
  const value = parse(file, (await joined(file, chunks)).toString('utf8'));
  const entries: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (hexOf(entries[0]) !== undefined) return { kind: 'frames', bytes: framesOf(file, entries) };
  return { kind: 'records', lines: entries.map((entry) => JSON.stringify(entry)) };
};

/** Bytes of frames from hexadecimal text; white space is ignored. */
export const bytesOfHex = (file: string, text: string): Buffer => {
  const hex = text.replaceAll(/\s/g, '');
  const bytes = Buffer.from(hex, 'hex');
  if (bytes.length * 2 !== hex.length)
    throw cliError('cli.content-invalid', { file, offset: bytes.length * 2, reason: 'hex digits expected' });
  return bytes;
};
