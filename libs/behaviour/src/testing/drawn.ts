const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/** Labels drawn at random from an alphabet, the same in each run (linear congruential generator). */
export const drawnNames = (count: number, length: number, alphabet = LETTERS, seed = 12_345): string[] => {
  let state = seed;
  const draw = (): string => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return alphabet[Math.floor(((state >>> 8) / 2 ** 24) * alphabet.length)] ?? '';
  };
  return Array.from({ length: count }, () => Array.from({ length }, draw).join(''));
};
