const PRIME = 0x01000193;
const OFFSET = 0x811c9dc5;

/** Spreads the bits of a 32-bit number (final mix of MurmurHash3), so that every bit of a sketch index is used. */
export const mix = (value: number): number => {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
};

/** 32-bit hash of a text (FNV-1a over UTF-16 units, mixed). The same text and seed give the same number everywhere. */
export const hashText = (text: string, seed = 0): number => {
  let h = OFFSET ^ seed;
  for (let at = 0; at < text.length; at += 1) h = Math.imul(h ^ text.charCodeAt(at), PRIME);
  return mix(h);
};
