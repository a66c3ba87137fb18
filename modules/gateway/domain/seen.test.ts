import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seenVehicles } from './seen.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text);
const isNew = (seen: ReturnType<typeof seenVehicles>, id: Uint8Array): boolean => seen.place(id, 0, id.length) < 0;

/** FNV-1a of 32 bits, as a set of hashes would take it. */
const fnv = (id: string): number => {
  let hash = 0x811c9dc5;
  for (const byte of bytes(id)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
};

/** Two VINs of which the short hash is the same. */
const COLLIDING = ['LSV00000000179599', 'LSV00000000362382'] as const;

describe('the vehicles of a connection', () => {
  it('are new once, wherever their bytes stand', () => {
    const seen = seenVehicles();
    const frame = bytes('##..LSVAA0000N0000017..');
    expect(seen.place(frame, 4, 21)).toBe(-1);
    expect(seen.place(bytes('LSVAA0000N0000017'), 0, 17)).toBe(0);
    expect(seen.place(bytes('LSVAA0000N0000018'), 0, 17)).toBe(-2);
    expect(seen.place(frame, 4, 21)).toBe(0);
  });

  it('are told apart where a hash of 32 bits does not', () => {
    const [one, other] = COLLIDING;
    expect(fnv(one)).toBe(fnv(other));
    const seen = seenVehicles();
    expect([isNew(seen, bytes(one)), isNew(seen, bytes(other)), isNew(seen, bytes(other))]).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('are remembered however many and however long they are', () => {
    const lengths = { minLength: 0, maxLength: 60 };
    fc.assert(
      fc.property(fc.array(fc.string(lengths), { maxLength: 200 }), (ids) => {
        const seen = seenVehicles();
        const known = new Set<string>();
        for (const id of ids) {
          expect(isNew(seen, bytes(id))).toBe(!known.has(id));
          known.add(id);
        }
        for (const id of known) expect(isNew(seen, bytes(id))).toBe(false);
      }),
    );
  });

  it('keep their standing and their counts while the set grows', () => {
    const seen = seenVehicles();
    const vin = (n: number): Uint8Array => bytes(`LSV${String(n).padStart(14, '0')}`);
    for (let n = 0; n < 1000; n += 1) {
      const place = -1 - seen.place(vin(n), 0, 17);
      if (n % 3 === 0) seen.stand(place, seen.epoch(), 'refused');
      seen.counted(place, 7);
    }
    for (let n = 0; n < 1000; n += 1) {
      const place = seen.place(vin(n), 0, 17);
      expect(seen.standing(place)).toBe(n % 3 === 0 ? 'refused' : 'goes-on');
      expect([seen.counted(place, 7), seen.counted(place, 8)]).toEqual([2, 1]);
    }
  });

  it('are forgotten together; a verdict that comes after that is ignored', () => {
    const seen = seenVehicles();
    const since = seen.epoch();
    const place = -1 - seen.place(bytes('LSVAA0000N0000017'), 0, 17);
    seen.clear();
    expect(isNew(seen, bytes('LSVAA0000N0000018'))).toBe(true);
    seen.stand(place, since, 'refused');
    expect(seen.standing(0)).toBe('goes-on');
    expect(isNew(seen, bytes('LSVAA0000N0000017'))).toBe(true);
  });
});
