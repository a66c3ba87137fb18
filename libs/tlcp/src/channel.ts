import { join } from './bytes.ts';
import { alertError, TlcpError } from './errors.ts';
import { HandshakeReader, type HandshakeMessage } from './handshake-reader.ts';
import { handshakeMessage } from './messages.ts';
import { ALERT, CONTENT, HANDSHAKE, type SuiteName } from './names.ts';
import type { TlcpPeer } from './peer.ts';
import type { RecordCipher } from './record-cipher.ts';
import { RecordReader, RecordWriter, type TlcpRecord } from './records.ts';

/** What a finished handshake led to. */
export interface TlcpEstablished {
  readonly suite: SuiteName;
  /** Whether a session was taken up again instead of a full handshake. */
  readonly isResumed: boolean;
  readonly peer: TlcpPeer;
  /** Name of the server that the client asked for, as it came; undefined when it asked for none. */
  readonly serverName: string | undefined;
  /** Of the session; empty when it cannot be taken up again. */
  readonly sessionId: Uint8Array;
}

/** What a connection tells. None of them may throw. */
export interface TlcpHandlers {
  /** Bytes for the other side. */
  readonly send: (bytes: Uint8Array) => void;
  /** Data from the other side, in order; never before `established`. */
  readonly data: (bytes: Uint8Array) => void;
  readonly established: (established: TlcpEstablished) => void;
  /** The other side said that it sends no more. */
  readonly ended: () => void;
  /** The connection is over; told once, and nothing after it. What the other side is told was sent before. */
  readonly failed: (error: TlcpError) => void;
}

/** A connection: bytes go in, the handlers tell what comes of them. */
export interface TlcpConnection {
  /** Takes bytes from the other side; they must not change afterwards. Never throws. */
  readonly push: (bytes: Uint8Array) => void;
  /** Tells that the stream of the other side ended: without close_notify before it that is an error. */
  readonly finish: () => void;
  /** Sends data. Throws `tlcp.value` before the handshake is over; does nothing after the end. */
  readonly write: (bytes: Uint8Array) => void;
  /** Says that this side sends no more (close_notify). */
  readonly close: () => void;
}

/** The part of a handshake that client and server do differently. */
export interface Role {
  /** Handles a message, which is already part of the transcript. A promise holds everything back until it is done. */
  readonly message: (message: HandshakeMessage) => void | Promise<void>;
  readonly changeCipherSpec: () => void;
}

const [WARNING, FATAL] = [1, 2];
const MOST_WARNINGS = 4;
/** Bytes that wait while a key is at work: more than any handshake has. */
const MOST_KEPT = 2 ** 18;

/** What both sides do alike: records, alerts, transcript, data (GB/T 38636-2020, 6.3 and 6.4). */
export class Channel implements TlcpConnection {
  readonly #handlers: TlcpHandlers;
  readonly #role: Role;
  readonly #reader = new RecordReader();
  readonly #writer = new RecordWriter();
  readonly #messages = new HandshakeReader();
  #transcript: Uint8Array[] = [];
  #out: Uint8Array[] = [];
  #state: 'handshake' | 'open' | 'over' = 'handshake';
  #isBusy = false;
  #hasEnded = false;
  #isCut = false;
  #isClosed = false;
  #warnings = 0;

  constructor(handlers: TlcpHandlers, role: (channel: Channel) => Role) {
    this.#handlers = handlers;
    this.#role = role(this);
  }

