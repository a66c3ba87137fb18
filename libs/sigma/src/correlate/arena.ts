import { textOf } from './bytes.ts';

const CHUNK_BITS = 20;
const CHUNK = 2 ** CHUNK_BITS;
/** Texts are kept in steps of this many bytes. */
const STEP = 8;
const CHUNK_STEPS = CHUNK / STEP;
/** Bytes before the characters: their number, and whether they take two bytes each. */
const HEAD = 2;
const WIDE = 0x8000;
const MOST_CHARACTERS = 0x7fff;

/**
 * Texts as bytes in chunks of 1 MiB: a million of them cost their characters and no objects. A text is known by a whole
 * number above 0 until it is freed; what is freed is used again. Beyond 32,767 characters a text is cut.
 */
export class Arena {
  readonly #chunks: Uint8Array[] = [];
  /** First free place by number of steps; the next one stands in the place itself. */
  readonly #free: number[] = [];
  #next = 1;
  /** Bytes of the texts that are kept. */
  bytes = 0;

  /** Keeps a text. */
  put(text: string): number {
    const length = Math.min(text.length, MOST_CHARACTERS);
    const wide = isWide(text, length);
    const steps = stepsOf(length, wide);
    const place = this.#take(steps);
    const chunk = this.#chunk(place);
    let at = (place % CHUNK_STEPS) * STEP;
    const head = wide ? length | WIDE : length;
    chunk[at] = head & 255;
    chunk[at + 1] = head >> 8;
    at += HEAD;
    for (let index = 0; index < length; index += 1) {
      const code = text.charCodeAt(index);
      chunk[at] = code;
      at += 1;
      if (!wide) continue;
      chunk[at] = code >> 8;
      at += 1;
    }
    this.bytes += steps * STEP;
    return place;
  }

  /** The text at a place. */
  text(place: number): string {
    const chunk = this.#chunk(place);
    const at = (place % CHUNK_STEPS) * STEP;
    const head = (chunk[at] ?? 0) | ((chunk[at + 1] ?? 0) << 8);
    const length = head & MOST_CHARACTERS;
    const from = at + HEAD;
    if (head < WIDE) return textOf(chunk.subarray(from, from + length));
    const codes = new Uint16Array(length);
    for (let index = 0; index < length; index += 1)
      codes[index] = (chunk[from + 2 * index] ?? 0) | ((chunk[from + 2 * index + 1] ?? 0) << 8);
    return textOf(codes);
  }

  /** Whether the text at a place is this one. */
  holds(place: number, text: string): boolean {
    const chunk = this.#chunk(place);
    let at = (place % CHUNK_STEPS) * STEP;
    const head = (chunk[at] ?? 0) | ((chunk[at + 1] ?? 0) << 8);
    if ((head & MOST_CHARACTERS) !== text.length) return false;
    at += HEAD;
    if (head >= WIDE) return this.text(place) === text;
    for (let index = 0; index < text.length; index += 1) if (chunk[at + index] !== text.charCodeAt(index)) return false;
    return true;
  }

  /** Gives a place back. */
  drop(place: number): void {
    const chunk = this.#chunk(place);
    const at = (place % CHUNK_STEPS) * STEP;
    const head = (chunk[at] ?? 0) | ((chunk[at + 1] ?? 0) << 8);
    const steps = stepsOf(head & MOST_CHARACTERS, head >= WIDE);
    const next = this.#free[steps] ?? 0;
    for (let byte = 0; byte < 4; byte += 1) chunk[at + byte] = next >>> (8 * byte);
    this.#free[steps] = place;
    this.bytes -= steps * STEP;
  }

  #take(steps: number): number {
    while (this.#free.length <= steps) this.#free.push(0);
    const place = this.#free[steps] ?? 0;
    if (place > 0) {
      const chunk = this.#chunk(place);
      const at = (place % CHUNK_STEPS) * STEP;
      this.#free[steps] =
        (chunk[at] ?? 0) | ((chunk[at + 1] ?? 0) << 8) | ((chunk[at + 2] ?? 0) << 16) | ((chunk[at + 3] ?? 0) << 24);
      return place;
    }
    if ((this.#next % CHUNK_STEPS) + steps > CHUNK_STEPS)
      this.#next = Math.ceil(this.#next / CHUNK_STEPS) * CHUNK_STEPS;
    const fresh = this.#next;
    this.#next += steps;
    while (this.#chunks.length * CHUNK_STEPS < this.#next) this.#chunks.push(new Uint8Array(CHUNK));
    return fresh;
  }

  #chunk(place: number): Uint8Array {
    return this.#chunks[Math.floor(place / CHUNK_STEPS)] ?? NO_CHUNK;
  }
}

const NO_CHUNK = new Uint8Array(0);

const isWide = (text: string, length: number): boolean => {
  for (let index = 0; index < length; index += 1) if (text.charCodeAt(index) > 255) return true;
  return false;
};

const stepsOf = (length: number, wide: boolean): number => Math.ceil((HEAD + (wide ? 2 * length : length)) / STEP);
