import { join, u16 } from './bytes.ts';
import { TlcpError } from './errors.ts';
import { ALERT, CONTENT, TLCP_VERSION } from './names.ts';
import type { RecordCipher } from './record-cipher.ts';

/** Most bytes of text in a record (GB/T 38636-2020, 6.3.3.1). */
export const MOST_TEXT = 2 ** 14;
/** The same with protection. */
const MOST_FRAGMENT = MOST_TEXT + 2048;
const HEAD = 5;
/** Records of data without content that may follow one another: each costs work and says nothing. */
const MOST_EMPTY = 32;

/** A record that was opened. */
export interface TlcpRecord {
  readonly type: number;
  readonly text: Uint8Array;
}

const TYPES: readonly number[] = Object.values(CONTENT);

/** Cuts a stream into records and opens them. Keeps at most one record that is not whole. */
export class RecordReader {
  #rest: Uint8Array = new Uint8Array(0);
  #cipher: RecordCipher | undefined;
  #empty = 0;

  /** Bytes that were not read yet. */
  get kept(): number {
    return this.#rest.length;
  }

  /** Takes more of the stream. */
  push(bytes: Uint8Array): void {
    this.#rest = this.#rest.length === 0 ? bytes : join(this.#rest, bytes);
  }

  /** Opens everything from here on with these keys. */
  protect(cipher: RecordCipher): void {
    this.#cipher = cipher;
  }

  /** The next record; undefined when there is no whole one. Throws `tlcp.*`. */
  next(): TlcpRecord | undefined {
    const rest = this.#rest;
    if (rest.length < HEAD) return undefined;
    const [type = 0, major = 0, minor = 0, high = 0, low = 0] = rest;
    if (!TYPES.includes(type)) throw new TlcpError('tlcp.decode', `no kind of record is ${type}`);
    if (major * 256 + minor !== TLCP_VERSION) throw new TlcpError('tlcp.version', `version ${major}.${minor}`);
    const length = high * 256 + low;
    if (length > (this.#cipher === undefined ? MOST_TEXT : MOST_FRAGMENT)) throw tooLong(length);
    if (rest.length < HEAD + length) return undefined;
    this.#rest = rest.subarray(HEAD + length);
    const fragment = rest.subarray(HEAD, HEAD + length);
    const text = this.#cipher === undefined ? fragment : this.#cipher.open(type, fragment);
    if (text.length > MOST_TEXT) throw tooLong(text.length);
    this.#countEmpty(type, text);
    return { type, text };
  }

  #countEmpty(type: number, text: Uint8Array): void {
    if (text.length > 0) {
      this.#empty = 0;
      return;
    }
    this.#empty += 1;
    if (type !== CONTENT.data) throw new TlcpError('tlcp.unexpected', 'a record without content');
    if (this.#empty > MOST_EMPTY) throw new TlcpError('tlcp.limit', `over ${MOST_EMPTY} records without content`);
  }
}

const tooLong = (length: number): TlcpError =>
  new TlcpError('tlcp.limit', `a record of ${length} bytes`, { alert: ALERT.recordOverflow });

/** Writes records, protected from {@link RecordWriter.protect} on. */
export class RecordWriter {
  #cipher: RecordCipher | undefined;

  /** Protects everything from here on with these keys. */
  protect(cipher: RecordCipher): void {
    this.#cipher = cipher;
  }

  /** Bytes in as many records as it takes; none for nothing. */
  write(type: number, bytes: Uint8Array): Uint8Array {
    const parts: (Uint8Array | readonly number[])[] = [];
    for (let at = 0; at < bytes.length; at += MOST_TEXT) {
      const text = bytes.subarray(at, at + MOST_TEXT);
      const fragment = this.#cipher === undefined ? text : this.#cipher.seal(type, text);
      parts.push([type], u16(TLCP_VERSION), u16(fragment.length), fragment);
    }
    return join(...parts);
  }
}
