import type { Context } from './context.ts';

/** Prints a result as one JSON document, or as text. */
export const show = (
  context: Pick<Context, 'print'>,
  { json }: { readonly json: boolean },
  result: object,
  text: () => string,
): void => context.print(json ? JSON.stringify(result) : text());

/** Foreign text on one line of a terminal: control characters, which could move its cursor, become blanks. */
export const plain = (text: string): string => text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();

const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/g;

/** Columns that a text takes on a terminal; Chinese characters take two. */
export const widthOf = (text: string): number => [...text].length + (text.match(WIDE)?.length ?? 0);

const padded = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - widthOf(text)));

/** Longest cell before the last column; the last one is never cut. */
const MOST_CELL = 60;

const cut = (text: string): string => {
  if (widthOf(text) <= MOST_CELL) return text;
  const kept = [...text];
  while (widthOf(kept.join('')) > MOST_CELL - 1) kept.pop();
  return `${kept.join('')}…`;
};

/** Columns under a header, two blanks apart. Cells are made plain and, but for the last, cut. */
export const table = (header: readonly string[], rows: readonly (readonly string[])[]): string => {
  const last = header.length - 1;
  const cells = rows.map((row) => row.map((cell, at) => (at === last ? plain(cell) : cut(plain(cell)))));
  const widths = header.map((title, at) => Math.max(widthOf(title), ...cells.map((row) => widthOf(row[at] ?? ''))));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, at) => (at === last ? cell : padded(cell, widths[at] ?? 0)))
      .join('  ')
      .trimEnd();
  return [line(header), ...cells.map(line)].join('\n');
};

/** A time for people, in the zone of this machine: `2026-11-27 16:05:09`. */
export const localTime = (iso: string | null): string => {
  if (iso === null) return '-';
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return iso;
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day} ${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
};
