import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ascii, be, join, prefixed } from '../../../testing/bytes.ts';
import { dnsName } from '../../../testing/messages.ts';
import { readDns } from './message.ts';
import { MAX_NAME, readName } from './name.ts';

const pointer = (at: number): Uint8Array => be(0xc000 + at, 2);

/** `count` pointers, each to the one after it, and a name behind the last. */
const chain = (count: number): Uint8Array =>
  join(...Array.from({ length: count }, (_, index) => pointer((index + 1) * 2)), dnsName('end.example'));

describe('compressed names', () => {
  it('that point at themselves or at each other are none', () => {
    expect(readName(pointer(0), 0)).toBeUndefined();
    expect(readName(join(pointer(2), pointer(4), pointer(0)), 0)).toBeUndefined();
  });

  it('that grow by a label each time round are cut where names end', () => {
    const name = readName(join(prefixed(1, ascii('again')), pointer(0)), 0);
    expect(name).toMatchObject({ truncated: true, next: 8 });
    expect(name?.text).toBe('again.'.repeat(MAX_NAME).slice(0, MAX_NAME));
  });

  it.each([1, 2, 254, 255])('through %i pointers are followed', (count) => {
    expect(readName(chain(count), 0)).toEqual({ text: 'end.example', truncated: false, next: 2 });
  });

  it('through more pointers than that are none', () => {
    expect(readName(chain(256), 0)).toBeUndefined();
  });

  it('read as the labels they stand for, wherever a name starts to be compressed', () => {
    const label = fc.stringMatching(/^[a-z0-9-]{1,20}$/);
    fc.assert(
      fc.property(fc.array(label, { minLength: 1, maxLength: 8 }), fc.nat(8), label, (labels, cut, first) => {
        const from = Math.min(cut, labels.length - 1);
        const offset = labels.slice(0, from).reduce((sum, one) => sum + 1 + one.length, 0);
        const whole = dnsName(labels.join('.'));
        const bytes = join(whole, prefixed(1, ascii(first)), pointer(offset));
        expect(readName(bytes, whole.length)).toEqual({
          text: [first, ...labels.slice(from)].join('.'),
          truncated: false,
          next: bytes.length,
        });
      }),
    );
  });

  it('made of any labels and pointers end, within the longest name and within the bytes', () => {
    const piece = fc.oneof(
      fc.nat(60).map(pointer),
      fc.string({ minLength: 1, maxLength: 9, unit: 'grapheme-ascii' }).map((text) => prefixed(1, ascii(text))),
      fc.constant(Uint8Array.of(0)),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), fc.nat(40), (pieces, at) => {
        const bytes = join(...pieces);
        const name = readName(bytes, at);
        if (name === undefined) return;
        expect(name.text.length).toBeLessThanOrEqual(MAX_NAME);
        expect(name.next).toBeGreaterThan(at);
        expect(name.next).toBeLessThanOrEqual(bytes.length);
      }),
      { numRuns: 1000 },
    );
  });

  it('cost a message no more than its bound, however often it repeats them', () => {
    const name = join(prefixed(1, ascii('x'.repeat(63))), pointer(12));
    const record = join(pointer(12), be(1, 2), be(1, 2), be(60, 4), be(4, 2), be(0x0102_0304, 4));
    const answers = 4000;
    const head = join(be(1, 2), be(0x8180, 2), be(1, 2), be(answers, 2), be(0, 4));
    const bytes = join(head, name, be(1, 2), be(1, 2), ...Array.from({ length: answers }, () => record));
    const message = readDns(bytes);
    expect(message?.broken).toBe('answers');
    expect((message?.answers.length ?? 0) * MAX_NAME).toBeLessThanOrEqual(2_000_000);
  });
});
