import { x509Error } from './errors.ts';

/** One block of PEM (RFC 7468). */
export interface PemBlock {
  /** Words between BEGIN and the dashes, such as CERTIFICATE. */
  readonly label: string;
  readonly bytes: Uint8Array;
}

/** Bounds of {@link parsePem}. */
export interface PemLimits {
  /** Most characters of the text; default 64 MiB. */
  readonly characters?: number;
  /** Most blocks; default 10,000. */
  readonly blocks?: number;
}

const BEGIN = /^-----BEGIN ([A-Z0-9][A-Z0-9 ._-]{0,63})-----$/;
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;
const WIDTH = 64;

const decode = (text: string, line: number): Uint8Array => {
  const bytes = Buffer.from(text, 'base64');
  if (!BASE64.test(text) || text.length % 4 !== 0 || bytes.toString('base64') !== text)
    throw x509Error('x509.pem', { line, reason: 'the block is no base64' });
  return new Uint8Array(bytes);
};

/**
 * Reads all blocks of a text. Text outside of blocks is passed over, as bundles carry comments; headers inside a block
 * are refused. Throws `x509.pem` with the line, `x509.limit`. Give at least one block.
 */
export const parsePem = (
  text: string,
  { characters = 1 << 26, blocks = 10_000 }: PemLimits = {},
): readonly PemBlock[] => {
  if (text.length > characters) throw x509Error('x509.limit', { reason: `over ${characters} characters` });
  const found: PemBlock[] = [];
  let label: string | undefined;
  let body: string[] = [];
  let start = 0;
  text.split(/\r\n|\r|\n/).forEach((line, at) => {
    const trimmed = line.trimEnd();
    if (label === undefined) {
      label = BEGIN.exec(trimmed)?.[1];
      start = at + 1;
      body = [];
    } else if (trimmed === `-----END ${label}-----`) {
      if (found.length >= blocks) throw x509Error('x509.limit', { line: at + 1, reason: `over ${blocks} blocks` });
      found.push({ label, bytes: decode(body.join(''), start) });
      label = undefined;
    } else body.push(trimmed.trimStart());
  });
  if (label !== undefined) throw x509Error('x509.pem', { line: start, reason: `${label} has no end` });
  if (found.length === 0) throw x509Error('x509.pem', { line: 1, reason: 'no block' });
  return found;
};

/** Writes one block with lines of 64 characters. Throws `x509.value` for labels that are none. */
export const formatPem = ({ label, bytes }: PemBlock): string => {
  if (!BEGIN.test(`-----BEGIN ${label}-----`)) throw x509Error('x509.value', { reason: 'no label of PEM' });
  const text = Buffer.from(bytes).toString('base64');
  const lines = Array.from(
    { length: Math.ceil(text.length / WIDTH) },
    (_, at) => `${text.slice(at * WIDTH, at * WIDTH + WIDTH)}\n`,
  );
  return `-----BEGIN ${label}-----\n${lines.join('')}-----END ${label}-----\n`;
};

/** DER of a file that is DER or PEM: the first block with one of the labels. Throws `x509.pem`. */
export const derOf = (file: Uint8Array, labels: readonly string[]): Uint8Array => {
  if (file[0] === 0x30) return file;
  const block = parsePem(new TextDecoder().decode(file)).find((each) => labels.includes(each.label));
  if (block === undefined) throw x509Error('x509.pem', { line: 1, reason: `no block ${labels.join(' or ')}` });
  return block.bytes;
};
