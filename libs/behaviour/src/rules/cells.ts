/** Counts up to here are kept exactly, larger ones to 0.1 %. */
const EXACT = 32_768;
const STEPS = 1000;
/** A cell whose count is not known. */
export const UNKNOWN = 0xffff;
/** First of 64 signs, and the signs outside of them. */
const SIGN = 0x30;
const UNKNOWN_SIGN = 0x21;
const LONG_SIGN = 0x7e;
const ASCII = new TextDecoder();

/** A count in two bytes. */
export const packCount = (count: number): number =>
  count < EXACT ? count : Math.min(UNKNOWN - 1, EXACT + Math.round(Math.log2(count / EXACT) * STEPS));

/** The count of a cell; undefined when it is not known. */
export const unpackCount = (kept: number): number | undefined => {
  if (kept === UNKNOWN) return undefined;
  return kept < EXACT ? kept : Math.round(EXACT * 2 ** ((kept - EXACT) / STEPS));
};

/** Cells as short ASCII text: a sign for a small count, `!` for unknown, `~` and three signs for others. */
export const textOfCells = (cells: Uint16Array): string => {
  const out = new Uint8Array(cells.length * 4);
  let to = 0;
  for (const value of cells) {
    if (value < 64) out[to++] = SIGN + value;
    else if (value === UNKNOWN) out[to++] = UNKNOWN_SIGN;
    else {
      out[to++] = LONG_SIGN;
      for (const shift of [12, 6, 0]) out[to++] = SIGN + ((value >> shift) & 63);
    }
  }
  return ASCII.decode(out.subarray(0, to));
};

/** Fills cells from text; false when it is text of another number of cells. */
export const fillCells = (cells: Uint16Array, saved: string): boolean => {
  let at = 0;
  for (let from = 0; from < saved.length && at < cells.length; from += 1, at += 1) {
    const code = saved.charCodeAt(from);
    if (code === LONG_SIGN) {
      const part = (n: number): number => (saved.charCodeAt(from + n) - SIGN) & 63;
      cells[at] = (part(1) << 12) | (part(2) << 6) | part(3);
      from += 3;
    } else cells[at] = code === UNKNOWN_SIGN ? UNKNOWN : (code - SIGN) & 63;
  }
  return at === cells.length;
};
