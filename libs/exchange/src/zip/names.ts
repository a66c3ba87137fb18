import { exchangeError } from '../errors.ts';

const MOST_BYTES = 240;
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
/** Characters that some system reads as something else than a part of a name. */
// oxlint-disable-next-line no-control-regex
const FORBIDDEN = /[\u0000-\u001f\u007f\\:*?"<>|\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/;

const refused = (reason: string, offset: number): Error => exchangeError('exchange.name', { reason, offset });

const isPart = (part: string): boolean =>
  part !== '' && part !== '.' && part !== '..' && !part.endsWith('.') && part.trim() === part;

/**
 * The name of a file in a ZIP, in UTF-8: parts joined by `/`, at most 240 bytes, NFC, without empty or dotted parts, drive
 * letters, backslashes, control or direction characters. Throws `exchange.name` with the offset of the name in the file.
 */
export const entryName = (bytes: Uint8Array, offset: number): string => {
  if (bytes.length === 0 || bytes.length > MOST_BYTES) throw refused('the length of a name is out of bounds', offset);
  let name: string;
  try {
    name = decoder.decode(bytes);
  } catch {
    throw refused('a name is no UTF-8', offset);
  }
  if (name.normalize('NFC') !== name) throw refused('a name is not in NFC', offset);
  if (FORBIDDEN.test(name) || !name.split('/').every(isPart))
    throw refused('a name leads elsewhere or has forbidden characters', offset);
  return name;
};

/** What two names that would meet on some file system have in common. */
export const foldedName = (name: string): string => name.normalize('NFKC').toLowerCase();
