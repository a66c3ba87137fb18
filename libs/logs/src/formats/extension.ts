import type { FieldCollector } from '../text/field-map.ts';

const KEY = /^[A-Za-z0-9_][A-Za-z0-9_.\-[\]]{0,127}$/;

/**
 * Undoes the escapes of a CEF extension value: `\=`, `\\`, `\n`, `\r`. Other backslashes stay: Windows paths are often
 * unescaped.
 */
const unescapeValue = (text: string): string =>
  text.includes('\\')
    ? text.replace(/\\([=\\nr|])/g, (_all, character: string) =>
        character === 'n' ? '\n' : character === 'r' ? '\r' : character,
      )
    : text;

/**
 * Reads a CEF extension: `key=value key=value`. A value may hold spaces, bare pipes and bare equals signs; it ends
 * where the next space-separated word is a key followed by an unescaped `=`. One pass, linear in the length of the
 * text.
 */
export const readExtension = (text: string, collector: FieldCollector): void => {
  let key: string | undefined;
  let valueStart = 0;
  let wordStart = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x5c) at += 1;
    else if (code === 0x20) wordStart = at + 1;
    else if (code === 0x3d) {
      // A key is at most 128 characters; testing no more keeps long values with many equals signs linear.
      const word = at - wordStart <= 128 ? text.slice(wordStart, at) : '';
      if ((key === undefined || wordStart > valueStart) && KEY.test(word)) {
        if (key !== undefined) collector.add(key, unescapeValue(text.slice(valueStart, wordStart - 1).trimEnd()));
        key = word;
        valueStart = at + 1;
      }
    }
  }
  if (key !== undefined) collector.add(key, unescapeValue(text.slice(valueStart).trimEnd()));
};
