const SHARDS = 256;
/** What a text costs beside its characters: its head, its place in a map, its number and its count. */
const OVERHEAD = 90;

/**
 * Texts under whole numbers, each kept once while somebody holds it. Split into 256 maps so that none of them holds
 * everything up when it grows.
 */
export class Strings {
  readonly #maps: Map<string, number>[] = Array.from({ length: SHARDS }, () => new Map<string, number>());
  readonly #spare = new Map<string, number>();
  readonly #texts: string[] = [];
  readonly #holders: number[] = [];
  readonly #free: number[] = [];
  /** Memory, estimated. */
  bytes = 0;

  /** Number of a text that somebody holds, or -1. */
  find(text: string): number {
    return this.#map(text).get(text) ?? -1;
  }

  /** Number of a text; the caller holds it until {@link release}. */
  hold(text: string): number {
    const map = this.#map(text);
    const known = map.get(text);
    if (known !== undefined) {
      this.#holders[known] = (this.#holders[known] ?? 0) + 1;
      return known;
    }
    const number = this.#free.pop() ?? this.#texts.length;
    this.#texts[number] = text;
    this.#holders[number] = 1;
    map.set(text, number);
    this.bytes += OVERHEAD + text.length;
    return number;
  }

  /** Holds a number once more. */
  again(number: number): void {
    this.#holders[number] = (this.#holders[number] ?? 0) + 1;
  }

  /** Lets go; the text is forgotten when nobody holds it. */
  release(number: number): void {
    const left = (this.#holders[number] ?? 1) - 1;
    this.#holders[number] = left;
    if (left > 0) return;
    const text = this.text(number);
    this.#map(text).delete(text);
    this.#texts[number] = '';
    this.#free.push(number);
    this.bytes -= OVERHEAD + text.length;
  }

  /** The text of a number that is held. */
  text(number: number): string {
    return this.#texts[number] ?? '';
  }

  #map(text: string): Map<string, number> {
    const end = text.length - 1;
    const mixed =
      text.charCodeAt(end) +
      31 * text.charCodeAt(end - 1) +
      59 * text.charCodeAt(end - 2) +
      7 * text.charCodeAt(end >> 1);
    return this.#maps[(mixed + 13 * end) & (SHARDS - 1)] ?? this.#spare;
  }
}
