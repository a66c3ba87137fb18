/** Code points that a font has a glyph for. */
export interface Coverage {
  readonly has: (codePoint: number) => boolean;
}

const tableAt = (view: DataView, wanted: string): number => {
  const count = view.getUint16(4);
  for (let index = 0; index < count; index += 1) {
    const at = 12 + index * 16;
    const tag = String.fromCodePoint(...[0, 1, 2, 3].map((offset) => view.getUint8(at + offset)));
    if (tag === wanted) return view.getUint32(at + 8);
  }
  throw new Error(`the font has no table ${wanted}`);
};

/**
 * Reads which characters a shipped OpenType font shows: the segments of format 12 in its `cmap` (ISO/IEC 14496-22 5.2.1).
 * Throws for a font without it.
 */
export const coverageOf = (font: Uint8Array): Coverage => {
  const view = new DataView(font.buffer, font.byteOffset, font.byteLength);
  const cmap = tableAt(view, 'cmap');
  const tables = Array.from({ length: view.getUint16(cmap + 2) }, (_, at) => cmap + view.getUint32(cmap + 8 + at * 8));
  const segments = tables.find((at) => view.getUint16(at) === 12);
  if (segments === undefined) throw new Error('the font has no table of all characters');
  const groups = view.getUint32(segments + 12);
  // A byte for each code point of Unicode: a set of thirty thousand takes most of a second to fill.
  const covered = new Uint8Array(0x110000);
  for (let group = 0; group < groups; group += 1) {
    const at = segments + 16 + group * 12;
    covered.fill(1, view.getUint32(at), view.getUint32(at + 4) + 1);
  }
  return { has: (codePoint) => covered[codePoint] === 1 };
};

/** A text in which every character can be printed: one without a glyph is named, as `[U+1F697]`. Lines stay lines. */
export const showable = (text: string, font: Coverage): string => {
  let shown = '';
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    const isPlain = character === '\n' || character === '\t' || font.has(code);
    shown += isPlain ? character : `[U+${code.toString(16).toUpperCase().padStart(4, '0')}]`;
  }
  return shown;
};
