/** Names in one line, as Chinese lists them; offices have Chinese names in both languages. */
export const namesText = (names: readonly string[]): string => names.join('\u3001');
