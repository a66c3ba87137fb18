import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pdfWith } from '../testing/index.ts';
import { attachmentOf } from './index.ts';

describe('the file embedded in a PDF', () => {
  it('is taken out as it was, packed or not', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 2000 }),
        fc.constantFrom('plain' as const, 'packed' as const),
        (bytes, how) => {
          expect(attachmentOf(pdfWith([bytes], how))).toEqual(bytes);
        },
      ),
    );
  });

  it('is not found in text that looks like one', () => {
    const trap = new TextEncoder().encode(
      '1 0 obj\n<<\n  /Length 1\n  /Type /EmbeddedFile\n>>\nstream\nx\nendstream\nendobj\n',
    );
    expect(attachmentOf(pdfWith([trap]))).toEqual(trap);
  });

  it('is refused when there is none, more than one, or the PDF is damaged', () => {
    const one = pdfWith([Uint8Array.of(1, 2, 3)]);
    const text = Buffer.from(one).toString('latin1');
    const changed = (from: string, to: string): Uint8Array => Buffer.from(text.replace(from, to), 'latin1');
    for (const bad of [
      pdfWith([]),
      pdfWith([Uint8Array.of(1), Uint8Array.of(1)]),
      one.subarray(0, -6),
      changed('/Length 3', '/Length 9'),
      changed('/Length 3', '/Lengte 3'),
      changed('xref\n0', 'xrefs\n'),
      changed('  /Type /EmbeddedFile\n', '  /Type /EmbeddedFile /Filter /LZWDecode\n'),
      new Uint8Array(),
    ])
      expect(() => attachmentOf(bad)).toThrow(/exchange\.pdf/);
  });

  it('never throws anything else', () => {
    const one = pdfWith([Uint8Array.of(1, 2, 3)], 'packed');
    fc.assert(
      fc.property(fc.nat(one.length - 1), fc.nat(255), (at, byte) => {
        const bytes = Uint8Array.from(one);
        bytes[at] = byte;
        try {
          attachmentOf(bytes);
        } catch (error) {
          expect(String(error)).toContain('exchange.pdf');
        }
      }),
    );
  });
});