  push(bytes: Uint8Array): void {
    if (this.#state === 'over' || this.#hasEnded) return;
    this.#reader.push(bytes);
    if (this.#isBusy && this.#reader.kept > MOST_KEPT)
      return this.fail(new TlcpError('tlcp.limit', 'too many bytes before an answer'));
    this.#run();
  }

  finish(): void {
    this.#isCut = true;
    this.#run();
  }

  write(bytes: Uint8Array): void {
    if (this.#state === 'handshake') throw new TlcpError('tlcp.value', 'data before the handshake is over');
    if (this.#state === 'over' || this.#isClosed) return;
    this.#out.push(this.#writer.write(CONTENT.data, bytes));
    this.flush();
  }

  close(): void {
    if (this.#state === 'over' || this.#isClosed) return;
    this.#isClosed = true;
    this.#alert(WARNING, ALERT.closeNotify);
    this.flush();
    if (this.#state === 'handshake' || this.#hasEnded) this.#end();
  }

  /** All handshake messages so far, without the last `without`. */
  transcript(without = 0): Uint8Array {
    return join(...this.#transcript.slice(0, this.#transcript.length - without));
  }

  /** Adds a handshake message to what goes out. */
  say(kind: number, body: Uint8Array): void {
    if (this.#isOver()) return;
    const raw = handshakeMessage(kind, body);
    this.#transcript.push(raw);
    this.#out.push(this.#writer.write(CONTENT.handshake, raw));
  }

  /** Tells that protection begins, and begins it. */
  protectWrites(cipher: RecordCipher): void {
    if (this.#isOver()) return;
    this.#out.push(this.#writer.write(CONTENT.changeCipherSpec, Uint8Array.of(1)));
    this.#writer.protect(cipher);
  }

  /** Opens what comes from now on with these keys. */
  protectReads(cipher: RecordCipher): void {
    this.#reader.protect(cipher);
  }

  /** Sends what was said. */
  flush(): void {
    if (this.#out.length === 0) return;
    const bytes = join(...this.#out);
    this.#out = [];
    this.#handlers.send(bytes);
  }

  /** The handshake is over. */
  open(established: TlcpEstablished): void {
    // a key may answer after the connection was given up
    if (this.#isOver()) return;
    this.#transcript = [];
    this.#state = 'open';
    this.flush();
    this.#handlers.established(established);
  }

  /** Ends the connection with an error, and tells the other side. */
  fail(error: unknown): void {
    if (!(error instanceof TlcpError)) throw error;
    if (this.#state === 'over') return;
    this.#out = [];
    if (error.alert !== undefined && !this.#isCut && !this.#isClosed) this.#alert(FATAL, error.alert);
    this.#end();
    this.flush();
    this.#handlers.failed(error);
  }

  #end(): void {
    this.#state = 'over';
    this.#transcript = [];
  }

  #alert(level: number, description: number): void {
    this.#out.push(this.#writer.write(CONTENT.alert, Uint8Array.of(level, description)));
  }

  #isOver(): boolean {
    return this.#state === 'over';
  }

  #run(): void {
    try {
      while (!this.#isOver() && !this.#isBusy && !this.#hasEnded && this.#step());
      if (this.#isCut && !this.#isBusy && !this.#hasEnded)
        this.fail(new TlcpError('tlcp.truncated', 'the stream ended without close_notify'));
    } catch (error) {
      this.fail(error);
    }
  }

  /** Handles the next message or record; false when there is none. */
  #step(): boolean {
    const message = this.#messages.next();
    if (message !== undefined) {
      this.#hear(message);
      return true;
    }
    const record = this.#reader.next();
    if (record !== undefined) this.#take(record);
    return record !== undefined;
  }

  #hear(message: HandshakeMessage): void {
    if (this.#state === 'open') throw new TlcpError('tlcp.renegotiation', `handshake message ${message.kind}`);
    // said by servers that have not noticed that a handshake is under way; no part of it (RFC 5246, 7.4.1.1)
    if (message.kind === HANDSHAKE.helloRequest && message.body.length === 0) return;
    this.#transcript.push(message.raw);
    const work = this.#role.message(message);
    if (work !== undefined) void this.#wait(work);
  }

  async #wait(work: Promise<void>): Promise<void> {
    this.#isBusy = true;
    try {
      await work;
    } catch (error) {
      this.fail(error);
    }
    this.#isBusy = false;
    this.#run();
  }

  #take({ type, text }: TlcpRecord): void {
    if (type !== CONTENT.handshake && !this.#messages.isEmpty)
      throw new TlcpError('tlcp.unexpected', 'a record inside a handshake message');
    if (type === CONTENT.handshake) this.#messages.push(text);
    else if (type === CONTENT.alert) this.#heed(text);
    else if (type === CONTENT.data) this.#hand(text);
    else if (this.#state !== 'handshake' || text.length !== 1 || text[0] !== 1)
      throw new TlcpError('tlcp.unexpected', 'a change of ciphers out of its order');
    else this.#role.changeCipherSpec();
  }

  #hand(text: Uint8Array): void {
    if (this.#state !== 'open') throw new TlcpError('tlcp.unexpected', 'data before the handshake is over');
    if (text.length > 0) this.#handlers.data(text);
  }

  #heed(text: Uint8Array): void {
    const [level = 0, description = 0] = text;
    if (text.length !== 2 || (level !== WARNING && level !== FATAL))
      throw new TlcpError('tlcp.decode', 'an alert has a level and a number');
    if (level === FATAL) throw alertError(description);
    if (description === ALERT.closeNotify) {
      if (this.#state === 'handshake') throw alertError(description);
      this.#hasEnded = true;
      this.#handlers.ended();
      if (this.#isClosed) this.#end();
      return;
    }
    this.#warnings += 1;
    if (this.#warnings > MOST_WARNINGS) throw new TlcpError('tlcp.limit', `over ${MOST_WARNINGS} warnings`);
  }
}
