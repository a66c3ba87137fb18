import { asn1Error } from '../errors.ts';
import { oidText } from './oid.ts';
import { TAG } from './tags.ts';
import { stringText } from './text.ts';
import { generalizedMillis, utcMillis } from './time.ts';

/** BIT STRING: its bytes, and how many of the last bits do not count. */
export interface BitString {
  readonly unused: number;
  readonly bytes: Uint8Array;
}

const hex = (tag: number): string => tag.toString(16).padStart(2, '0');

/**
 * A cursor over DER (X.690). It reads one element after the other and builds no tree; slices are views of the input.
 * Strict: shortest lengths and integers, TRUE is FF, no indefinite lengths, no tags above 30. Every method throws
 * `asn1.truncated`, `asn1.invalid` or `asn1.limit` with the offset in `bytes`, and nothing else.
 *
 *     const reader = new DerReader(bytes);
 *     const outer = reader.open(TAG.sequence);
 *     const version = reader.small(2);
 *     reader.close(outer);
 *     reader.finish();
 */
export class DerReader {
  readonly bytes: Uint8Array;
  /** Offset of the next element. */
  at: number;
  /** Where the value that is open ends. */
  end: number;
  /** Content of the element that was read last. */
  from = 0;
  /** Behind the content of the element that was read last. */
  to = 0;

  constructor(bytes: Uint8Array, at = 0, end: number = bytes.length) {
    this.bytes = bytes;
    this.at = at;
    this.end = end;
  }

  /** Identifier octet of the next element; -1 at the end of the open value. */
  peek(): number {
    return this.at < this.end ? (this.bytes[this.at] ?? -1) : -1;
  }

  /** Whether nothing is left in the open value. */
  done(): boolean {
    return this.at >= this.end;
  }

  /** Goes over the next element, whatever it is; its content lies from `from` to `to`. Gives back its identifier octet. */
  skip(): number {
    const start = this.at;
    const { bytes, end } = this;
    if (start + 2 > end) throw asn1Error('asn1.truncated', { offset: start, reason: 'an element ends in its head' });
    const tag = bytes[start] ?? 0;
    if ((tag & 0x1f) === 0x1f) throw asn1Error('asn1.limit', { offset: start, reason: 'a tag above 30' });
    const first = bytes[start + 1] ?? 0;
    const from = first < 0x80 ? start + 2 : start + 2 + (first & 0x7f);
    const length = first < 0x80 ? first : this.longLength(start + 2, first & 0x7f);
    if (length > end - from)
      throw asn1Error('asn1.truncated', {
        offset: start,
        reason: `${length} bytes are announced, ${end - from} are left`,
      });
    this.from = from;
    this.to = from + length;
    this.at = this.to;
    return tag;
  }

  private longLength(at: number, count: number): number {
    if (count === 0 || count > 4)
      throw asn1Error(count === 0 ? 'asn1.invalid' : 'asn1.limit', {
        offset: at - 1,
        reason: 'an indefinite or too long length',
      });
    if (at + count > this.end)
      throw asn1Error('asn1.truncated', { offset: at, reason: 'an element ends in its length' });
    let length = 0;
    for (let i = 0; i < count; i += 1) length = length * 256 + (this.bytes[at + i] ?? 0);
    if (length < 0x80 || this.bytes[at] === 0)
      throw asn1Error('asn1.invalid', { offset: at - 1, reason: 'a length is not written in its shortest form' });
    return length;
  }

  /** Goes over the next element, which has to have this identifier octet. */
  expect(tag: number): void {
    const start = this.at;
    if (this.peek() === tag) {
      this.skip();
      return;
    }
    const found = this.peek();
    throw asn1Error(found < 0 ? 'asn1.truncated' : 'asn1.invalid', {
      offset: start,
      reason: found < 0 ? `tag ${hex(tag)} is missing` : `tag ${hex(tag)} is expected, ${hex(found)} found`,
    });
  }

  /** Steps into a constructed element; give what it answers to {@link close}. */
  open(tag: number): number {
    const outer = this.end;
    this.expect(tag);
    this.at = this.from;
    this.end = this.to;
    return outer;
  }

  /** Steps into the next element when it has this identifier octet; -1 when it has not. */
  openIf(tag: number): number {
    return this.peek() === tag ? this.open(tag) : -1;
  }

  /** Steps out; nothing may be left in the value. */
  close(outer: number): void {
    this.finish();
    this.end = outer;
  }

  /** Throws when bytes are left in the open value. */
  finish(): void {
    if (this.at !== this.end)
      throw asn1Error('asn1.invalid', {
        offset: this.at,
        reason: `${this.end - this.at} bytes are left behind a value`,
      });
  }

  /** The next element with head; any when `tag` is left away. */
  element(tag?: number): Uint8Array {
    const start = this.at;
    if (tag === undefined) this.skip();
    else this.expect(tag);
    return this.bytes.subarray(start, this.to);
  }

  /** Content of the next element. */
  content(tag: number): Uint8Array {
    this.expect(tag);
    return this.bytes.subarray(this.from, this.to);
  }

  /** BOOLEAN. */
  boolean(tag: number = TAG.boolean): boolean {
    this.expect(tag);
    const byte = this.bytes[this.from];
    if (this.to - this.from !== 1 || (byte !== 0 && byte !== 0xff))
      throw asn1Error('asn1.invalid', { offset: this.from, reason: 'a BOOLEAN is neither 00 nor FF' });
    return byte === 0xff;
  }

