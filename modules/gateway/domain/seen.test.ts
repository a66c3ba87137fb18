import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seenSet } from './seen.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text);

describe('the vehicles of a connection', () => {
  it('are new once, wherever their bytes stand', () => {
    const seen = seenSet();
    const frame = bytes('##..LSVAA0000N0000017..');
    expect(seen.isNew(frame, 4, 21)).toBe(true);
    expect(seen.isNew(bytes('LSVAA0000N0000017'), 0, 17)).toBe(false);
    expect(seen.isNew(bytes('LSVAA0000N0000018'), 0, 17)).toBe(true);
    expect(seen.isNew(frame, 4, 21)).toBe(false);
  });

  it('are remembered however many there are', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 17, maxLength: 17 }), { maxLength: 100 }), (ids) => {
        const seen = seenSet();
        const known = new Set<string>();
        for (const id of ids) {
          const one = bytes(id);
          expect(seen.isNew(one, 0, one.length)).toBe(!known.has(id));
          known.add(id);
        }
      }),
    );
  });
});
