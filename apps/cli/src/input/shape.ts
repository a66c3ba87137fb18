import { DETECT_BYTES, detectFormat, type BinaryFormat, type LogFormat } from '@chedun/logs';
import type { CanFormat } from '@chedun/can';
import { cliError } from '../errors.ts';
import { chunksOf } from './bytes.ts';
import { canLogOf, isCapture } from './captures.ts';

/** How the records of a file lie in it. */
type Shape =
  /** One record a line. */
  | { readonly kind: 'lines'; readonly format: Exclude<LogFormat, 'evtx' | BinaryFormat> }
  | { readonly kind: 'evtx'; readonly format: 'evtx' }
  /** GB/T 32960 frames one after the other, as bytes or as hexadecimal text. */
  | { readonly kind: 'frames'; readonly format: 'gbt32960'; readonly text: 'binary' | 'hex' }
  /** Packets of a network, pcap or pcapng. */
  | { readonly kind: 'capture'; readonly format: 'capture' }
  /** Frames of a CAN bus. */
  | { readonly kind: 'can'; readonly format: `can ${CanFormat}`; readonly can: CanFormat }
  /** One JSON document over many lines: a list of records or of frames in hexadecimal, or a single record. */
  | { readonly kind: 'document'; readonly format: 'json' };

/** A file that was looked at. */
export interface Input {
  readonly file: string;
  readonly shape: Shape;
  /** Everything in it, from the start; can be read once. */
  readonly chunks: AsyncIterable<Buffer>;
}

const HEX_FRAMES = /^\s*(?:2323|2424)[0-9a-f\s]*$/i;
const DOCUMENT = /^(?:\uFEFF)?\s*(?:\[|\{\s*\r?\n)/;

const shapeOf = (head: Buffer): Shape | undefined => {
  if (isCapture(head)) return { kind: 'capture', format: 'capture' };
  const can = canLogOf(head);
  if (can !== undefined) return { kind: 'can', format: `can ${can}`, can };
  const format = detectFormat(head);
  if (format === 'evtx') return { kind: 'evtx', format };
  if (format === 'gbt32960') return { kind: 'frames', format, text: 'binary' };
  const text = head.toString('utf8', 0, 4096);
  if (HEX_FRAMES.test(text)) return { kind: 'frames', format: 'gbt32960', text: 'hex' };
  if (DOCUMENT.test(text)) return { kind: 'document', format: 'json' };
  return format === undefined ? undefined : { kind: 'lines', format };
};

async function* chain(head: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  try {
    if (head.length > 0) yield head;
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}

/** Opens a file and tells what it holds. Throws `cli.file-unreadable` and `cli.format-unknown`. */
export const openInput = async (file: string): Promise<Input> => {
  const chunks = chunksOf(file);
  let head: Buffer = Buffer.alloc(0);
  while (head.length < DETECT_BYTES) {
    const next = await chunks.next();
    if (next.done === true) break;
    head = Buffer.concat([head, next.value]);
  }
  const shape = shapeOf(head);
  if (shape === undefined) {
    await chunks.return(undefined);
    const reason = head.length === 0 ? 'the file is empty' : 'its first lines have the shape of no known format';
    throw cliError('cli.format-unknown', { file, reason });
  }
  return { file, shape, chunks: chain(head, chunks) };
};
