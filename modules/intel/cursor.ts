import type { z } from 'zod';
import { intelError } from './errors.ts';

/** Writes where a page ended. */
export const writeCursor = (parts: readonly (string | number)[]): string =>
  Buffer.from(JSON.stringify(parts)).toString('base64url');

/** Reads what {@link writeCursor} wrote; anything else is `intel.cursor-invalid`. */
export const readCursor = <Shape extends z.ZodType>(text: string, shape: Shape): z.output<Shape> => {
  try {
    return shape.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
  } catch {
    throw intelError('intel.cursor-invalid', { field: 'cursor' });
  }
};

/** A LIKE pattern that finds a text anywhere. */
export const likePattern = (text: string): string => `%${text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
