import { DomainError } from '@chedun/kernel';
import type { z } from 'zod';

/** Reads a comma list of values of an enum; throws `governance.filter-invalid` that names the field. */
export const anyOf = <T extends string>(
  field: string,
  values: z.ZodEnum<{ [K in T]: K }>,
  text: string | undefined,
): T[] =>
  (text ?? '')
    .split(',')
    .filter((part) => part !== '')
    .map((part) => {
      const parsed = values.safeParse(part);
      if (!parsed.success)
        throw new DomainError('governance.filter-invalid', { field, reason: `${part} is not a ${field}` });
      return parsed.data as T;
    });
