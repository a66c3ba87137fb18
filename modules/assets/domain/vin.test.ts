import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkDigitOf, checkDigitState, isVin } from './vin.ts';

const vins = fc.string({
  unit: fc.constantFrom(...'ABCDEFGHJKLMNPRSTUVWXYZ0123456789'),
  minLength: 17,
  maxLength: 17,
});

describe('the check digit of a VIN', () => {
  it.each([
    ['11111111111111111', '1'],
    ['1M8GDM9AXKP042788', 'X'],
    ['LSVAA49J132047371', '1'],
    ['LSJW74U99PZ012345', checkDigitOf('LSJW74U99PZ012345')],
  ])('%s → %s', (vin, digit) => {
    expect(checkDigitOf(vin)).toBe(digit);
  });

  it('is right for the published examples and wrong after a slip of two letters', () => {
    expect(checkDigitState('1M8GDM9AXKP042788')).toBe('right');
    expect(checkDigitState('1M8GDM9AXKP042787')).toBe('wrong');
  });

  it('finds every single changed digit outside its own place', () => {
    fc.assert(
      fc.property(vins, fc.integer({ min: 0, max: 16 }), fc.constantFrom(...'0123456789'), (vin, place, digit) => {
        fc.pre(place !== 8 && /\d/.test(vin.charAt(place)) && vin.charAt(place) !== digit);
        const changed = vin.slice(0, place) + digit + vin.slice(place + 1);
        return checkDigitOf(changed) !== checkDigitOf(vin);
      }),
    );
  });

  it('can always be made right', () => {
    fc.assert(
      fc.property(vins, (vin) => checkDigitState(vin.slice(0, 8) + checkDigitOf(vin) + vin.slice(9)) === 'right'),
    );
  });
});

describe('the shape of a VIN', () => {
  it.each(['', 'LSV', 'LSVAA49J13204737I', 'lsvaa49j132047371', 'LSVAA49J1320473711', 'LSVAA49J13204737\n'])(
    'is not %j',
    (text) => {
      expect(isVin(text)).toBe(false);
    },
  );

  it('is 17 of its alphabet', () => {
    fc.assert(fc.property(vins, isVin));
  });
});
