import { isDomainError } from '@chedun/kernel';

/** How a command ended: 0 fine, 1 findings or a failed verification, 2 wrong use or unreadable input. */
export type ExitCode = 0 | 1 | 2;

/** Prints a result as one JSON line, or as text. */
export const show = (json: boolean, result: object, text: () => string): void => {
  console.log(json ? JSON.stringify(result) : text());
};

/** One line about an error, with its place where there is one. */
export const errorLine = (error: unknown): string => {
  if (!isDomainError(error)) return error instanceof Error ? error.message : String(error);
  const { file, line, column, offset, field } = error.detail;
  const place = [
    file,
    line === undefined ? undefined : `line ${line}`,
    column === undefined ? undefined : `column ${column}`,
    offset === undefined ? undefined : `offset ${offset}`,
    field,
  ].filter((part) => part !== undefined);
  return place.length === 0 ? error.message : `${error.message} (${place.join(', ')})`;
};
