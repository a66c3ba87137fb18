import { join } from './bytes.ts';
import { TlcpError } from './errors.ts';
import { HANDSHAKE } from './names.ts';

/** A handshake message that is whole. */
export interface HandshakeMessage {
  readonly kind: number;
  readonly body: Uint8Array;
  /** With its head, as it goes into the digest of the handshake. */
  readonly raw: Uint8Array;
}

const HEAD = 4;
/** Longest message: a chain of certificates. All others are short. */
const MOST_MESSAGE = 2 ** 17;
const MOST_OTHERS = 2 ** 14;
/** Records that one message may be cut into: each costs a copy of what came before. */
const MOST_PARTS = 1024;

/** Puts handshake messages together that were cut over records (GB/T 38636-2020, 6.3.3.1). Bounded by 128 KiB. */
export class HandshakeReader {
  #rest: Uint8Array = new Uint8Array(0);
  #parts = 0;

  /** Whether no part of a message is kept. */
  get isEmpty(): boolean {
    return this.#rest.length === 0;
  }

  /** Takes the text of a record. Throws `tlcp.limit` when a message is cut into too many. */
  push(text: Uint8Array): void {
    this.#parts += 1;
    if (this.#parts > MOST_PARTS) throw new TlcpError('tlcp.limit', `over ${MOST_PARTS} records for one message`);
    // a copy: messages are kept longer than records
    this.#rest = join(this.#rest, text);
  }

  /** The next message; undefined when there is no whole one. Throws `tlcp.limit`. */
  next(): HandshakeMessage | undefined {
    const rest = this.#rest;
    const [kind = 0, high = 0, middle = 0, low = 0] = rest;
    if (rest.length < HEAD) return undefined;
    const length = high * 65_536 + middle * 256 + low;
    if (length > (kind === HANDSHAKE.certificate ? MOST_MESSAGE : MOST_OTHERS))
      throw new TlcpError('tlcp.limit', `a handshake message of ${length} bytes`);
    if (rest.length < HEAD + length) return undefined;
    this.#rest = rest.subarray(HEAD + length);
    this.#parts = 0;
    const raw = rest.subarray(0, HEAD + length);
    return { kind, body: raw.subarray(HEAD), raw };
  }
}
