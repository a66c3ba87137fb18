/** Weights of the 17 places; place 9 is the check digit itself (GB 16735-2019 Annex A). */
const WEIGHTS = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2] as const;
const CHECK_AT = 8;

/** Values of the letters; I, O and Q are never used. */
const VALUES: Readonly<Record<string, number>> = {
  A: 1, B: 2, C: 3, D: 4, E: 5, F: 6, G: 7, H: 8,
  J: 1, K: 2, L: 3, M: 4, N: 5, P: 7, R: 9,
  S: 2, T: 3, U: 4, V: 5, W: 6, X: 7, Y: 8, Z: 9,
}; // prettier-ignore

const valueOf = (char: string): number => (char >= '0' && char <= '9' ? Number(char) : (VALUES[char] ?? Number.NaN));

/** Check digit of a VIN whatever stands in place 9: `0`-`9` or `X`. */
export const vinCheckDigit = (vin: string): string => {
  const sum = WEIGHTS.reduce<number>(
    (total, weight, index) => total + weight * (index === CHECK_AT ? 0 : valueOf(vin.charAt(index))),
    0,
  );
  return sum % 11 === 10 ? 'X' : String(sum % 11);
};

/** True for 17 allowed characters with the right check digit. */
export const isVin = (vin: string): boolean =>
  /^[A-HJ-NPR-Z0-9]{17}$/.test(vin) && vin[CHECK_AT] === vinCheckDigit(vin);

const MODELS = ['CDA1E', 'CDA2E', 'CDS5P'] as const;

/** VIN number `index` of the demonstration maker (world code LCD): distinct for 0..999999, check digit right. */
export const demoVin = (index: number): string => {
  const model = MODELS[index % MODELS.length] ?? MODELS[0];
  const year = 'RSTV'.charAt(Math.floor(index / MODELS.length) % 4);
  const draft = `LCD${model}0${year}W${String(index).padStart(6, '0')}`;
  return draft.slice(0, CHECK_AT) + vinCheckDigit(draft) + draft.slice(CHECK_AT + 1);
};
