import { fromBase64, toBase64 } from './base64.ts';
import { merkleError } from './errors.ts';

/** Longest note that is read, in characters. */
const MAX_NOTE = 65_536;
const MAX_SIGNATURES = 64;
const KEY_ID_BYTES = 4;
const MAX_SIGNATURE = 256;

/** One signature line of a note. */
export interface NoteSignature {
  /** Name of the key, without blanks and plus signs. */
  readonly name: string;
  /** Which key of this name: 4 bytes, see `keyIdOf`. */
  readonly keyId: Uint8Array;
  readonly signature: Uint8Array;
}

/** A text with its signatures (C2SP signed-note). */
export interface Note {
  /** What is signed, with its last line end. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

/** A name that may stand in a signature line. */
export const isKeyName = (name: string): boolean => /^[\x21-\x2a\x2c-\x7e]{1,200}$/.test(name);

/** One signature line, with its line end. */
const signatureLine = ({ name, keyId, signature }: NoteSignature): string => {
  const bytes = new Uint8Array(KEY_ID_BYTES + signature.length);
  bytes.set(keyId);
  bytes.set(signature, KEY_ID_BYTES);
  return `— ${name} ${toBase64(bytes)}\n`;
};

/** Writes a note. The text has to end with a line end. */
export const formatNote = ({ text, signatures }: Note): string => `${text}\n${signatures.map(signatureLine).join('')}`;

const LINE = /^— (\S+) (\S+)$/;

const readLine = (line: string, number: number): NoteSignature => {
  const [, name = '', text = ''] = LINE.exec(line) ?? [];
  const bytes = fromBase64(text);
  if (!isKeyName(name) || bytes === undefined || bytes.length <= KEY_ID_BYTES || bytes.length > MAX_SIGNATURE)
    throw merkleError('merkle.bad-note', { line: number, reason: 'no signature line' });
  return { name, keyId: bytes.subarray(0, KEY_ID_BYTES), signature: bytes.subarray(KEY_ID_BYTES) };
};

/** Reads signature lines, as a witness answers them. Throws `merkle.bad-note`. */
export const parseSignatureLines = (text: string): NoteSignature[] => {
  if (text.length > MAX_NOTE || !text.endsWith('\n'))
    throw merkleError('merkle.bad-note', { reason: 'signature lines have to end with a line end' });
  const lines = text.slice(0, -1).split('\n');
  if (lines.length > MAX_SIGNATURES) throw merkleError('merkle.bad-note', { reason: 'too many signatures' });
  return lines.map((line, at) => readLine(line, at + 1));
};

/** Whether a character may not stand in the text of a note: controls other than the line end. */
const isControl = (code: number): boolean => (code < 0x20 && code !== 0x0a) || code === 0xfffd;

/** Reads a note. At least one signature, at most 64 KiB. Throws `merkle.bad-note`. */
export const parseNote = (note: string): Note => {
  if (note.length > MAX_NOTE) throw merkleError('merkle.bad-note', { reason: `over ${MAX_NOTE} characters` });
  const end = note.lastIndexOf('\n\n');
  if (end < 0) throw merkleError('merkle.bad-note', { reason: 'no blank line before the signatures' });
  for (let at = 0; at < note.length; at += 1)
    if (isControl(note.charCodeAt(at)))
      throw merkleError('merkle.bad-note', { offset: at, reason: 'a control character' });
  return { text: note.slice(0, end + 1), signatures: parseSignatureLines(note.slice(end + 2)) };
};
