import { DomainError } from '@chedun/kernel';
import type { trainingErrors } from './errors.ts';

/** An error of the catalogue, with the field that it is about. */
export const trainingError = (code: keyof typeof trainingErrors, field?: string): DomainError =>
  new DomainError(code, field === undefined ? {} : { field });
