import { oversightError } from '../errors.ts';

/** Place in the stream of changes of an enterprise. Throws `oversight.cursor-invalid`. */
export const readPlace = (text: string | undefined): number => {
  if (text === undefined) return 0;
  if (!/^\d{1,15}$/.test(text)) throw oversightError('oversight.cursor-invalid', { field: 'after' });
  return Number(text);
};
