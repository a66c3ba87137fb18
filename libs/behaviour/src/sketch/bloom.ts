import { hashText, mix } from './hash.ts';

const HASHES = 4;

/** Remembers which texts came, in fixed memory; may say "seen" of a new one (false positives), never "new" of a seen one. */
export class Bloom {
  readonly #bits: Uint8Array;
  #set = 0;

  /** `bytes`: size; about 10 bits a value keep false positives near 1 %. */
  constructor(bytes: number | Uint8Array) {
    this.#bits = typeof bytes === 'number' ? new Uint8Array(bytes) : bytes;
    if (typeof bytes === 'number') return;
    for (const byte of bytes) for (let bit = 0; bit < 8; bit += 1) this.#set += (byte >>> bit) & 1;
  }

  /** Adds a text; true when it was certainly not there before. */
  add(text: string): boolean {
    const first = hashText(text);
    const step = mix(first) | 1;
    let fresh = false;
    for (let n = 0; n < HASHES; n += 1) {
      const bit = ((first + Math.imul(n, step)) >>> 0) % (this.#bits.length * 8);
      const mask = 1 << (bit & 7);
      const byte = this.#bits[bit >>> 3] ?? 0;
      if ((byte & mask) !== 0) continue;
      this.#bits[bit >>> 3] = byte | mask;
      this.#set += 1;
      fresh = true;
    }
    return fresh;
  }

  /** Share of the bits that are set; above one half answers mean little. */
  get fill(): number {
    return this.#set / (this.#bits.length * 8);
  }

  /** The bits, for keeping. */
  bytes(): Uint8Array {
    return this.#bits;
  }
}
