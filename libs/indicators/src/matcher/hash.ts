/** A pair of 32-bit hashes: the first chooses the place in a table, both together stand for the key. */
export class HashPair {
  a = 0;
  b = 0;
  #a = 0;
  #b = 0;

  /** Begins a key; `salt` keeps keys of different kinds apart. */
  begin(seed: number, salt: number): void {
    this.#a = (seed ^ Math.imul(salt + 1, 0x9e3779b1)) | 0;
    this.#b = (~seed + Math.imul(salt + 1, 0x85ebca6b)) | 0;
  }

  /** Adds 16 bits. */
  add(unit: number): void {
    this.#a = Math.imul(this.#a ^ unit, 0x01000193);
    const mixed = Math.imul(this.#b + unit, 0x5bd1e995);
    this.#b = mixed ^ (mixed >>> 15);
  }

  /** Brings `a` and `b` up to date; more may be added afterwards. */
  finish(): void {
    this.a = finalMix(this.#a);
    this.b = finalMix(this.#b ^ 0x2545f491);
  }
}

/** Spreads every bit over all 32. */
const finalMix = (value: number): number => {
  let mixed = value ^ (value >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
};
