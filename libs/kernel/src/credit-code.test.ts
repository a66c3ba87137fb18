import { describe, expect, it } from 'vitest';
import { isCreditCode } from './credit-code.ts';

/** Made for the test: the check character is computed by the test itself, another way than in the code. */
const codeWith = (body: string): string => {
  const signs = '0123456789ABCDEFGHJKLMNPQRTUWXY';
  const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
  const sum = weights.reduce((total, weight, at) => total + weight * signs.indexOf(body[at] ?? '0'), 0);
  return body + (signs[(31 - (sum % 31)) % 31] ?? '');
};

describe('the code of an organisation', () => {
  it('is right with its check character and wrong with every other sign in any place', () => {
    const code = codeWith('91420100MA4KXXXX2');
    expect(isCreditCode(code)).toBe(true);
    for (let at = 0; at < 18; at += 1) {
      const other = code[at] === '7' ? '8' : '7';
      expect(isCreditCode(code.slice(0, at) + other + code.slice(at + 1)), String(at)).toBe(false);
    }
    for (const bad of ['', code.slice(1), `${code}0`, code.toLowerCase(), code.replace(/^9/, 'I')])
      expect(isCreditCode(bad)).toBe(false);
  });
});
