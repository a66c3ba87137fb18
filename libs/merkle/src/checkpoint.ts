import { fromBase64, toBase64 } from './base64.ts';
import { merkleError } from './errors.ts';
import { HASH_BYTES } from './hashing.ts';

const MAX_EXTENSIONS = 16;
const MAX_LINE = 1000;

/** Text of a checkpoint (C2SP tlog-checkpoint). */
export interface Checkpoint {
  /** Name of the log. */
  readonly origin: string;
  /** Number of leaves. */
  readonly size: number;
  readonly root: Uint8Array;
  /** Further lines, none of them empty. */
  readonly extensions: readonly string[];
}

/** Writes the text that is signed. */
export const formatCheckpoint = ({ origin, size, root, extensions }: Checkpoint): string =>
  [origin, String(size), toBase64(root), ...extensions].map((line) => `${line}\n`).join('');

const bad = (line: number, reason: string): Error => merkleError('merkle.bad-checkpoint', { line, reason });

/** Reads the text of a checkpoint. Throws `merkle.bad-checkpoint` with the line. */
export const parseCheckpoint = (text: string): Checkpoint => {
  if (!text.endsWith('\n')) throw bad(1, 'the last line has no end');
  const [origin = '', size = '', root = '', ...extensions] = text.slice(0, -1).split('\n');
  if (origin === '' || origin.length > MAX_LINE) throw bad(1, 'the origin is empty or too long');
  if (!/^(?:0|[1-9]\d{0,15})$/.test(size) || !Number.isSafeInteger(Number(size))) throw bad(2, 'no tree size');
  const bytes = fromBase64(root);
  if (bytes?.length !== HASH_BYTES) throw bad(3, `the root is not ${HASH_BYTES} bytes in base64`);
  if (extensions.length > MAX_EXTENSIONS) throw bad(4, 'too many lines');
  const wrong = extensions.findIndex((line) => line === '' || line.length > MAX_LINE);
  if (wrong >= 0) throw bad(wrong + 4, 'an extension line is empty or too long');
  return { origin, size: Number(size), root: bytes, extensions };
};

/** Value of the extension line that begins with `name` and a blank. */
export const extensionOf = ({ extensions }: Checkpoint, name: string): string | undefined =>
  extensions.find((line) => line.startsWith(`${name} `))?.slice(name.length + 1);
