/** Base64 of what was pasted as hex or Base64. */
export const toBase64 = (text: string): string => {
  const bare = text.replaceAll(/\s/g, '');
  if (!/^([0-9a-f]{2})+$/i.test(bare)) return bare;
  return btoa((bare.match(/../g) ?? []).map((pair) => String.fromCodePoint(Number.parseInt(pair, 16))).join(''));
};