  /** NULL. */
  null(): void {
    this.expect(TAG.null);
    if (this.to !== this.from) throw asn1Error('asn1.invalid', { offset: this.from, reason: 'a NULL with content' });
  }

  /** Content of an INTEGER: two's complement, shortest form, at least a byte. */
  integerBytes(tag: number = TAG.integer): Uint8Array {
    this.expect(tag);
    const [first, second] = [this.bytes[this.from] ?? 0, this.bytes[this.from + 1] ?? 0];
    const length = this.to - this.from;
    if (length === 0 || (length > 1 && ((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80))))
      throw asn1Error('asn1.invalid', { offset: this.from, reason: 'an INTEGER is not written in its shortest form' });
    return this.bytes.subarray(this.from, this.to);
  }

  /** INTEGER of at most `most` bytes (default 1,040: RSA moduli of 8,192 bits and a little). */
  integer(most = 1040): bigint {
    const bytes = this.integerBytes();
    if (bytes.length > most)
      throw asn1Error('asn1.limit', { offset: this.from, reason: `an INTEGER over ${most} bytes` });
    let text = '0x';
    for (const byte of bytes) text += hex(byte);
    return BigInt.asIntN(bytes.length * 8, BigInt(text));
  }

  /** Content of an INTEGER that may not be negative, without the zero before it. */
  unsignedBytes(): Uint8Array {
    const bytes = this.integerBytes();
    if ((bytes[0] ?? 0) >= 0x80) throw asn1Error('asn1.invalid', { offset: this.from, reason: 'a negative INTEGER' });
    return bytes.length > 1 && bytes[0] === 0 ? bytes.subarray(1) : bytes;
  }

  /** INTEGER (or another type of that form) from 0 to `most`, at most 2^47. */
  small(most: number, tag: number = TAG.integer): number {
    const bytes = this.integerBytes(tag);
    let value = bytes.length > 6 || (bytes[0] ?? 0) >= 0x80 ? Number.POSITIVE_INFINITY : 0;
    for (const byte of bytes) value = value * 256 + byte;
    if (value > most) throw asn1Error('asn1.limit', { offset: this.from, reason: `an INTEGER outside 0 to ${most}` });
    return value;
  }

  /** OBJECT IDENTIFIER in dotted form. */
  oid(tag: number = TAG.oid): string {
    this.expect(tag);
    return oidText(this.bytes, this.from, this.to);
  }

  /** BIT STRING; bits that do not count have to be 0. */
  bits(tag: number = TAG.bitString): BitString {
    this.expect(tag);
    const unused = this.bytes[this.from] ?? 8;
    const last = this.bytes[this.to - 1] ?? 0;
    const empty = this.to - this.from === 1;
    if (this.to === this.from || unused > 7 || (empty && unused > 0) || (!empty && (last & ((1 << unused) - 1)) !== 0))
      throw asn1Error('asn1.invalid', { offset: this.from, reason: 'a BIT STRING with wrong unused bits' });
    return { unused, bytes: this.bytes.subarray(this.from + 1, this.to) };
  }

  /** BIT STRING of whole bytes, as keys and signatures are. */
  bitBytes(tag: number = TAG.bitString): Uint8Array {
    const { unused, bytes } = this.bits(tag);
    if (unused !== 0) throw asn1Error('asn1.invalid', { offset: this.from, reason: 'a BIT STRING of no whole bytes' });
    return bytes;
  }

  /** BIT STRING with named bits, as a number whose bit n is the bit named n; no zero bits at the end, at most 31 bits. */
  namedBits(tag: number = TAG.bitString): number {
    const { unused, bytes } = this.bits(tag);
    const count = bytes.length * 8 - unused;
    if (count > 31) throw asn1Error('asn1.limit', { offset: this.from, reason: 'more than 31 named bits' });
    let value = 0;
    for (let n = 0; n < count; n += 1) if (((bytes[n >> 3] ?? 0) & (0x80 >> (n & 7))) !== 0) value |= 1 << n;
    if (count > 0 && (value & (1 << (count - 1))) === 0)
      throw asn1Error('asn1.invalid', { offset: this.from, reason: 'named bits end with 0' });
    return value;
  }

  /** Content of an OCTET STRING. */
  octets(tag: number = TAG.octetString): Uint8Array {
    return this.content(tag);
  }

  /** Any string type. */
  text(): string {
    const tag = this.skip();
    return stringText(this.bytes, this.from, this.to, tag);
  }

  /** A string of the type `type` under the identifier octet `tag` (IMPLICIT). */
  textAs(tag: number, type: number): string {
    this.expect(tag);
    return stringText(this.bytes, this.from, this.to, type);
  }

  /** UTCTime or GeneralizedTime in milliseconds since 1970. */
  time(): number {
    const start = this.at;
    const tag = this.skip();
    if (tag === TAG.utcTime) return utcMillis(this.bytes, this.from, this.to);
    if (tag === TAG.generalizedTime) return generalizedMillis(this.bytes, this.from, this.to);
    throw asn1Error('asn1.invalid', { offset: start, reason: 'neither UTCTime nor GeneralizedTime' });
  }
}
