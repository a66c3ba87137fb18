import { journalError } from '../errors.ts';

const BLOCK = 512;
const NAME_BYTES = 100;
const SIZE_AT = 124;
const SUM_AT = 148;

/** A file of an archive. */
export interface TarEntry {
  readonly name: string;
  readonly content: Uint8Array;
}

const checksum = (header: Buffer): number => {
  const copy = Buffer.from(header);
  copy.fill(0x20, SUM_AT, SUM_AT + 8);
  return copy.reduce((sum, byte) => sum + byte, 0);
};

/** Head and padded content of one file (POSIX ustar). Names of at most 100 bytes; nothing of the machine goes into it. */
export const tarEntry = ({ name, content }: TarEntry): Buffer => {
  if (Buffer.byteLength(name) > NAME_BYTES) throw new RangeError(`the name ${name} is too long`);
  const header = Buffer.alloc(BLOCK);
  header.write(name, 0);
  header.write('0000644\0' + '0000000\0' + '0000000\0', 100);
  header.write(`${content.length.toString(8).padStart(11, '0')}\0`, SIZE_AT);
  header.write('00000000000\0', 136);
  header.write('0', 156);
  header.write('ustar\u000000', 257);
  header.write(`${checksum(header).toString(8).padStart(6, '0')}\0 `, SUM_AT);
  return Buffer.concat([header, content, Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK)]);
};

/** End of an archive. */
export const TAR_END: Buffer = Buffer.alloc(2 * BLOCK);

const bad = (offset: number, reason: string): Error => journalError('journal.bad_export', { offset, reason });

const octal = (header: Buffer, at: number, length: number): number =>
  Number.parseInt(header.toString('latin1', at, at + length).replaceAll(/[\0 ]/g, '') || '0', 8);

/** Name and size that a block states; undefined for the end. Throws `journal.bad_export`. */
export const readTarHeader = (
  header: Buffer,
  offset: number,
): { readonly name: string; readonly size: number } | undefined => {
  if (header.length < BLOCK) throw bad(offset, 'the file is cut off');
  if (header.every((byte) => byte === 0)) return undefined;
  if (checksum(header) !== octal(header, SUM_AT, 8)) throw bad(offset, 'the checksum of the header does not match');
  const name = header.toString('utf8', 0, NAME_BYTES).replace(/\0.*$/s, '');
  const size = octal(header, SIZE_AT, 12);
  if (!Number.isSafeInteger(size) || size < 0) throw bad(offset, 'no size');
  return { name, size };
};
