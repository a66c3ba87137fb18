import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPageCursor, writePageCursor } from './page-cursor.ts';

const refused = expect.objectContaining({ code: 'http.cursor-invalid' });

describe('the cursor of a page', () => {
  it('comes back as it was', () => {
    const at = fc.date({ min: new Date(0), max: new Date('9999-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(fc.uuid(), at, (id, time) => {
        expect(readPageCursor(writePageCursor({ id, at: time }))).toEqual({ id, at: time });
      }),
    );
    expect(readPageCursor(undefined)).toBeUndefined();
  });

  it('refuses whatever it did not write, also what only looks like it', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(() => readPageCursor(text)).toThrow(refused);
      }),
    );
    const id = '0193a000-0000-7000-8000-000000000001';
    for (const text of [`${id} 2026-13-40T99:00:00.000Z`, `${id} 1`, `${id}\u0000 2026-11-23T01:00:00.000Z`, ''])
      expect(() => readPageCursor(Buffer.from(text).toString('base64url'))).toThrow(refused);
  });
});
