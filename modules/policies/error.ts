import { DomainError } from '@chedun/kernel';
import type { policyErrors } from './errors.ts';

/** An error of the catalogue, with the field that it is about. */
export const policyError = (code: keyof typeof policyErrors, field?: string): DomainError =>
  new DomainError(code, field === undefined ? {} : { field });
