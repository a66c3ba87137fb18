import fc from 'fast-check';
import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { uuidV7 } from './index.ts';

test('layout of RFC 9562 clause 5.7 with the values of appendix A.6; the top bit of the counter starts clear', () => {
  const newId = uuidV7({ now: () => 0x017f22e279b0 }, () =>
    Buffer.from('000000000000' + '0cc3' + '18c4dc0c0c07398f', 'hex'),
  );
  expect(newId()).toBe('017f22e2-79b0-74c3-98c4-dc0c0c07398f');
});

test('ids are unique and sort in the order they were made, whatever the clock does', () => {
  const times = fc.array(fc.integer({ min: 1_700_000_000_000, max: 1_700_000_000_003 }), {
    minLength: 2,
    maxLength: 300,
  });
  fc.assert(
    fc.property(times, (clock) => {
      let at = 0;
      const newId = uuidV7({ now: () => clock[at] ?? 0 }, randomBytes);
      const ids = clock.map(() => {
        const id = newId();
        at += 1;
        return id;
      });
      expect(ids.toSorted()).toEqual(ids);
      expect(new Set(ids).size).toBe(ids.length);
    }),
  );
});

test('more ids than the counter holds in one millisecond stay in order', () => {
  const newId = uuidV7({ now: () => 1_700_000_000_000 }, randomBytes);
  const ids = Array.from({ length: 10_000 }, newId);
  expect(ids.toSorted()).toEqual(ids);
  expect(ids.every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id))).toBe(
    true,
  );
});
