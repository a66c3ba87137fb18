/** The body in lower case with the escapes of JSON undone; what whole phrases and patterns are compared with. */
export const PLAIN_TEXT = String.raw`lower(replaceAll(replaceAll(replaceAll(replaceAll(body, '\\\\', '/'), '\\n', ' '), '\\r', ' '), '\\t', ' '))`;

/**
 * {@link PLAIN_TEXT} with the signs turned to spaces that would glue words together (`powershell.exe`). The text index
 * is built over this very expression (migrations/0001_events.sql).
 */
export const SEARCH_TEXT = String.raw`translate(${PLAIN_TEXT}, '._:\'', '    ')`;

/** Lower case of ASCII letters only, as `lower` in ClickHouse. */
export const asciiLower = (text: string): string => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());

/** Upper case of ASCII letters only. */
export const asciiUpper = (text: string): string => text.replace(/[a-z]+/g, (letters) => letters.toUpperCase());

/** A value as it stands in {@link PLAIN_TEXT}. */
export const inPlainText = (value: string): string =>
  asciiLower(
    JSON.stringify(value)
      .slice(1, -1)
      .replaceAll('\\\\', '/')
      .replace(/\\[nrt]/g, ' '),
  );

/**
 * Words of a value that the text index has as well: runs of ASCII letters and digits, and each Chinese character by
 * itself. Other letters are left to the comparison.
 */
export const wordsOf = (text: string): readonly string[] => [
  ...new Set(asciiLower(text).match(/[0-9a-z]+|\p{Script=Han}/gu) ?? []),
];

/** A LIKE pattern that matches this text as it stands. */
export const likeLiteral = (text: string): string => text.replace(/[\\%_]/g, String.raw`\$&`);

/** A LIKE pattern from a wildcard pattern with `*` and `?`. */
export const likePattern = (pattern: string): string => likeLiteral(pattern).replaceAll('*', '%').replaceAll('?', '_');

// Shorter ones would match most of the dictionary of the text index, which then does not use it.
const MIN_PIECE = 4;

/** Words of a wildcard pattern that are long enough to be looked up, longest first. */
export const literalPieces = (pattern: string): readonly string[] =>
  wordsOf(pattern)
    .filter((word) => word.length >= MIN_PIECE)
    .toSorted((a, b) => b.length - a.length);
