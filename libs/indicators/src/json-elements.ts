import { indicatorError } from './errors.ts';

const [OPEN_BRACE, CLOSE_BRACE, OPEN_LIST, CLOSE_LIST, QUOTE, ESCAPE, COMMA] = [
  0x7b, 0x7d, 0x5b, 0x5d, 0x22, 0x5c, 0x2c,
] as const;

/** What to cut out of a JSON text, and who receives it. */
export interface ElementOptions {
  /** Name of the list in the outermost object. */
  readonly list: string;
  /** Longest element, bytes. */
  readonly entryBytes: number;
  /** `offset`: where the element begins. */
  readonly element: (value: unknown, index: number, offset: number) => void;
}

/** Nesting of objects and lists that is followed: also the limit of what `JSON.parse` is given. */
const DEEPEST = 200;
const LONGEST_NAME = 64;
const decoder = new TextDecoder();

/**
 * Cuts the elements of one list out of `{ …, "list": [ {…}, {…} ], … }`, which arrives in pieces, without holding more than
 * one element. Throws `indicators.not-json` with the byte offset, `indicators.too-large` for an element beyond the limit,
 * `indicators.structure` when the list never came.
 */
export class JsonElements {
  readonly #options: ElementOptions;
  readonly #brackets: number[] = [];
  #pieces: Uint8Array[] = [];
  #held = 0;
  #offset = 0;
  #index = 0;
  #elementAt = 0;
  #begun = false;
  #inString = false;
  #escaped = false;
  #inList = false;
  #seen = false;
  #started = false;
  /** Text of the last string of the outermost object: the name of what follows. */
  #name = '';

  constructor(options: ElementOptions) {
    this.#options = options;
  }

  push(chunk: Uint8Array): void {
    let from = this.#begun ? 0 : -1;
    for (let at = 0; at < chunk.length; at += 1) {
      const byte = chunk[at] ?? 0;
      if (this.#inString) {
        at = this.#string(chunk, at);
        continue;
      }
      if (byte <= 0x20) continue;
      const inItems = this.#inList && this.#brackets.length === 2;
      if (inItems && (byte === COMMA || byte === CLOSE_LIST)) {
        if (this.#begun) this.#finish(chunk.subarray(from, at), this.#offset + at);
        from = -1;
      } else if (inItems && !this.#begun) {
        this.#begun = true;
        this.#elementAt = this.#offset + at;
        from = at;
      }
      this.#structure(byte, this.#offset + at);
    }
    if (this.#begun) this.#keep(chunk.slice(from));
    this.#offset += chunk.length;
  }

  end(): void {
    if (!this.#started || this.#brackets.length > 0 || this.#inString)
      this.#broken('the text ends early', this.#offset);
    const { list } = this.#options;
    if (!this.#seen)
      throw indicatorError('indicators.structure', { field: list, reason: `there is no list "${list}"` });
  }

  #broken(reason: string, offset: number): never {
    throw indicatorError('indicators.not-json', { offset, reason });
  }

  /** Goes to the end of a string, or of the piece; answers the place of the last byte that it took. */
  #string(chunk: Uint8Array, from: number): number {
    const isName = this.#brackets.length === 1;
    for (let at = from; at < chunk.length; at += 1) {
      const byte = chunk[at] ?? 0;
      if (this.#escaped) this.#escaped = false;
      else if (byte === ESCAPE) this.#escaped = true;
      else if (byte === QUOTE) {
        this.#inString = false;
        return at;
      }
      if (isName && this.#name.length < LONGEST_NAME) this.#name += String.fromCharCode(byte);
    }
    return chunk.length;
  }

  #structure(byte: number, offset: number): void {
    if (this.#brackets.length === 0 && !this.#first(byte, offset)) return;
    switch (byte) {
      case QUOTE:
        this.#inString = true;
        if (this.#brackets.length === 1) this.#name = '';
        return;
      case OPEN_BRACE:
      case OPEN_LIST:
        return this.#open(byte, offset);
      case CLOSE_BRACE:
      case CLOSE_LIST:
        return this.#close(byte, offset);
    }
  }

  /** What stands before the outermost object: only the mark of UTF-8. */
  #first(byte: number, offset: number): boolean {
    if (this.#started) this.#broken('text behind the end', offset);
    if (byte === OPEN_BRACE) {
      this.#started = true;
      return true;
    }
    const mark = offset < 3 && (byte === 0xef || byte === 0xbb || byte === 0xbf);
    return mark ? false : this.#broken('an object expected', offset);
  }

  #open(byte: number, offset: number): void {
    this.#brackets.push(byte);
    const depth = this.#brackets.length;
    if (depth > DEEPEST) this.#broken(`nested deeper than ${DEEPEST}`, offset);
    if (depth !== 2 || byte !== OPEN_LIST || this.#name !== this.#options.list) return;
    if (this.#seen) this.#broken(`"${this.#name}" twice`, offset);
    this.#inList = true;
    this.#seen = true;
  }

  #close(byte: number, offset: number): void {
    const opened = this.#brackets.pop();
    if (opened !== (byte === CLOSE_BRACE ? OPEN_BRACE : OPEN_LIST)) this.#broken('a bracket too many', offset);
    if (this.#brackets.length === 1) this.#inList = false;
  }

  #keep(piece: Uint8Array): void {
    this.#held += piece.length;
    const { entryBytes } = this.#options;
    if (this.#held > entryBytes)
      throw indicatorError('indicators.too-large', {
        offset: this.#elementAt,
        limit: entryBytes,
        reason: 'one object',
      });
    this.#pieces.push(piece);
  }

  #finish(last: Uint8Array, offset: number): void {
    let whole = last;
    if (this.#pieces.length > 0) {
      this.#keep(last);
      whole = new Uint8Array(this.#held);
      let at = 0;
      for (const piece of this.#pieces) {
        whole.set(piece, at);
        at += piece.length;
      }
    } else if (last.length > this.#options.entryBytes) this.#keep(last);
    this.#pieces = [];
    this.#held = 0;
    this.#begun = false;
    const value = this.#parse(whole);
    this.#options.element(value, this.#index, Math.min(this.#elementAt, offset));
    this.#index += 1;
  }

  #parse(bytes: Uint8Array): unknown {
    try {
      return JSON.parse(decoder.decode(bytes));
    } catch (cause) {
      return this.#broken(String(cause).slice(0, 160), this.#elementAt);
    }
  }
}
