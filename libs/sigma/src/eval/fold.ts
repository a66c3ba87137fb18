const DOTLESS_I = 0x131;

/**
 * Case-insensitive form of every UTF-16 unit: its lower case where that is one unit; letters that only differ from a
 * lower-case letter by upper-casing (long s, final sigma, micro sign) take that letter. Units are folded one by one,
 * so a part of a text folds as it does inside the whole.
 */
export const FOLD: Uint16Array = buildTable();

function buildTable(): Uint16Array {
  const table = new Uint16Array(0x10000);
  for (let code = 0; code < 0x10000; code += 1) table[code] = foldUnit(code);
  return table;
}

function foldUnit(code: number): number {
  if (code >= 0xd800 && code <= 0xdfff) return code;
  const char = String.fromCharCode(code);
  const lower = char.toLowerCase();
  const plain = lower.length === 1 ? lower.charCodeAt(0) : code;
  if (plain !== code || code < 0x80 || code === DOTLESS_I) return plain;
  const upper = char.toUpperCase();
  const again = upper.length === 1 ? upper.toLowerCase() : char;
  return again.length === 1 ? again.charCodeAt(0) : code;
}

const NON_ASCII = /[^\0-\x7f]/;

/** Folds a text for comparison without case; the length stays the same. */
export const fold = (text: string): string => {
  if (!NON_ASCII.test(text)) return text.toLowerCase();
  const parts: string[] = [];
  for (let from = 0; from < text.length; from += 4_096)
    parts.push(foldChunk(text, from, Math.min(text.length, from + 4_096)));
  return parts.join('');
};

const foldChunk = (text: string, from: number, to: number): string => {
  const units: number[] = [];
  for (let index = from; index < to; index += 1) units.push(FOLD[text.charCodeAt(index)] ?? 0);
  return String.fromCharCode(...units);
};
