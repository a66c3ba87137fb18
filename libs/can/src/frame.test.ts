import { isDomainError } from '@chedun/kernel';
import { describe, expect, it } from 'vitest';
import { CAN_ERRORS, canError } from './errors.ts';
import { idFits, idKey, idText, lengthFits, lengthOfDlc, MAX_EXTENDED_ID, MAX_STANDARD_ID } from './frame.ts';

describe('identifiers', () => {
  it('fit 11 or 29 bits', () => {
    expect(idFits(0, false)).toBe(true);
    expect(idFits(MAX_STANDARD_ID, false)).toBe(true);
    expect(idFits(MAX_STANDARD_ID + 1, false)).toBe(false);
    expect(idFits(MAX_EXTENDED_ID, true)).toBe(true);
    expect(idFits(MAX_EXTENDED_ID + 1, true)).toBe(false);
    expect(idFits(-1, true)).toBe(false);
    expect(idFits(1.5, false)).toBe(false);
    expect(idFits(Number.NaN, false)).toBe(false);
  });

  it('of the two forms have different keys', () => {
    expect(idKey(0x123, false)).toBe(0x123);
    expect(idKey(0x123, true)).not.toBe(idKey(0x123, false));
    expect(
      new Set([idKey(0, false), idKey(0, true), idKey(MAX_STANDARD_ID, false), idKey(MAX_EXTENDED_ID, true)]).size,
    ).toBe(4);
  });

  it('are written with 3 or 8 digits', () => {
    expect(idText(0x1a, false)).toBe('01A');
    expect(idText(0x18daf110, true)).toBe('18DAF110');
    expect(idText(1, true)).toBe('00000001');
  });
});

describe('lengths', () => {
  it('follow the length code', () => {
    expect([0, 7, 8, 9, 15].map((dlc) => lengthOfDlc(dlc, false))).toEqual([0, 7, 8, 8, 8]);
    expect([8, 9, 10, 11, 12, 13, 14, 15].map((dlc) => lengthOfDlc(dlc, true))).toEqual([
      8, 12, 16, 20, 24, 32, 48, 64,
    ]);
    expect(lengthOfDlc(-1, true)).toBe(0);
    expect(lengthOfDlc(99, true)).toBe(64);
  });

  it('are those that a frame can carry', () => {
    expect(lengthFits(8, false)).toBe(true);
    expect(lengthFits(9, false)).toBe(false);
    expect(lengthFits(12, true)).toBe(true);
    expect(lengthFits(13, true)).toBe(false);
    expect(lengthFits(65, true)).toBe(false);
  });
});

describe('errors', () => {
  it('have texts in both languages and a code of the catalogue', () => {
    for (const text of Object.values(CAN_ERRORS)) {
      expect(text.zh).toMatch(/\p{Script=Han}/u);
      expect(text.doZh).toMatch(/\p{Script=Han}/u);
      expect(text.en.length * text.doEn.length).toBeGreaterThan(0);
    }
    expect(isDomainError(canError('can.bad_dbc', { line: 3 }), 'can.bad_dbc')).toBe(true);
  });
});
