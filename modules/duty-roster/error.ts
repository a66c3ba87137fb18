import { DomainError } from '@chedun/kernel';
import type { dutyErrors } from './errors.ts';

/** An error of the catalogue, with the field that it is about. */
export const dutyError = (code: keyof typeof dutyErrors, field?: string): DomainError =>
  new DomainError(code, field === undefined ? {} : { field });
