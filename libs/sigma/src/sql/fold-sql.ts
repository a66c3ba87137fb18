import { FOLD } from '../eval/fold.ts';

/** The letters beyond ASCII that folding changes, and what they become: the table of `fold` as two texts. */
export const foldedLetters: { readonly from: string; readonly to: string } = readTable();

function readTable(): { from: string; to: string } {
  let from = '';
  let to = '';
  for (let code = 0x80; code < 0x10000; code += 1) {
    const folded = FOLD[code] ?? code;
    if (folded === code) continue;
    from += String.fromCharCode(code);
    to += String.fromCharCode(folded);
  }
  return { from, to };
}
