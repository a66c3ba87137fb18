/** Characters of a code and their values (GB 32100-2015, table 2): no I, O, S, V, Z. */
const SIGNS = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/**
 * True for a 统一社会信用代码 of 18 characters whose last one is the check character (GB 32100-2015: weights 3^i modulo 31;
 * the rule is widely published, the text of the standard was not at hand: unverified).
 */
export const isCreditCode = (code: string): boolean => {
  if (!/^[0-9A-HJ-NPQRTUWXY]{18}$/u.test(code)) return false;
  let [sum, weight] = [0, 1];
  for (const sign of code.slice(0, 17)) {
    sum += SIGNS.indexOf(sign) * weight;
    weight = (weight * 3) % 31;
  }
  return SIGNS[(31 - (sum % 31)) % 31] === code[17];
};
