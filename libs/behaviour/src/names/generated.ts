import { spokenWords } from './speech.ts';

const LETTERS = 26;
/** Letters and one sign for the edge of a word. */
const SIGNS = LETTERS + 1;
const EDGE = LETTERS;

const signOf = (code: number): number | undefined => (code >= 97 && code <= 122 ? code - 97 : undefined);

/** Counts of three letters in a row, flat: (first, second, third). */
const train = (): Float64Array => {
  const counts = new Float64Array(SIGNS ** 3);
  for (const word of spokenWords()) {
    let [before, last] = [EDGE, EDGE];
    for (const code of [...word].map((sign) => signOf(sign.charCodeAt(0)) ?? EDGE).concat(EDGE)) {
      const at = (before * SIGNS + last) * SIGNS + code;
      counts[at] = (counts[at] ?? 0) + 1;
      [before, last] = [last, code];
    }
  }
  return counts;
};

/** log2 of the likelihood of the third letter against a letter drawn at random, mixed from three, two and one letters. */
const model = (): Float64Array => {
  const threes = train();
  const twos = new Float64Array(SIGNS ** 2);
  const ones = new Float64Array(SIGNS);
  for (let at = 0; at < threes.length; at += 1) {
    const count = threes[at] ?? 0;
    const pair = at % SIGNS ** 2;
    twos[pair] = (twos[pair] ?? 0) + count;
    ones[at % SIGNS] = (ones[at % SIGNS] ?? 0) + count;
  }
  const all = ones.reduce((sum, count) => sum + count, 0);
  const gains = new Float64Array(threes.length);
  for (let first = 0; first < SIGNS; first += 1)
    for (let second = 0; second < SIGNS; second += 1) {
      const row = (first * SIGNS + second) * SIGNS;
      const rowSum = threes.subarray(row, row + SIGNS).reduce((sum, count) => sum + count, 0);
      const pairSum = twos.subarray(second * SIGNS, second * SIGNS + SIGNS).reduce((sum, count) => sum + count, 0);
      for (let third = 0; third < SIGNS; third += 1) {
        const single = ((ones[third] ?? 0) + 1) / (all + SIGNS);
        const pair = ((twos[second * SIGNS + third] ?? 0) + 8 * single) / (pairSum + 8);
        const triple = ((threes[row + third] ?? 0) + 8 * pair) / (rowSum + 8);
        gains[row + third] = Math.log2(triple * SIGNS);
      }
    }
  return gains;
};

let known: Float64Array | undefined;

/** Mean gain per letter, bits: about +0.5 for names that people chose, about -3.8 for letters drawn at random. */
const spokenGain = (label: string): number => {
  known ??= model();
  let [before, last, sum, letters] = [EDGE, EDGE, 0, 0];
  for (let at = 0; at < label.length; at += 1) {
    const sign = signOf(label.charCodeAt(at));
    if (sign === undefined) {
      [before, last] = [EDGE, EDGE];
      continue;
    }
    sum += known[(before * SIGNS + last) * SIGNS + sign] ?? 0;
    letters += 1;
    [before, last] = [last, sign];
  }
  return letters === 0 ? 0 : sum / letters;
};

/** Gain between names that people choose and letters drawn at random. */
const DRAWN = -1.4;

/** Changes between letters and digits; generated names of letters and digits change often, `api2024` changes once. */
const changes = (label: string): number => label.match(/[a-z](?=\d)|\d(?=[a-z])/g)?.length ?? 0;

/**
 * How much a registered label looks drawn at random: 0 natural to 100 random. From the gain of its letters under a model
 * of spoken names, and from digits that are mixed into the letters. Labels under seven signs say nothing (0), and those
 * in Punycode neither.
 */
export const generatedScore = (label: string): number => {
  if (label.length < 7 || label.startsWith('xn--')) return 0;
  const letters = label.replaceAll(/[^a-z]/g, '').length;
  const mixed = changes(label) / label.length;
  const unspoken = letters < 4 ? 0 : DRAWN - spokenGain(label);
  const raw = 50 + 25 * unspoken + 200 * Math.max(0, mixed - 0.1);
  const sure = Math.min(1, label.length / 12);
  return Math.round(Math.max(0, Math.min(100, raw * sure)));
};
