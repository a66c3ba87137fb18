const SHAPE = /^[A-HJ-NPR-Z0-9]{17}$/;
const WEIGHTS = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
const VALUES = new Map([...'0123456789'].map((digit) => [digit, Number(digit)]));
for (const [letters, first] of [
  ['ABCDEFGH', 1],
  ['JKLMN', 1],
  ['STUVWXYZ', 2],
] as const) {
  for (const [index, letter] of [...letters].entries()) VALUES.set(letter, first + index);
}
for (const [letter, value] of [
  ['P', 7],
  ['R', 9],
] as const) {
  VALUES.set(letter, value);
}

/** 17 characters of A-Z and 0-9 without I, O and Q (GB 16735-2019 4.1, ISO 3779). */
export const isVin = (text: string): boolean => SHAPE.test(text);

/** The character that position 9 should be (GB 16735-2019 annex A). `vin` must have the shape of a VIN. */
export const checkDigitOf = (vin: string): string => {
  let sum = 0;
  for (const [index, character] of [...vin].entries()) sum += (WEIGHTS[index] ?? 0) * (VALUES.get(character) ?? 0);
  const rest = sum % 11;
  return rest === 10 ? 'X' : String(rest);
};

/** Whether position 9 is right; mandatory in China and North America, free elsewhere, so a wrong one is only a warning. */
export const checkDigitState = (vin: string): 'right' | 'wrong' =>
  vin.charAt(8) === checkDigitOf(vin) ? 'right' : 'wrong';
