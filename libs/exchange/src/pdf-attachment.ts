import { inflateSync } from 'node:zlib';
import { exchangeError } from './errors.ts';

const MOST_OBJECTS = 200_000;
const MOST_BYTES = 32 * 1024 * 1024;
/** Longest dictionary of a stream that is looked at. */
const HEAD = 2048;
const ENTRY = 20;

const bad = (reason: string, offset = 0): Error => exchangeError('exchange.pdf', { reason, offset });
const latin = (pdf: Uint8Array, from: number, to: number): string =>
  Buffer.from(pdf.buffer, pdf.byteOffset, pdf.length).toString('latin1', from, Math.min(to, pdf.length));

/** Offsets of all objects in use, from the classic table of one revision (ISO 32000-1 7.5.4). */
const offsetsOf = (pdf: Uint8Array): readonly number[] => {
  const from = Math.max(0, pdf.length - 1024);
  const tail = /startxref\s+(\d{1,10})\s+%%EOF\s*$/.exec(latin(pdf, from, pdf.length));
  if (tail === null) throw bad('there is no end of a PDF', from);
  const at = Number(tail[1]);
  const head = /^xref\s+0 (\d{1,7})[ \t]*\r?\n/.exec(latin(pdf, at, at + 64));
  if (head === null) throw bad('there is no table of objects', at);
  const count = Number(head[1]);
  const start = at + head[0].length;
  if (count > MOST_OBJECTS || start + count * ENTRY > pdf.length) throw bad('the table of objects is cut off', at);
  const offsets: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const line = latin(pdf, start + index * ENTRY, start + (index + 1) * ENTRY);
    if (!/^\d{10} \d{5} [nf][ \r\n]{2}$/.test(line)) throw bad('the table of objects is damaged', start);
    if (line[17] === 'n') offsets.push(Number(line.slice(0, 10)));
  }
  return offsets;
};

const contentOf = (pdf: Uint8Array, at: number, head: string, dictionary: string): Uint8Array => {
  const length = /\/Length (\d{1,9})(?! \d+ R)\b/.exec(dictionary);
  if (length === null) throw bad('the length of the embedded file is missing', at);
  const start = at + head.indexOf('stream') + 6 + (head.includes('stream\r\n') ? 2 : 1);
  const end = start + Number(length[1]);
  if (end > pdf.length || !/^\r?\n?endstream/.test(latin(pdf, end, end + 16)))
    throw bad('the embedded file is cut off', at);
  const bytes = pdf.subarray(start, end);
  if (!dictionary.includes('/Filter')) return bytes;
  if (!/\/Filter (?:\/FlateDecode|\[\s*\/FlateDecode\s*\])/.test(dictionary))
    throw bad('the way in which the embedded file is packed is not supported', at);
  try {
    return new Uint8Array(inflateSync(bytes, { maxOutputLength: MOST_BYTES }));
  } catch {
    throw bad('the embedded file is damaged or too large', at);
  }
};

/**
 * Takes the one embedded file out of a PDF (ISO 32000-1 7.11.4, ISO 19005-3) of one revision with a classic table of
 * objects, as our typesetter writes it; at most 32 MiB. Objects are found through the table, so that text which looks like
 * an embedded file is none. Throws `exchange.pdf` when there is none or more than one.
 */
export const attachmentOf = (pdf: Uint8Array): Uint8Array => {
  const found: Uint8Array[] = [];
  for (const at of offsetsOf(pdf)) {
    const head = latin(pdf, at, at + HEAD);
    const end = head.indexOf('stream');
    if (end < 0) continue;
    const dictionary = head.slice(0, end);
    if (!/^\d{1,7} \d{1,5} obj\s*<</.test(dictionary) || dictionary.includes('endobj')) continue;
    if (!/\/Type \/EmbeddedFile\b/.test(dictionary)) continue;
    found.push(contentOf(pdf, at, head, dictionary));
    if (found.length > 1) throw bad('there is more than one embedded file', at);
  }
  const [only] = found;
  if (only === undefined) throw bad('there is no embedded file');
  return only;
};
