import { parseIPv4 } from '@chedun/native-block';
import { INDICATOR_KINDS, type IndicatorKind, type Observable } from '../indicator.ts';
import { addressBytes, isReservedAddress } from '../values/addresses.ts';
import { eventName } from '../values/names.ts';
import { HashPair } from './hash.ts';
import { comparedText, hashAddress, hashText, hashV4, kindNumber } from './key.ts';
import { networkOfV4, networkOfV6 } from './networks.ts';
import type { PackedMatcher, Stretches } from './packed.ts';

/** Kinds of values that events show: everything but ranges. */
export type EventKind = Exclude<IndicatorKind, 'network'>;

/** Most entries that one look-up answers. */
const MOST_HITS = 32;
const DOT = 0x2e;

/** Narrow reserved ranges of IPv4 that begin with these octets: first address and size. */
const NARROW_RESERVED: ReadonlyMap<number, readonly (readonly [number, number])[]> = new Map([
  [100, [[0x64400000, 2 ** 22]]],
  [169, [[0xa9fe0000, 2 ** 16]]],
  [172, [[0xac100000, 2 ** 20]]],
  [
    192,
    [
      [0xc0000000, 2 ** 8],
      [0xc0a80000, 2 ** 16],
    ],
  ],
  [198, [[0xc6120000, 2 ** 17]]],
]);

/** The same ranges as {@link isReservedAddress}, without bytes. */
const isReservedV4 = (address: number): boolean => {
  const octet = address >>> 24;
  if (octet === 0 || octet === 10 || octet === 127 || octet >= 224) return true;
  const narrow = octet === 100 || (octet >= 169 && octet <= 198) ? NARROW_RESERVED.get(octet) : undefined;
  return narrow !== undefined && narrow.some(([start, size]) => address >= start && address < start + size);
};

/**
 * Looks values up. Addresses match indicators of the address and of every network around it; addresses that are not public
 * match only indicators of the very address. A name matches indicators of itself and of every name above it. Everything
 * else is compared as a whole. Two values with the same 64 bits of hash count as one: whoever acts on a hit compares it
 * with the indicator itself.
 */
export class IndicatorMatcher {
  readonly #packed: PackedMatcher;
  readonly #pair = new HashPair();
  readonly #shift: number;
  readonly #words = new Uint32Array(4);

  constructor(packed: PackedMatcher) {
    this.#packed = packed;
    this.#shift = 32 - Math.log2(packed.shards.length / 2);
  }

  /** Indicators. */
  get count(): number {
    return this.#packed.count;
  }

  /** Id that the entry was added with. */
  idOf(entry: number): number {
    return this.#packed.ids[entry] ?? 0;
  }

  kindOf(entry: number): IndicatorKind {
    return INDICATOR_KINDS[this.#packed.kinds[entry] ?? 0] ?? 'ip';
  }

  /** What an event has to show besides. */
  alsoOf(entry: number): readonly Observable[] {
    return this.#packed.also.get(entry) ?? [];
  }

  /**
   * Puts the entries that a value matches into `out`, at most 32, and answers how many. `at`: time for which indicators
   * have to be valid, milliseconds; undefined takes all.
   */
  find(kind: EventKind, value: string, at: number | undefined, out: number[]): number {
    out.length = 0;
    if (this.#packed.count === 0) return 0;
    switch (kind) {
      case 'ip':
        this.#address(value, at, out);
        break;
      case 'domain':
        this.#name(value, at, out);
        break;
      default: {
        const text = comparedText(kind, value);
        if (text !== undefined) {
          hashText(this.#pair, this.#packed.seed, kind, text);
          this.#collect(this.#head(), at, out);
        }
      }
    }
    return out.length;
  }

  #address(value: string, at: number | undefined, out: number[]): void {
    const { v4, v6, seed } = this.#packed;
    const four = parseIPv4(value);
    if (four !== undefined) {
      hashV4(this.#pair, seed, four);
      this.#collect(this.#head(), at, out);
      if (v4.owner.length > 0 && !isReservedV4(four)) this.#networks(v4, networkOfV4(v4, four), at, out);
      return;
    }
    const bytes = addressBytes(value);
    if (bytes === undefined) return;
    if (bytes.length === 4) return this.#address(bytes.join('.'), at, out);
    hashAddress(this.#pair, seed, bytes);
    this.#collect(this.#head(), at, out);
    if (v6.owner.length === 0 || isReservedAddress(bytes)) return;
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    for (let word = 0; word < 4; word += 1) this.#words[word] = view.getUint32(word * 4);
    this.#networks(v6, networkOfV6(v6, this.#words), at, out);
  }

  #networks({ entry, parent }: Stretches, owner: number, at: number | undefined, out: number[]): void {
    for (let network = owner; network !== 0; network = parent[network - 1] ?? 0)
      this.#collect(entry[network - 1] ?? 0, at, out);
  }

  #name(value: string, at: number | undefined, out: number[]): void {
    const name = eventName(value);
    if (name === undefined) return;
    const pair = this.#pair;
    pair.begin(this.#packed.seed, kindNumber.domain);
    for (let sign = name.length - 1; sign >= 0; sign -= 1) {
      pair.add(name.charCodeAt(sign));
      if (sign !== 0 && name.charCodeAt(sign - 1) !== DOT) continue;
      pair.finish();
      this.#collect(this.#head(), at, out);
    }
  }

  /** First entry plus 1 of the key in `#pair`. */
  #head(): number {
    const { filter, shards, slots } = this.#packed;
    const { a, b } = this.#pair;
    if (((filter[(b >>> 5) & (filter.length - 1)] ?? 0) & (1 << (b & 31))) === 0) return 0;
    const shard = a >>> this.#shift;
    const first = shards[shard * 2] ?? 0;
    const mask = shards[shard * 2 + 1] ?? 0;
    for (let at = a & mask; ; at = (at + 1) & mask) {
      const slot = (first + at) * 3;
      const head = slots[slot + 2] ?? 0;
      if (head === 0 || (slots[slot] === a && slots[slot + 1] === b)) return head;
    }
  }

  #collect(head: number, at: number | undefined, out: number[]): void {
    const { next, from, until } = this.#packed;
    for (let entry = head; entry !== 0 && out.length < MOST_HITS; entry = next[entry - 1] ?? 0) {
      const index = entry - 1;
      const valid = at === undefined || ((from[index] ?? 0) * 1_000 <= at && at < (until[index] ?? 0) * 1_000);
      if (valid) out.push(index);
    }
  }
}
