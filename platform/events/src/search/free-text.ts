import type { Params } from './params.ts';
import { inPlainText, likeLiteral, likePattern, literalPieces, PLAIN_TEXT, SEARCH_TEXT, wordsOf } from './text.ts';

/** Joins conditions in parentheses; `empty` stands for none. */
export const join = (parts: readonly string[], operator: ' AND ' | ' OR ', empty: '0' | '1'): string => {
  if (parts.length === 0) return empty;
  return parts.length === 1 ? (parts[0] ?? empty) : `(${parts.join(operator)})`;
};

/** All words of `text` stand somewhere in the event: one condition, or none where it has no words. */
export const hasWords = (text: string, params: Params): readonly string[] => {
  const words = wordsOf(text);
  return words.length === 0 ? [] : [`hasAllTokens(${SEARCH_TEXT}, ${params.bind(words, 'Array(String)')})`];
};

/** Conditions that events matching the pattern fulfil; LIKE over one word is answered by the text index. */
export const hasPieces = (pattern: string, params: Params): readonly string[] =>
  literalPieces(pattern)
    .slice(0, 3)
    .map((piece) => `${SEARCH_TEXT} LIKE ${params.bind(`%${piece}%`, 'String')}`);

/**
 * A word, or words with signs between them, anywhere in the event. One word is a lookup in the text index; for more the
 * index finds the candidates and the text is compared as it stands.
 */
export const freeText = (value: string, params: Params): string => {
  const plain = inPlainText(value.trim());
  const lookup = hasWords(plain, params);
  const words = wordsOf(plain);
  const single = words.length === 1 && words[0] === plain;
  const compare = single ? [] : [`${PLAIN_TEXT} LIKE ${params.bind(`%${likeLiteral(plain)}%`, 'String')}`];
  return join([...lookup, ...compare], ' AND ', '1');
};

/** A pattern with `*` and `?` anywhere in the event. */
export const freeWildcard = (value: string, params: Params): string => {
  const pattern = inPlainText(value.trim()).replace(/^\*+|\*+$/g, '');
  const pieces = hasPieces(pattern, params);
  const single = pieces.length === 1 && literalPieces(pattern)[0] === pattern;
  const compare = single ? [] : [`${PLAIN_TEXT} LIKE ${params.bind(`%${likePattern(pattern)}%`, 'String')}`];
  return join([...pieces, ...compare], ' AND ', '1');
};
